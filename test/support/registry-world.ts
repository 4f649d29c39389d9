/** A registry in memory, and finished training jobs of models whose worth is known. */

import { keys } from '../../core/contracts/keys.ts';
import type { ModelFile, RateHead } from '../../core/contracts/model-file.ts';
import type { FinishedJob } from '../../core/contracts/training.ts';
import { makeArtifact } from '../../core/learn/registry/artifact.ts';
import type { RegistryDeps } from '../../core/learn/registry/register.ts';
import { creativeColumns } from '../../core/learn/training/creative-samples.ts';
import { toCsv } from '../../core/learn/training/csv-text.ts';
import type { DataCard } from '../../core/learn/training/snapshot-file.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { encodeJson, encodeText } from '../../core/running/documents.ts';
import { adsConfig } from '../../core/settings/config.ts';
import { memoryObjects } from './memory-objects.ts';

const meanRate = 0.02;
/** Long headlines get so much more than the mean, short ones so much less. */
export const trueLift = 0.6;

const head = (lift: number): RateHead => ({
  kind: lift === 0 ? 'baseline' : 'forest',
  log_rate: Math.log(meanRate),
  linear: [],
  campaigns: {},
  input: 'float64',
  scale: 1,
  trees: lift === 0 ? [] : [{ feature: [0, 0, 0], threshold: [6, 0, 0], left: [1, 0, 0], value: [0, -lift, lift] }],
  residual_sd: 0.2,
  campaign_sd: 0.1,
});

/** A model that expects a lift of headlines: `trueLift` is right, 0 is the baseline itself, below it is worse. */
export const modelWithLift = (lift: number, feature = 'headline_words'): ModelFile => ({
  schema_version: 1,
  model: 'creative_scorer',
  kind: lift === 0 ? 'baseline' : 'forest',
  features: [feature],
  libraries: { 'scikit-learn': '1.4.2' },
  heads: { ctr: head(lift), result_rate: null },
  baseline: { ctr: head(0), result_rate: null },
});

/** Creatives of which every second has a long headline, with the clicks that their rate says. */
export function unseenRows(rows = 60, factor = 1, lift = trueLift): string {
  const cells = Array.from({ length: rows }, (_, at) => {
    const words = at % 2 === 0 ? 3 : 9;
    // some scatter, the same in every run
    const log = Math.log(meanRate * factor) + (words > 6 ? lift : -lift) + 0.1 * Math.sin(at);
    const clicks = Math.round(10_000 * Math.exp(log));
    return [`c${at}`, 'linkedin/1/2', '2026-05-01', '2026-05-28', 10_000, clicks, null, null, null, null, words];
  });
  return toCsv([...creativeColumns, 'headline_words'], cells);
}

export interface RegistryWorld {
  objects: ObjectStore;
  deps: RegistryDeps & { newId(): string };
  warnings: string[];
  setTime(instant: string): void;
  /** Leaves what a finished job leaves. */
  finish(job: string, options?: FinishOptions): Promise<FinishedJob>;
}

export interface FinishOptions {
  file?: ModelFile;
  /** Instead of the file's: damaged, cut off, something else. */
  artifact?: Uint8Array;
  rows?: string;
  /** When its snapshot was made. */
  madeAt?: string;
}

/** A weaker model of this world is one that says too little, which is a fault of calibration too: it is let pass here. */
const lenient = { calibration: { misplaced: 0.6 } };

export function registryWorld({
  gate = {},
  ...settings
}: {
  gate?: object;
  [setting: string]: unknown;
} = {}): RegistryWorld {
  const objects = memoryObjects();
  const warnings: string[] = [];
  let now = '2026-06-07T02:00:00.000Z';
  let ids = 0;
  const world: RegistryWorld = {
    objects,
    warnings,
    deps: {
      objects,
      config: adsConfig.parse({ models: { ...settings, gate: { ...lenient, ...gate } } }),
      logger: { info: () => undefined, warn: (message) => void warnings.push(message) },
      simulated: true,
      now: () => new Date(now),
      newId: () => `id-${++ids}`,
      milliseconds: () => 0,
    },
    setTime: (instant) => {
      now = instant;
    },
    async finish(job, { file = modelWithLift(trueLift), artifact, rows = unseenRows(), madeAt = now } = {}) {
      const model = 'creative_scorer';
      const snapshot = `of-${job}`;
      const put = (name: string, body: Uint8Array) => objects.put(keys.trainingFile(model, snapshot, name), body);
      await put('unseen/test.csv', encodeText(rows));
      await put('data_card.json', encodeJson(cardOf(snapshot, madeAt)));
      const record = { job, created_at: madeAt, data_hash: `data of ${job}`, code_hash: 'code', hyperparameters: {} };
      await objects.put(keys.trainingJob(model, snapshot, job), encodeJson(record));
      await objects.put(keys.trainingArtifact(model, snapshot, job), artifact ?? (await artifactOf(file)));
      return { model, job, snapshot, status: 'Completed' };
    },
  };
  return world;
}

/** What serves it comes along, as with the artifacts of real jobs. */
export const artifactOf = (file: ModelFile): Promise<Uint8Array> =>
  makeArtifact(
    new Map([
      ['code/inference.py', encodeText('# serves')],
      ['model.json', encodeJson(file)],
      ['metrics.json', encodeJson({ 'train:rmse': 0.01, 'validation:rmse': 0.012 })],
    ]),
  );

function cardOf(snapshot: string, madeAt: string): DataCard {
  const split = {
    rows: 60,
    creatives: 60,
    campaigns: 1,
    impressions: 600_000,
    first_day: null,
    last_day: '2026-05-28',
  };
  return {
    schema_version: 1,
    model: 'creative_scorer',
    snapshot_id: snapshot,
    created_at: madeAt,
    kpi: 'clicks',
    grain: 'one row per creative',
    split: 'by creative',
    unseen_is_later: true,
    splits: { train: split, validation: split, test: split },
    features: ['headline_words'],
    personal_data: 'none',
    notes: [],
  };
}
