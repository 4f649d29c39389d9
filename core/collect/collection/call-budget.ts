/** What a run's calls cost. */

import { keys, pullIdOf } from '../../contracts/keys.ts';
import type { Metric } from '../../ports/metrics.ts';
import { gzipLines } from '../../running/gzip.ts';
import type { ApiCallRecord } from './api-calls.ts';
import { type CollectorRun, platformNameOf } from './run.ts';

export function callMetrics(calls: readonly ApiCallRecord[], run: CollectorRun, seconds: number): Metric[] {
  const count = (name: string, value: number): Metric => ({ name, value, unit: 'Count' });
  const windows = Math.max(1, seconds / 60 / run.deps.platform.description.limits.metricValues.minutes);
  return [
    count('Calls', calls.length),
    count('Retries', calls.filter(({ attempt }) => attempt > 1).length),
    count('Throttles', calls.filter(({ status }) => status === 429).length),
    count('FailedCalls', calls.filter(({ outcome }) => outcome !== 'ok').length),
    count('MetricValuesPerFiveMinutes', Math.round(run.metricValues / windows)),
    count('ElementsPerAnswer', run.mostElements),
    count('Rows', run.rows),
    count('Quarantined', run.rejected),
    count('DriftedFields', run.drift.size),
    count('ContentPending', run.contentPending),
  ];
}

/** One line a call, kept with the run. */
export async function storeCalls(calls: readonly ApiCallRecord[], run: CollectorRun, at: Date): Promise<void> {
  if (calls.length === 0) return;
  const key = keys.apiCalls(platformNameOf(run.deps), at, pullIdOf(at, run.runId, run.account, 'calls'));
  await run.deps.objects.put(key, await gzipLines(calls));
}
