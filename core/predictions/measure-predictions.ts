/** Finds predictions whose days have matured, holds them against what happened, and keeps the result by file. */
import { z } from 'zod';
import { ObjectConflictError, StoredDataError } from '../errors.ts';
import { keys, prefixes } from '../keys.ts';
import type { PutCondition, StageDeps } from '../ports.ts';
import { encodeJson, parseStored } from '../stored-json.ts';
import { creativeKey } from '../training/entity-key.ts';
import { type FileAccuracy, fileAccuracy, measure, type Outcome } from './accuracy.ts';
import { horizonDays, type Prediction, parsePredictions } from './prediction.ts';

export const outcomesFile = 'marts/creative_outcomes';

export type MeasuringDeps = Pick<StageDeps, 'objects' | 'warehouse' | 'config' | 'now'>;

const model = 'creative_scorer';
/** Predictions that had no week to be seen mature in by then are given up. */
const givenUpAfterDays = 90;
/** A run by hand may find many: the rest is for the next run. */
const filesAtOnce = 7;

const accuracies = z.object({ files: z.array(fileAccuracy), given_up: z.array(z.string()) });

/** All that was measured, this time's included; what others measured meanwhile stays, and this is measured again next time. */
export async function measurePredictions(deps: MeasuringDeps): Promise<FileAccuracy[]> {
  const { objects, now } = deps;
  const known = await readAccuracies(deps);
  const done = new Set([...known.files.map(({ key }) => key), ...known.given_up]);
  const today = now().toISOString().slice(0, 10);
  const from = `${prefixes.predictions(model)}dt=${daysAfter(today, -givenUpAfterDays)}`;
  const next = { files: [...known.files], given_up: [...known.given_up] };
  for (const key of await pendingFiles(objects, from, done)) {
    const result = await measureFile(key, today, deps);
    if (result === 'too early') break;
    if (result === 'nothing') next.given_up.push(key);
    else next.files.push(result);
  }
  if (next.files.length + next.given_up.length === done.size) return known.files;
  const kept = (key: string) => key >= from;
  const body = encodeJson({ files: next.files, given_up: next.given_up.filter(kept) });
  await objects.put(keys.predictionAccuracy(model), body, known.condition).catch((error) => {
    if (!(error instanceof ObjectConflictError)) throw error;
  });
  return next.files;
}

interface Known extends z.infer<typeof accuracies> {
  condition: PutCondition;
}

async function readAccuracies({ objects }: Pick<StageDeps, 'objects'>): Promise<Known> {
  const key = keys.predictionAccuracy(model);
  const stored = await objects.get(key);
  if (!stored) return { files: [], given_up: [], condition: { ifNoneMatch: '*' } };
  return { ...parseStored(key, stored.body, accuracies), condition: { ifMatch: stored.etag } };
}

async function pendingFiles(objects: StageDeps['objects'], from: string, done: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of objects.list(`${prefixes.predictions(model)}dt=`, from))
    if (!done.has(key)) found.push(key);
  return found.slice(0, filesAtOnce);
}

async function measureFile(
  key: string,
  today: string,
  deps: MeasuringDeps,
): Promise<FileAccuracy | 'too early' | 'nothing'> {
  const stored = await deps.objects.get(key);
  if (!stored) throw new StoredDataError(key, 'there is no such object');
  const predictions = await parsePredictions(key, stored.body);
  const days = [...new Set(predictions.map(({ for_day }) => for_day))].toSorted();
  const newest = days.at(-1);
  if (newest === undefined) return 'nothing';
  if (daysAfter(newest, horizonDays) > today) return 'too early';
  const outcomes = new Map<string, Outcome>();
  for (const day of days)
    for (const [name, outcome] of await outcomesOf(day, deps)) {
      if (outcome === 'not mature') {
        if (isOfDay(predictions, name, day)) return 'too early';
      } else outcomes.set(`${day} ${name}`, outcome);
    }
  const pairs = predictions.map((prediction) => ({
    prediction,
    outcome: outcomes.get(`${prediction.for_day} ${nameOf(prediction)}`),
  }));
  return measure(pairs, { key, maturedOn: today, least: deps.config.models.watch.impressions }) ?? 'nothing';
}

const isOfDay = (predictions: readonly Prediction[], name: string, day: string): boolean =>
  predictions.some((prediction) => prediction.for_day === day && nameOf(prediction) === name);

const nameOf = ({ platform, account_id, campaign_id, creative_id }: Omit<Prediction, 'because' | 'ctr'>): string =>
  creativeKey(platform, account_id, campaign_id, creative_id);

// exact bigints arrive as strings
const count = z
  .union([z.number(), z.string().min(1)])
  .transform(Number)
  .pipe(z.number());
const outcomeRow = z.object({
  platform: z.string(),
  account_id: z.string(),
  campaign_id: z.string(),
  creative_id: z.string(),
  is_mature: count,
  impressions: count.nullable(),
  clicks: count.nullable(),
});

async function outcomesOf(day: string, { warehouse }: MeasuringDeps): Promise<[string, Outcome | 'not mature'][]> {
  const found = await warehouse.rows(outcomesFile, { from_day: day, to_day: daysAfter(day, horizonDays - 1) });
  const parsed = z.array(outcomeRow).safeParse(found);
  if (!parsed.success) throw new StoredDataError(outcomesFile, z.prettifyError(parsed.error), { cause: parsed.error });
  return parsed.data.map((row) => [
    creativeKey(row.platform, row.account_id, row.campaign_id, row.creative_id),
    row.is_mature === 1 ? { impressions: row.impressions ?? 0, clicks: row.clicks ?? 0 } : 'not mature',
  ]);
}

const millisecondsPerDay = 86_400_000;

/** `YYYY-MM-DD`, so many days later. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * millisecondsPerDay).toISOString().slice(0, 10);
