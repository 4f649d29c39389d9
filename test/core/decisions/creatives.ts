/** Makes evidence and runs for the tests of decisions. */
import { adsConfig } from '../../../core/config.ts';
import type { Run } from '../../../core/decisions/decide.ts';
import type { DailyCounts, Evidence } from '../../../core/decisions/evidence.ts';

export const settings = adsConfig.parse({}).decisions;

export const run: Run = {
  runId: 'run',
  at: new Date('2026-11-20T08:00:00Z'),
  mode: 'recommend',
  simulated: false,
  settings,
  guardrails: [],
};

/** [impressions, results] of each day. */
export type Day = readonly [number, number];

export function countsOf(days: readonly Day[]): DailyCounts {
  const counts = {
    days: 0,
    trials: 0,
    successes: 0,
    trialsSquared: 0,
    successesSquared: 0,
    trialsTimesSuccesses: 0,
  };
  for (const [trials, successes] of days) {
    if (trials > 0) counts.days++;
    counts.trials += trials;
    counts.successes += successes;
    counts.trialsSquared += trials ** 2;
    counts.successesSquared += successes ** 2;
    counts.trialsTimesSuccesses += trials * successes;
  }
  return counts;
}

/** Ten days as equal as whole results allow: hardly any scatter. */
export const evenDays = (impressions: number, results: number): Day[] =>
  Array.from({ length: 10 }, (_, day) => [
    impressions / 10,
    // whole results; what does not divide evenly falls on the first days
    Math.floor(results / 10) + (day < results % 10 ? 1 : 0),
  ]);

/** A creative with a CPM of 8 USD unless a cost is given. */
export function creative(creativeId: string, days: readonly Day[], changes: Partial<Evidence> = {}): Evidence {
  const counts = countsOf(days);
  const cost = changes.cost === undefined ? counts.trials * 0.008 : changes.cost;
  return {
    platform: 'linkedin',
    accountId: 'account',
    campaignId: 'campaign',
    creativeId,
    currency: 'USD',
    from: '2026-08-15',
    through: '2026-11-12',
    active: true,
    hasMatureDays: counts.days > 0,
    matureAfterDays: 7,
    dailyCost: cost === null ? null : cost / Math.max(1, counts.days),
    counts,
    ...changes,
    cost,
  };
}
