import { describe, expect, it } from 'vitest';
import { type KpiSetting, kpiSettings } from '../../../core/domain/kpi.ts';
import { readBidSample } from '../../../core/learn/training/bid-samples.ts';
import { readCreativeSample } from '../../../core/learn/training/creative-samples.ts';
import { evidenceOf } from '../../../core/optimize/posteriors/creative-evidence.ts';
import { chosenKpiOf } from '../../../core/optimize/state/chosen-kpi.ts';
import { ad, evenDays, statesOf } from '../optimize/proposals/creatives.ts';

const figures = { impressions: 80_000, clicks: 400, conversions: 24, leads: 16 };
const videoViews = 800;

/** What decisions count, from the state of an account. */
function decided(objective: string | null, setting: KpiSetting) {
  const days = evenDays(figures.impressions, figures.clicks).length;
  const own = ad('a', evenDays(figures.impressions, figures.clicks));
  const counted = own.days.map((day) => ({
    ...day,
    conversions: figures.conversions / days,
    leads: figures.leads / days,
    video_views: videoViews / days,
  }));
  const [state] = statesOf([{ ...own, days: counted }], { campaigns: { campaign: { objective } } });
  const campaign = state!.campaigns[0]!;
  const { kpi } = chosenKpiOf(campaign, setting);
  return { kpi, results: evidenceOf(campaign, kpi, 28)[0]!.results };
}

const keys = { platform: 'linkedin', account_id: '1', campaign_id: '2', currency: 'USD', cost: 90 };

/** What the models learn, from rows of the warehouse. */
const learned = (objective: string | null, setting: KpiSetting) => [
  readCreativeSample(
    {
      ...keys,
      ...figures,
      creative_id: '3',
      block: 1,
      first_day: '2026-03-01',
      from_day: '2026-03-01',
      to_day: '2026-03-28',
      result_impressions: figures.impressions,
      impressions_before: 0,
      headline: null,
      introductory_text: null,
      description: null,
      call_to_action: null,
      format: null,
      objective,
      targeting: null,
    },
    setting,
  )?.results,
  readBidSample(
    {
      ...keys,
      ...figures,
      stat_date: '2026-03-01',
      bid: 9,
      daily_budget: 100,
      cost_type: 'CPC',
      optimization_target: 'NONE',
      objective,
    },
    setting,
  )?.results,
];

const objectives = [
  'LEAD_GENERATION',
  'WEBSITE_CONVERSION',
  'WEBSITE_VISIT',
  'ENGAGEMENT',
  'JOB_APPLICANT',
  'TALENT_LEAD',
  'VIDEO_VIEW',
  'BRAND_AWARENESS',
  'MOON_LANDING',
  null,
];

describe('what counts as a result', () => {
  it.each([
    ['LEAD_GENERATION', { kpi: 'leads', results: 16 }],
    ['WEBSITE_CONVERSION', { kpi: 'conversions', results: 24 }],
    ['WEBSITE_VISIT', { kpi: 'clicks', results: 400 }],
    ['VIDEO_VIEW', { kpi: 'video_views', results: 800 }],
    ['BRAND_AWARENESS', { kpi: 'impressions', results: 80_000 }],
    [null, { kpi: 'clicks', results: 400 }],
  ])('of a campaign with the objective %s is, to decisions, %j', (objective, { kpi, results }) => {
    const found = decided(objective, 'auto');
    expect(found.kpi).toBe(kpi);
    expect(found.results).toBeCloseTo(results, 6);
  });

  it.each(kpiSettings.flatMap((setting) => objectives.map((objective) => [objective, setting] as const)))(
    'of the objective %s with the setting %s is the same to both models as to decisions, where it comes after the click',
    (objective, setting) => {
      const { kpi, results } = decided(objective, setting);
      const isDelayed = kpi === 'leads' || kpi === 'conversions';
      expect(learned(objective, setting)).toEqual(
        isDelayed ? [Math.round(results ?? 0), Math.round(results ?? 0)] : [null, null],
      );
    },
  );
});
