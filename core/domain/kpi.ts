/** What counts as a result of a campaign: what its objective asks for, unless a setting says otherwise. */

export const kpis = ['clicks', 'conversions', 'leads', 'video_views', 'impressions'] as const;
export type Kpi = (typeof kpis)[number];

/** `auto` takes each campaign's objective; anything else holds for all campaigns. */
export const kpiSettings = ['auto', ...kpis] as const;
export type KpiSetting = (typeof kpiSettings)[number];

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

/** An unknown objective, as in imports, asks for clicks. */
export const kpiOf = (objective: string | null, setting: KpiSetting): Kpi =>
  setting === 'auto' ? (ofObjective[objective ?? ''] ?? 'clicks') : setting;

export const isKnownObjective = (objective: string): boolean => ofObjective[objective] !== undefined;

/** Null where the platform did not give a figure. */
export interface CountedFigures {
  impressions: number | null;
  clicks: number | null;
  conversions: number | null;
  leads: number | null;
  video_views: number | null;
}

/** The KPI's count as shown. */
export function resultsOf(figures: CountedFigures, kpi: Kpi): number | null {
  return figures[kpi];
}

/** KPIs that are rare and come days after the click. */
export type DelayedKpi = 'conversions' | 'leads';

/** Whether an ad earns its results through clicks: then few results and many clicks say more together than results alone. */
export const comesOfClicks = (kpi: Kpi): kpi is DelayedKpi => kpi === 'conversions' || kpi === 'leads';

/** Share of the KPI's final count that is expected to be visible. */
export const visibleShareOf = (shares: Readonly<Record<'clicks' | DelayedKpi, number>>, kpi: Kpi): number =>
  kpi === 'clicks' || comesOfClicks(kpi) ? shares[kpi] : 1;
