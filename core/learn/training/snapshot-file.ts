/** What a training snapshot consists of. The objects' keys are in core/contracts/keys.ts; `fit/` is what training sees, `unseen/` what the gate sees. */
import { z } from 'zod';
import { modelNames } from '../../contracts/model-file.ts';
import { isoDate } from '../../contracts/values.ts';

export const snapshotFiles = ['fit/train.csv', 'fit/validation.csv', 'unseen/test.csv', 'data_card.json'] as const;
export type SnapshotFile = (typeof snapshotFiles)[number];

const splitCard = z.object({
  rows: z.int(),
  creatives: z.int(),
  campaigns: z.int(),
  impressions: z.number(),
  first_day: isoDate.nullable(),
  last_day: isoDate.nullable(),
});
export type SplitCard = z.infer<typeof splitCard>;

/** `data_card.json`: what the snapshot is made of, for people and for the model's metadata. */
export const dataCard = z.object({
  schema_version: z.literal(1),
  model: z.enum(modelNames),
  snapshot_id: z.string(),
  created_at: z.iso.datetime(),
  /** What counts as a result. */
  kpi: z.string(),
  grain: z.string(),
  split: z.string(),
  /** Whether all unseen rows are of days after those that are trained on. */
  unseen_is_later: z.boolean(),
  splits: z.object({ train: splitCard, validation: splitCard, test: splitCard }),
  features: z.array(z.string()),
  personal_data: z.literal('none'),
  notes: z.array(z.string()),
});
export type DataCard = z.infer<typeof dataCard>;

/** The files of a snapshot by name, as text; `enough` is false when there is nothing to train on. */
export interface Snapshot {
  model: (typeof modelNames)[number];
  files: Record<SnapshotFile, string>;
  card: DataCard;
  enough: boolean;
}

/** Rows of a snapshot's CSV as numbers. Each target is a count (or money) over an exposure; NaN where it is not known. */
export interface ParsedSnapshotRows {
  model: (typeof modelNames)[number];
  /** Names of the features, in the order of the file. */
  features: string[];
  rows: number;
  /** Row by row, `features.length` numbers each. */
  values: Float64Array;
  /** `campaignKey` of each row. */
  campaigns: string[];
  /** What belongs together by chance: rows of one creative, or of one campaign's bids. */
  clusters: string[];
  /** By target: what happened, and over how many impressions (creatives) or days (bids). */
  targets: Record<string, { counts: Float64Array; exposures: Float64Array }>;
}
