/** Asks for retraining when it pays: the ads or the results have drifted from what the model learned, and there is newer data. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import { daysBetween, msPerDay } from '../../domain/calendar.ts';
import { counted } from '../../domain/language.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { decodeText, encodeJson, parseStored, replaceIfUnchanged, unchangedSince } from '../../running/documents.ts';
import { creativeFeatures } from '../features/feature-row.ts';
import type { ModelMetadata } from '../registry/metadata.ts';
import { parseSnapshotRows } from '../training/parse-snapshot.ts';
import { added, observedOverExpected } from './accuracy.ts';
import { type FeatureDrift, findDrift } from './drift.ts';
import type { ServingRow } from './serving-rows.ts';
import type { VersionWeek } from './version-accuracy.ts';

export type RequestingDeps = Pick<StageDeps, 'objects' | 'notifier' | 'logger' | 'config' | 'now'>;

export interface Watched {
  metadata: ModelMetadata;
  rows: readonly ServingRow[];
  weeks: readonly VersionWeek[];
}

/** These move with the calendar, whatever the ads are. */
const ofTime = /^(season_|age_|log_impressions_)/;

const request = z.object({ requested_at: z.iso.datetime(), version: z.string(), reasons: z.array(z.string()) });
export type TrainingRequest = z.infer<typeof request>;

/** The request that was made now; undefined when none was. */
export async function requestTraining(watched: Watched, deps: RequestingDeps): Promise<TrainingRequest | undefined> {
  const { objects, config, now, notifier } = deps;
  const { metadata } = watched;
  const reasons = [...accuracyReasons(watched, deps), ...driftReasons(await driftOf(watched, deps), deps)];
  if (reasons.length === 0 || !hasNewerData(watched, deps)) return undefined;
  const key = keys.trainingRequest(metadata.model);
  const stored = await objects.get(key);
  const coolDown = config.models.watch.coolDownDays * msPerDay;
  if (stored && now().getTime() - Date.parse(parseStored(key, stored.body, request).requested_at) < coolDown)
    return undefined;
  const made: TrainingRequest = { requested_at: now().toISOString(), version: metadata.version, reasons };
  await notifier.notify({
    severity: 'warning',
    subject: `${metadata.model} ${metadata.version} should be retrained`,
    body: [
      ...reasons,
      'What to do: npm run ads -- train (add --aws for the deployment), or wait for the weekly training.',
    ].join('\n'),
  });
  await replaceIfUnchanged(objects, key, encodeJson(made), unchangedSince(stored));
  return made;
}

/** Training on what is known already would make the same model. */
function hasNewerData({ metadata, rows }: Watched, { config }: RequestingDeps): boolean {
  const newest = rows
    .map(({ for_day }) => for_day)
    .toSorted()
    .at(-1);
  const learned = metadata.snapshot.data_through;
  if (newest === undefined || learned === null) return false;
  return daysBetween(learned, newest) >= config.models.watch.coolDownDays;
}

function accuracyReasons({ metadata, weeks }: Watched, { config }: RequestingDeps): string[] {
  const sums = added(weeks.filter(({ sha256 }) => sha256 === metadata.sha256));
  const found = observedOverExpected(sums);
  const { minimumRows, calibration } = config.models.gate;
  if (found === null || sums.predictions < minimumRows) return [];
  if (found >= calibration.lowest && found <= calibration.highest) return [];
  return [
    `Clicks were ${found.toPrecision(3)} times what it predicted, over ${counted(sums.predictions, 'matured prediction')}.`,
  ];
}

function driftReasons(drift: readonly FeatureDrift[], { config }: RequestingDeps): string[] {
  const drifted = drift.filter((each) => each.drifted);
  if (drift.length === 0 || drifted.length < config.models.watch.driftedShare * drift.length) return [];
  const most = drifted.toSorted((one, other) => other.stabilityIndex - one.stabilityIndex).slice(0, 5);
  return [
    `${drifted.length} of ${drift.length} features of today's ads have drifted from its training data: ${most.map(({ name }) => name).join(', ')}${drifted.length > most.length ? ', and others' : ''}.`,
  ];
}

/** Features that are the same everywhere, now and then, are left out: nothing can drift there. */
async function driftOf(
  { metadata, rows }: Watched,
  { objects, config }: Pick<RequestingDeps, 'objects' | 'config'>,
): Promise<FeatureDrift[]> {
  const stored = await objects.get(keys.trainingFile(metadata.model, metadata.snapshot.id, 'fit/train.csv'));
  if (!stored || rows.length === 0) return [];
  const learned = parseSnapshotRows(metadata.model, decodeText(stored.body), 'train.csv');
  const samples = learned.features.flatMap((name, at) => {
    const place = creativeFeatures.indexOf(name);
    if (place < 0 || ofTime.test(name)) return [];
    const sample = {
      name,
      learned: Float64Array.from(
        { length: learned.rows },
        (_, row) => learned.values[row * learned.features.length + at] as number,
      ),
      now: Float64Array.from(rows, ({ features }) => features[place] as number),
    };
    return new Set([...sample.learned, ...sample.now]).size > 1 ? [sample] : [];
  });
  const { falseDiscoveryRate, stabilityIndex } = config.models.watch;
  return findDrift(samples, { falseDiscoveryRate, stabilityIndex, learnedCreatives: new Set(learned.clusters).size });
}
