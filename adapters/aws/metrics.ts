import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { AdsError } from '../../core/errors.ts';
import type { Metric, Metrics } from '../../core/ports/metrics.ts';
import { serviceCall } from './service-error.ts';

/** CloudWatch takes so many metrics a request, and 1 MB, which 1000 of ours stay far below. */
const metricsPerRequest = 1000;

export interface AwsMetricsOptions {
  client: CloudWatchClient;
  now: () => Date;
}

/** Refuses NaN and the infinities (AdsError) before anything of the call is sent: CloudWatch would refuse the request they are in. */
export function awsMetrics({ client, now }: AwsMetricsOptions): Metrics {
  return {
    put: async (namespace, metrics) => {
      for (const metric of metrics) assertFinite(namespace, metric);
      const Timestamp = now();
      for (let start = 0; start < metrics.length; start += metricsPerRequest) {
        const MetricData = metrics
          .slice(start, start + metricsPerRequest)
          .map((metric) => ({ ...datumOf(metric), Timestamp }));
        const command = new PutMetricDataCommand({ Namespace: namespace, MetricData });
        await serviceCall(`put metrics of ${namespace}`, client.send(command));
      }
    },
  };
}

const datumOf = ({ name, value, unit, dimensions = {} }: Metric) => ({
  MetricName: name,
  Value: value,
  Unit: unit,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});

function assertFinite(namespace: string, { name, value }: Metric): void {
  if (Number.isFinite(value)) return;
  throw new AdsError(
    `The metric ${namespace} ${name} is ${value}, which is not a measurement`,
    'Do not send a ratio whose denominator is zero; leave the metric out.',
  );
}
