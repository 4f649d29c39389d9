import type { Platform } from '../../contracts/values.ts';
import type { ExplicitMapping } from './map-option.ts';

export interface Header {
  columns: readonly string[];
  /** Whether a column has any value in the sample: an empty id column must not win over a filled name column. */
  filled: readonly boolean[];
}

export interface RecogniseOptions {
  platform?: Platform;
  map?: ExplicitMapping;
  /** The day of a file that has no date column, `YYYY-MM-DD`. */
  date?: string;
}
