import type { Effect } from '../../../../core/optimize/effects/effect.ts';

/** A pause that lost 50 of 1,000 USD; what is left out takes these values. */
export const effectWith = (more: Partial<Effect>): Effect => ({
  platform: 'linkedin',
  account_id: '1',
  currency: 'USD',
  kpi: 'clicks',
  campaign_id: 'c1',
  campaign_name: null,
  changes: [
    {
      decision_id: 'd1',
      action: 'pause_creative',
      creative_id: 'c1/a',
      applied_at: '2026-03-01T08:00:00.000Z',
      undone_at: null,
    },
  ],
  changed_from: '2026-03-01',
  changed_through: '2026-03-01',
  is_own: true,
  before: { from: '2026-02-01', through: '2026-02-28', days: 28, results: 200, cost: 1000 },
  after: { from: '2026-03-02', through: '2026-03-29', days: 28, results: 190, cost: 1000 },
  results_per_cost: { mean: -0.05, low80: -0.06, high80: -0.04, low95: -0.07, high95: -0.03 },
  results_per_day: { mean: -0.05, low80: -0.06, high80: -0.04, low95: -0.07, high95: -0.03 },
  cost_per_day: { mean: 0, low80: -0.01, high80: 0.01, low95: -0.02, high95: 0.02 },
  earned: { mean: -50, low80: -60, high80: -40, low95: -70, high95: -30 },
  spread: { own: 6, shared: 4, degrees: 20 },
  probability_of_harm: 0.2,
  compared_with: 4,
  placebo_times: 3,
  verdict: 'hurt',
  reason: 'It hurt.',
  is_final: true,
  ...more,
});
