/** What every stage gets from the world. */
import type { AdsConfig } from '../settings/config.ts';
import type { Metrics } from './metrics.ts';
import type { Notifier } from './notifier.ts';
import type { ObjectStore } from './object-store.ts';
import type { ParquetEncoder } from './parquet-encoder.ts';
import type { Warehouse } from './warehouse.ts';

/** Fields are for machines to search; never a secret, never data of a person. */
export interface Logger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** Shown to a person who waits; a Lambda ignores it. `done` of `total`, both in the unit that the label names. */
export type Progress = (label: string, done?: number, total?: number) => void;

/** What every stage gets. A stage takes only the ports that it uses: `Pick<StageDeps, …>`. */
export interface StageDeps {
  objects: ObjectStore;
  warehouse: Warehouse;
  parquet: ParquetEncoder;
  metrics: Metrics;
  notifier: Notifier;
  logger: Logger;
  progress: Progress;
  config: AdsConfig;
  /** Whether the data is the demo's. */
  simulated: boolean;
  now(): Date;
  /** Sortable by time, unique. */
  newId(): string;
  /** When the stage must have ended; it stops 60 s before. Undefined on a laptop. */
  deadline?: Date;
}
