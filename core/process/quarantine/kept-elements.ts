/** What reprocessing a pull asks of a platform's adapter: to read elements again that it once rejected. No call is made. */

import type { Days } from '../../collect/collection/window.ts';
import type { AnalyticsRow } from '../../ports/ad-performance.ts';

/** The text of one element in quarantine, read with today's schema. */
export interface KeptElement {
  /** As the row's `source` is written. */
  text: string;
  /** Null where even the day cannot be read. */
  stat_date: string | null;
  /** Undefined for what still cannot be read, and for a repetition of an element that can. */
  row: AnalyticsRow | undefined;
  /** Why it still cannot be read; null when it can. */
  problem: { reason: string; remedy: string } | null;
}

/** Reads all rejected elements of one pull's piece together, in their order: some are only wrong beside others. `asked` are its days. */
export type ReadKeptElements = (texts: readonly string[], asked: Days) => KeptElement[];
