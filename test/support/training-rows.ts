/** Rows of the warehouse that models are trained on: a creative over some days, and a campaign's day with its bid. */

export type TrainingRow = Record<string, string | number | null>;

export const creativeTrainingRow = (number: number, more: TrainingRow = {}): TrainingRow => ({
  platform: 'linkedin',
  account_id: '508',
  campaign_id: `c${number % 5}`,
  creative_id: `urn:li:sponsoredCreative:${number}`,
  block: '82',
  first_day: '2026-03-01',
  from_day: '2026-04-20',
  to_day: '2026-05-10',
  impressions: '1000',
  clicks: '6',
  result_impressions: '800',
  conversions: '2.000000000',
  leads: '1.000000000',
  cost: '45.500000000',
  currency: 'USD',
  impressions_before: '5000',
  headline: 'Free report, in 3 "parts"',
  introductory_text: null,
  description: null,
  call_to_action: 'DOWNLOAD',
  format: 'CAROUSEL',
  objective: 'WEBSITE_VISIT',
  targeting: null,
  ...more,
});

export const bidTrainingRow = (day: string, more: TrainingRow = {}): TrainingRow => ({
  platform: 'linkedin',
  account_id: '508',
  campaign_id: 'c1',
  currency: 'USD',
  stat_date: day,
  impressions: '1000',
  clicks: '6',
  cost: '45.500000000',
  conversions: null,
  leads: null,
  bid: '9.500000000',
  daily_budget: '200.000000000',
  cost_type: 'CPC',
  optimization_target: 'NONE',
  objective: 'WEBSITE_VISIT',
  ...more,
});
