import { describe, expect, it } from 'vitest';
import { rawAnalyticsRows } from '../../../../core/collect/collection/daily-metrics.ts';
import type { AnalyticsRow } from '../../../../core/ports/ad-performance.ts';

const context = {
  platform: 'other',
  account: '7',
  currency: 'EUR',
  campaignOf: (creative: string) => (creative === 'ad-1' ? 'campaign-1' : undefined),
  window: { from: '2026-03-01', to: '2026-03-02' },
  runId: 'run',
  observedAt: new Date('2026-03-03T06:00:00.000Z'),
};

const rowOf = (metrics: AnalyticsRow['metrics'], id = 'ad-1'): AnalyticsRow => ({
  pivot: 'CREATIVE',
  entity: `prefix/${id}`,
  id,
  stat_date: '2026-03-01',
  metrics,
  source: { any: 'thing' },
});

describe('a row of figures', () => {
  it('keeps counts whole, decimals exact, and null for what the platform does not measure', () => {
    const { rows, rejected } = rawAnalyticsRows([rowOf({ impressions: 12, cost: '1.5', leads: 0 })], context);
    expect(rejected).toEqual([]);
    expect(rows).toEqual([
      {
        pivot: 'CREATIVE',
        entity: 'prefix/ad-1',
        platform: 'other',
        account_id: '7',
        campaign_id: 'campaign-1',
        creative_id: 'ad-1',
        stat_date: '2026-03-01',
        currency: 'EUR',
        impressions: 12,
        clicks: null,
        cost: '1.500000000',
        conversions: null,
        conversion_value: null,
        leads: '0',
        video_views: null,
        window_from: '2026-03-01',
        window_to: '2026-03-02',
        element: '{"any":"thing"}',
        run_id: 'run',
        observed_at: '2026-03-03 06:00:00.000',
      },
    ]);
  });

  it('with a value that the warehouse cannot hold goes to quarantine whole, under our name of the measure', () => {
    const half = rowOf({ impressions: 1.5 });
    const huge = rowOf({ impressions: 1, cost: '1000000000' }, 'ad-2');
    const { rows, rejected } = rawAnalyticsRows([half, huge], context);
    expect(rows).toEqual([]);
    expect(rejected.map(({ path, reason, text }) => [path, reason, text])).toEqual([
      ['analytics.impressions', '1.5 is not a value that the warehouse can store', '{"any":"thing"}'],
      ['analytics.cost', '1000000000 is not a value that the warehouse can store', '{"any":"thing"}'],
    ]);
  });
});
