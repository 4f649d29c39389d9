import { type Dimension, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { awsMetrics } from '../../../adapters/aws/metrics.ts';
import type { Metric } from '../../../core/ports/metrics.ts';
import { metricsConformance, type SentMetric } from '../../conformance/metrics.ts';
import { cloudWatch, motoUrl } from '../moto.ts';

const metrics = awsMetrics({ client: cloudWatch, now: () => new Date() });

metricsConformance('awsMetrics', async () => {
  await forgetAll();
  return { metrics, sent: async () => Promise.all((await stored()).map(asSent)) };
});

test('more metrics than one request takes arrive all, in order', async () => {
  await forgetAll();
  const values = Array.from({ length: 2001 }, (_, value) => value);
  await metrics.put(
    'LinkedInAds/Campaigns',
    values.map((value) => ({ name: 'Clicks', value, unit: 'Count' })),
  );
  expect((await stored()).map(({ value }) => value)).toEqual(values);
});

type StoredMetric = Pick<Metric, 'name' | 'value' | 'unit'> & { namespace: string; dimensions?: [] };

/** moto can show all it holds only while it holds little else. */
const forgetAll = () => fetch(`${motoUrl}/moto-api/reset`, { method: 'POST' });

/** What moto was sent since, in order; of dimensions it shows only that there are none. */
async function stored(): Promise<StoredMetric[]> {
  const all = (await (await fetch(`${motoUrl}/moto-api/data.json`)).json()) as {
    cloudwatch?: { MetricDatum?: StoredMetric[] };
  };
  return all.cloudwatch?.MetricDatum ?? [];
}

async function asSent({ namespace, name, value, unit, dimensions }: StoredMetric): Promise<SentMetric> {
  const found = dimensions === undefined ? await dimensionsOf(namespace, name) : [];
  return {
    namespace,
    name,
    value,
    unit,
    dimensions: Object.fromEntries(found.map(({ Name, Value }) => [Name as string, Value as string])),
  };
}

async function dimensionsOf(Namespace: string, MetricName: string): Promise<Dimension[]> {
  const { Metrics = [] } = await cloudWatch.send(new ListMetricsCommand({ Namespace, MetricName }));
  return Metrics[0]?.Dimensions ?? [];
}
