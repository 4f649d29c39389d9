/** What every Metrics does. */
import { describe, expect, test } from 'vitest';
import type { Metric, Metrics } from '../../core/ports/metrics.ts';

export type SentMetric = Required<Metric> & { namespace: string };

/** The port only takes; `sent` is the adapter's own way to see what arrived, in order. */
export type MakeMetrics = () => Promise<{ metrics: Metrics; sent: () => Promise<SentMetric[]> }>;

const clicks: SentMetric = {
  namespace: 'LinkedInAds/Optimizer',
  name: 'TotalClicks',
  value: 1234,
  unit: 'Count',
  dimensions: {},
};

export function metricsConformance(name: string, makeMetrics: MakeMetrics): void {
  describe(`${name} takes metrics`, () => {
    test('metrics arrive whole and in order, without dimensions where none were given', async () => {
      const { metrics, sent } = await makeMetrics();
      const ctr: Metric = { name: 'CTR', value: 0.1 + 0.2, unit: 'Percent', dimensions: { CampaignId: 'urn:li:c:1' } };
      await metrics.put(clicks.namespace, [{ name: 'TotalClicks', value: 1234, unit: 'Count' }]);
      await metrics.put('LinkedInAds/Campaigns', [ctr, { name: 'Clicks', value: 0, unit: 'None' }]);
      expect(await sent()).toEqual([
        clicks,
        { ...ctr, namespace: 'LinkedInAds/Campaigns' },
        { namespace: 'LinkedInAds/Campaigns', name: 'Clicks', value: 0, unit: 'None', dimensions: {} },
      ]);
    });

    test('no metrics are no call', async () => {
      const { metrics, sent } = await makeMetrics();
      await metrics.put('LinkedInAds/Optimizer', []);
      expect(await sent()).toEqual([]);
    });

    test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
      'refuses %d, and sends nothing of such a call',
      async (value) => {
        const { metrics, sent } = await makeMetrics();
        const bad: Metric = { name: 'AverageCTR', value, unit: 'Percent' };
        await expect(metrics.put('LinkedInAds/Optimizer', [clicks, bad])).rejects.toThrow(
          `The metric LinkedInAds/Optimizer AverageCTR is ${value}, which is not a measurement`,
        );
        expect(await sent()).toEqual([]);
      },
    );

    test('calls made at once all arrive', async () => {
      const { metrics, sent } = await makeMetrics();
      const values = Array.from({ length: 50 }, (_, index) => index);
      await Promise.all(values.map((value) => metrics.put('N', [{ name: 'm', value, unit: 'Count' }])));
      expect((await sent()).map(({ value }) => value).sort((a, b) => a - b)).toEqual(values);
    });
  });
}
