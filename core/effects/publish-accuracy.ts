/** How well what was predicted a week or two ago came true: as a metric, and kept for people. */
import { z } from 'zod';
import type { Decision } from '../contracts.ts';
import { groupBy } from '../decisions/grouping.ts';
import { parseDecisions } from '../decisions/stored.ts';
import { keys, prefixes } from '../keys.ts';
import { optimizerMetrics as names } from '../metric-names.ts';
import type { ObjectStore, StageDeps } from '../ports.ts';
import { encodeJson, parseStored } from '../stored-json.ts';
import {
  judgedDays,
  type MaturedPrediction,
  maturedPredictions,
  type OutcomeDay,
  predictionAccuracy,
  predictionQualities,
  predictionQuality,
  predictionsOf,
} from './prediction-outcomes.ts';

type Deps = Pick<StageDeps, 'objects' | 'warehouse' | 'metrics' | 'now'>;

const keptQuality = z.object({
  made_at: z.iso.datetime(),
  /** The metric; null where no click was predicted and came. */
  accuracy: z.number().nullable(),
  /** By KPI. */
  by_kpi: z.record(z.string(), predictionQualities),
});
export type KeptQuality = z.infer<typeof keptQuality>;

/** Undefined before the first prediction matured. */
export async function readPredictionQuality(objects: Pick<ObjectStore, 'get'>): Promise<KeptQuality | undefined> {
  const stored = await objects.get(keys.predictionQuality);
  return stored && parseStored(keys.predictionQuality, stored.body, keptQuality);
}

const msPerDay = 86_400_000;
const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * msPerDay).toISOString().slice(0, 10);

/**
 * The predictions whose seven days became mature within the newest seven mature days of their account. Nothing is sent where there are
 * none: an absent metric is not zero. `send` false only keeps it, for when the models' own predictions are what the metric is of.
 */
export async function publishPredictionAccuracy(
  { objects, warehouse, metrics, now }: Deps,
  accounts: readonly { platform: string; accountId: string; newestMatureDay: string | null }[],
  appliedIds: ReadonlySet<string>,
  { send = true } = {},
): Promise<number | null> {
  const newest = accounts.flatMap(({ newestMatureDay }) => newestMatureDay ?? []).toSorted();
  const [first, last] = [newest[0], newest.at(-1)];
  if (first === undefined || last === undefined) return null;
  const decisions = await decisionsBetween(objects, dateAfter(first, 1 - 2 * judgedDays), dateAfter(last, -judgedDays));
  // a question to the warehouse may cost money
  if (predictionsOf(decisions, appliedIds).length === 0) return null;
  const rows = await warehouse.rows('marts/outcome_days', {
    from_day: dateAfter(first, 1 - 2 * judgedDays),
    to_day: last,
  });
  const outcomes = rows.map(outcomeDay);
  const matured = accounts.flatMap((account): MaturedPrediction[] => {
    if (account.newestMatureDay === null) return [];
    const isOwn = (platform: string, accountId: string): boolean =>
      platform === account.platform && accountId === account.accountId;
    const own = decisions.filter(({ platform, account_id }) => isOwn(platform, account_id));
    const days = outcomes.filter(({ platform, accountId }) => isOwn(platform, accountId));
    const oldest = dateAfter(account.newestMatureDay, 1 - 2 * judgedDays);
    const predictions = predictionsOf(own, appliedIds).filter(({ madeOn }) => madeOn >= oldest);
    return maturedPredictions(predictions, days, account.newestMatureDay);
  });
  if (matured.length === 0) return null;
  const accuracy = predictionAccuracy(matured);
  const kept: KeptQuality = {
    made_at: now().toISOString(),
    accuracy,
    by_kpi: Object.fromEntries(groupBy(matured, ({ kpi }) => kpi).map((own) => [own[0]!.kpi, predictionQuality(own)])),
  };
  await objects.put(keys.predictionQuality, encodeJson(kept));
  if (accuracy !== null && send)
    await metrics.put('LinkedInAds/Optimizer', [{ name: names.predictionAccuracy, value: accuracy, unit: 'Percent' }]);
  return accuracy;
}

/** Of all runs of these days, both included. */
async function decisionsBetween(objects: Deps['objects'], from: string, to: string): Promise<Decision[]> {
  const found: Decision[] = [];
  for (let day = from; day <= to; day = dateAfter(day, 1))
    for await (const { key } of objects.list(`${prefixes.decisions}dt=${day}/`)) {
      const stored = await objects.get(key);
      if (stored) found.push(...parseDecisions(key, stored.body));
    }
  return found;
}

type AccountOutcome = OutcomeDay & { platform: string; accountId: string };

const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

const outcomeDay = (row: Record<string, unknown>): AccountOutcome => ({
  platform: String(row.platform),
  accountId: String(row.account_id),
  creativeId: String(row.creative_id),
  date: String(row.stat_date),
  impressions: numberOf(row.impressions) ?? 0,
  results: {
    clicks: numberOf(row.clicks),
    conversions: numberOf(row.conversions),
    leads: numberOf(row.leads),
  },
});
