import { describe, expect, it } from 'vitest';
import {
  actionMetrics,
  type PerformanceRow,
  topCampaigns,
  totals,
} from '../../../../core/optimize/log/performance-metrics.ts';

const row = (values: Partial<PerformanceRow>): PerformanceRow => ({
  campaign_id: 'c1',
  creative_id: 'a',
  currency: 'USD',
  is_active: 1,
  impressions: 1000,
  clicks: 5,
  conversions: 1,
  cost: 20,
  ...values,
});

const valuesOf = (metrics: { name: string; value: number }[]) =>
  Object.fromEntries(metrics.map(({ name, value }) => [name, value]));

describe('the metrics of the mature week', () => {
  it('are sums, and ratios of sums', () => {
    const rows = [
      row({}),
      row({ creative_id: 'b', impressions: 3000, clicks: 105, cost: 200, conversions: 4, is_active: 0 }),
    ];
    expect(valuesOf(totals(rows, 'USD'))).toEqual({
      TotalImpressions: 4000,
      TotalClicks: 110,
      TotalConversions: 5,
      TotalCost: 220,
      AverageCTR: 2.75,
      AverageCPC: 2,
      AverageCPA: 44,
      TotalCreatives: 2,
      ActiveCreatives: 1,
      TopPerformersIdentified: 1,
      HighPerformers: 1,
      Underperformers: 1,
    });
  });

  it('have money of one currency only', () => {
    const sent = valuesOf(totals([row({}), row({ creative_id: 'b', currency: 'EUR', cost: 999 })], 'USD'));
    expect([sent.TotalCost, sent.AverageCPC, sent.TotalImpressions]).toEqual([20, 4, 2000]);
  });

  it('are left out where nothing is known, never zero and never infinite', () => {
    expect(valuesOf(totals([], 'USD'))).toEqual({
      TotalCreatives: 0,
      ActiveCreatives: 0,
      TopPerformersIdentified: 0,
      HighPerformers: 0,
      Underperformers: 0,
    });
    const silent = valuesOf(totals([row({ impressions: 0, clicks: 0, conversions: null, cost: null })], 'USD'));
    expect(Object.keys(silent)).not.toContain('AverageCTR');
    expect(Object.keys(silent)).not.toContain('TotalConversions');
  });

  it('count what was written, by kind, and say zero where nothing was', () => {
    expect(
      valuesOf(
        actionMetrics([
          'pause_creative',
          'pause_creative',
          'resume_creative',
          'raise_bid',
          'lower_bid',
          'raise_budget',
          'lower_budget',
        ]),
      ),
    ).toEqual({ TotalActions: 7, CreativesPaused: 2, CreativesScaled: 2, BidAdjustments: 2 });
    expect(valuesOf(actionMetrics([]))).toEqual({
      TotalActions: 0,
      CreativesPaused: 0,
      CreativesScaled: 0,
      BidAdjustments: 0,
    });
  });

  it('of campaigns are of those with the most spend, and no more than wanted', () => {
    const rows = ['c1', 'c2', 'c3'].map((campaign_id, at) =>
      row({ campaign_id, creative_id: campaign_id, cost: 10 * (at + 1) }),
    );
    const sent = topCampaigns(
      [...rows, row({ campaign_id: 'c4', cost: null }), row({ campaign_id: 'c5', currency: 'EUR' })],
      'USD',
      2,
    );
    expect(sent.map(({ name, dimensions }) => `${dimensions?.CampaignId} ${name}`)).toEqual([
      'c3 Impressions',
      'c3 Clicks',
      'c3 Cost',
      'c3 Conversions',
      'c3 CTR',
      'c2 Impressions',
      'c2 Clicks',
      'c2 Cost',
      'c2 Conversions',
      'c2 CTR',
    ]);
    expect(topCampaigns(rows, 'USD', 0)).toEqual([]);
  });
});
