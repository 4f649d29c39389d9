/** Rows of the warehouse to the files of a training snapshot. Pure: the same rows always give the same files. */

import type { ModelName } from '../../contracts/model-file.ts';
import type { KpiSetting } from '../../domain/kpi.ts';
import { counted, formatNumber } from '../../domain/language.ts';
import { toJson } from '../../running/documents.ts';
import { creativeFeatures } from '../features/feature-row.ts';
import { type BidSample, bidCells, bidHeader, bidTrainingFile, readBidSample } from './bid-samples.ts';
import {
  blockDays,
  type CreativeSample,
  creativeCells,
  creativeHeader,
  creativeTrainingFile,
  readCreativeSample,
} from './creative-samples.ts';
import { type Cell, toCsv } from './csv-text.ts';
import type { DataCard, Snapshot, SplitCard } from './snapshot-file.ts';
import { type Split, splitCreatives, splitDays, splitNames } from './split.ts';

export interface SnapshotOptions {
  snapshotId: string;
  createdAt: Date;
  kpi: KpiSetting;
}

type Row = Record<string, unknown>;

/** The mart that a model's rows come from, and the parameters it takes. */
export const trainingQueries = {
  creative_scorer: { file: creativeTrainingFile, parameters: { block_days: blockDays } },
  bid_optimizer: { file: bidTrainingFile, parameters: {} },
} as const satisfies Record<ModelName, { file: string; parameters: Record<string, number> }>;

export const buildSnapshot = (model: ModelName, rows: readonly Row[], options: SnapshotOptions): Snapshot =>
  model === 'creative_scorer' ? creativeSnapshot(rows, options) : bidSnapshot(rows, options);

function creativeSnapshot(rows: readonly Row[], options: SnapshotOptions): Snapshot {
  const samples = rows
    .map((row) => readCreativeSample(row, options.kpi))
    .filter((sample) => sample !== undefined)
    .toSorted(byText(({ creative, fromDay }) => `${creative} ${fromDay}`));
  const split = splitCreatives(samples);
  const left = samples.length - splitNames.reduce((sum, name) => sum + split[name].length, 0);
  return snapshotOf('creative_scorer', split, options, {
    header: creativeHeader,
    cells: creativeCells,
    features: [...creativeFeatures],
    grain: `one row per creative and ${blockDays} days`,
    split: split.unseenIsLater
      ? 'by creative (a hash of its name), and by time: unseen rows are later than all others'
      : 'by creative (a hash of its name)',
    notes: [
      `${formatNumber(rows.length - samples.length)} of ${counted(rows.length, 'row')} without a rate`,
      `${counted(left, 'row')} in no file, because their days or their creative belong to another split`,
    ],
    card: (sample: CreativeSample) => ({ ...sample, first: sample.fromDay, last: sample.toDay }),
  });
}

function bidSnapshot(rows: readonly Row[], options: SnapshotOptions): Snapshot {
  const samples = rows
    .map((row) => readBidSample(row, options.kpi))
    .filter((sample) => sample !== undefined)
    .toSorted(byText(({ campaign, day, currency }) => `${campaign} ${day} ${currency}`));
  return snapshotOf('bid_optimizer', splitDays(samples), options, {
    header: bidHeader,
    cells: bidCells,
    features: ['bid'],
    grain: 'one row per campaign and day on which one bid held from beginning to end',
    split: 'by day: the newest fifth is unseen, the fifth before it is for validation',
    notes: [`${formatNumber(rows.length - samples.length)} of ${counted(rows.length, 'row')} without delivery or cost`],
    card: (sample: BidSample) => ({ ...sample, creative: '', first: sample.day, last: sample.day }),
  });
}

interface Form<Sample> {
  header: readonly string[];
  cells(sample: Sample): Cell[];
  features: string[];
  grain: string;
  split: string;
  notes: string[];
  card(sample: Sample): CardRow;
}

interface CardRow {
  creative: string;
  campaign: string;
  impressions: number;
  first: string;
  last: string;
}

function snapshotOf<Sample>(
  model: ModelName,
  split: Split<Sample>,
  { snapshotId, createdAt, kpi }: SnapshotOptions,
  form: Form<Sample>,
): Snapshot {
  const csv = (samples: readonly Sample[]): string => toCsv(form.header, samples.map(form.cells));
  const cardOf = (samples: readonly Sample[]): SplitCard => splitCard(samples.map(form.card));
  const card: DataCard = {
    schema_version: 1,
    model,
    snapshot_id: snapshotId,
    created_at: createdAt.toISOString(),
    kpi,
    grain: form.grain,
    split: form.split,
    unseen_is_later: split.unseenIsLater,
    splits: { train: cardOf(split.train), validation: cardOf(split.validation), test: cardOf(split.test) },
    features: form.features,
    personal_data: 'none',
    notes: form.notes,
  };
  return {
    model,
    card,
    enough: splitNames.every((name) => split[name].length > 0),
    files: {
      'fit/train.csv': csv(split.train),
      'fit/validation.csv': csv(split.validation),
      'unseen/test.csv': csv(split.test),
      'data_card.json': toJson(card),
    },
  };
}

const splitCard = (rows: readonly CardRow[]): SplitCard => ({
  rows: rows.length,
  creatives: new Set(rows.map(({ creative }) => creative)).size,
  campaigns: new Set(rows.map(({ campaign }) => campaign)).size,
  impressions: rows.reduce((sum, { impressions }) => sum + impressions, 0),
  first_day: rows.map(({ first }) => first).toSorted()[0] ?? null,
  last_day:
    rows
      .map(({ last }) => last)
      .toSorted()
      .at(-1) ?? null,
});

const byText =
  <Sample>(textOf: (sample: Sample) => string) =>
  (one: Sample, other: Sample): number =>
    textOf(one) < textOf(other) ? -1 : 1;
