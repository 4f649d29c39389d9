/** What counts as a result of a campaign: what its objective asks for, unless a setting says otherwise. */
import type { CampaignState, CreativeSpan, Figures, VisibleShare } from './account-state.ts';
import type { DecisionSettings } from './settings.ts';

export const kpis = ['clicks', 'conversions', 'leads', 'video_views', 'impressions'] as const;
export type Kpi = (typeof kpis)[number];

/** LinkedIn's objectives (Marketing API, objectiveType). Applications and talent leads happen elsewhere: the click is what shows. */
const ofObjective: Readonly<Record<string, Kpi>> = {
  LEAD_GENERATION: 'leads',
  WEBSITE_CONVERSION: 'conversions',
  WEBSITE_VISIT: 'clicks',
  ENGAGEMENT: 'clicks',
  JOB_APPLICANT: 'clicks',
  TALENT_LEAD: 'clicks',
  VIDEO_VIEW: 'video_views',
  BRAND_AWARENESS: 'impressions',
};

export interface ChosenKpi {
  kpi: Kpi;
  /** One sentence where it is not what the objective asks for; null otherwise. */
  note: string | null;
}

export function kpiOf(campaign: CampaignState, setting: DecisionSettings['kpi']): ChosenKpi {
  const wanted = setting === 'auto' ? (ofObjective[campaign.objective ?? ''] ?? 'clicks') : setting;
  if (wanted === 'video_views' && campaign.days.every(({ videoViews }) => videoViews === null)) {
    return {
      kpi: 'impressions',
      note: 'Video views are not in the data, so cost per thousand impressions is compared.',
    };
  }
  if (setting === 'auto' && campaign.objective !== null && ofObjective[campaign.objective] === undefined) {
    return { kpi: wanted, note: `Nobody here knows the objective ${campaign.objective}, so clicks are compared.` };
  }
  return { kpi: wanted, note: null };
}

/** The KPI's count as shown; null where the platform did not give it. */
export function resultsOf(figures: Figures, kpi: Kpi): number | null {
  return kpi === 'video_views' ? figures.videoViews : figures[kpi];
}

/** Share of the KPI's final count that is expected to be visible. */
export const visibleShareOf = (shares: VisibleShare, kpi: Kpi): number =>
  kpi === 'clicks' || kpi === 'conversions' || kpi === 'leads' ? shares[kpi] : 1;

/** Whether an ad earns its results through clicks: then few results and many clicks say more together than results alone. */
export const comesOfClicks = (kpi: Kpi): boolean => kpi === 'conversions' || kpi === 'leads';

/** How a day's results scatter; null for what no day-by-day squares are kept of. */
export const scatterOfSpan = (span: CreativeSpan, kpi: Kpi): CreativeSpan['scatter']['clicks'] | null =>
  kpi === 'clicks' || kpi === 'conversions' || kpi === 'leads' ? span.scatter[kpi] : null;

/** In sentences: "12 leads", "0.4 % CTR". */
export const kpiWords: Readonly<Record<Kpi, { results: string; one: string; rate: string }>> = {
  clicks: { results: 'clicks', one: 'click', rate: 'CTR' },
  conversions: { results: 'conversions', one: 'conversion', rate: 'conversions per impression' },
  leads: { results: 'leads', one: 'lead', rate: 'leads per impression' },
  video_views: { results: 'video views', one: 'video view', rate: 'views per impression' },
  impressions: { results: 'impressions', one: 'thousand impressions', rate: 'impressions' },
};
