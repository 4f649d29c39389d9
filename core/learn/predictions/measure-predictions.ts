/** The one measurement of predictions from all sources: finds those whose days matured recently, and their outcomes. */

import { addDays, dayOf } from '../../domain/calendar.ts';
import { creativeKey } from '../../domain/entity-key.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { type MaturedPrediction, type PredictionOutcomes, readOutcomes, recentDays } from './outcomes.ts';
import { horizonDays, type PredictionSource, type RatePrediction } from './rate-prediction.ts';

export type MeasuringDeps = Pick<StageDeps, 'objects' | 'warehouse' | 'now'>;

export interface MeasuredSource {
  source: PredictionSource;
  matured: readonly MaturedPrediction[];
}

/** An account without a newer mature day is dormant: nothing of it matured recently. */
const asleepAfterDays = 90;

/** In the order of the sources. Queries the warehouse, which may cost money, only if a prediction may have matured. */
export async function measurePredictions(
  sources: readonly PredictionSource[],
  deps: MeasuringDeps,
): Promise<MeasuredSource[]> {
  const today = dayOf(deps.now());
  const since = addDays(today, -asleepAfterDays);
  const listed: { source: PredictionSource; stored: StoredPredictions[] }[] = [];
  for (const source of sources) listed.push({ source, stored: await storedSince(source, since, deps) });
  const mayHaveMatured = listed.some(({ source, stored }) =>
    stored.some(({ day }) => day <= newestMaturedOn(source, today)),
  );
  const outcomes = mayHaveMatured ? await readOutcomes(since, deps) : undefined;
  const measured: MeasuredSource[] = [];
  for (const { source, stored } of listed)
    measured.push({ source, matured: outcomes ? await maturedOf(source, stored, outcomes, deps) : [] });
  return measured;
}

interface StoredPredictions {
  key: string;
  /** On which they were made. */
  day: string;
}

async function storedSince(
  { prefix }: PredictionSource,
  since: string,
  { objects }: MeasuringDeps,
): Promise<StoredPredictions[]> {
  const found: StoredPredictions[] = [];
  for await (const { key } of objects.list(prefix, `${prefix}${since}`))
    found.push({ key, day: key.slice(prefix.length, prefix.length + since.length) });
  return found;
}

/** What was made later is about a later day. */
const newestMaturedOn = ({ startsAfterDays }: PredictionSource, newestMatureDay: string): string =>
  addDays(newestMatureDay, 1 - horizonDays - startsAfterDays);

async function maturedOf(
  source: PredictionSource,
  stored: readonly StoredPredictions[],
  outcomes: PredictionOutcomes,
  { objects }: MeasuringDeps,
): Promise<MaturedPrediction[]> {
  const { earliest, latest } = outcomes.newestDays;
  // the day before the first of those that count is predicted
  const oldest = addDays(earliest, 1 - recentDays - horizonDays);
  const newest = newestMaturedOn(source, latest);
  const found: MaturedPrediction[] = [];
  for (const { key } of stored.filter(({ day }) => oldest <= day && day <= newest)) {
    const object = await objects.get(key);
    const predictions = object ? await source.read(key, object.body) : [];
    for (const prediction of predictions) {
      const outcome = outcomes.of(prediction);
      if (outcome) found.push({ ...prediction, ...outcome });
    }
  }
  return newestOfEach(found);
}

/** Another run on the same day repeats its predictions: the newest counts, once. */
function newestOfEach(matured: readonly MaturedPrediction[]): MaturedPrediction[] {
  const newest = new Map<string, MaturedPrediction>();
  for (const each of matured) {
    const known = newest.get(nameOf(each));
    if (!known || each.madeAt > known.madeAt) newest.set(nameOf(each), each);
  }
  return [...newest.values()];
}

const nameOf = ({ platform, accountId, campaignId, creativeId, kpi, fromDay }: RatePrediction): string =>
  `${fromDay} ${kpi} ${creativeKey(platform, accountId, campaignId, creativeId)}`;
