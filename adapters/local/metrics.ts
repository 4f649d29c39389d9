import { AdsError } from '../../core/errors.ts';
import type { Metric, Metrics } from '../../core/ports/metrics.ts';
import { appendLines } from './append-lines.ts';

export interface LocalMetricsOptions {
  file: string;
  now: () => Date;
}

/**
 * Metrics as NDJSON, one line each: `timestamp namespace name value unit dimensions`. As CloudWatch does, refuses NaN and
 * the infinities (AdsError); nothing of such a call is written.
 */
export function localMetrics({ file, now }: LocalMetricsOptions): Metrics {
  return {
    put: async (namespace, metrics) => {
      for (const metric of metrics) assertFinite(namespace, metric);
      const timestamp = now().toISOString();
      await appendLines(
        file,
        metrics.map(({ name, value, unit, dimensions = {} }) => ({
          timestamp,
          namespace,
          name,
          value,
          unit,
          dimensions,
        })),
      );
    },
  };
}

function assertFinite(namespace: string, { name, value }: Metric): void {
  if (Number.isFinite(value)) return;
  throw new AdsError(
    `The metric ${namespace} ${name} is ${value}, which is not a measurement`,
    'Do not send a ratio whose denominator is zero; leave the metric out.',
  );
}
