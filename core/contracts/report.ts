/** The report: sums over everything that is known. */
import type { CommonMeasure } from './measures.ts';

/** Null where no file or platform said anything: not measured is not zero. */
export type Sums = Record<CommonMeasure, number | null>;

/** `report --json`: exact sums; `totals` money is null where several currencies meet, `by_currency` then holds it. */
export interface Report {
  simulated: boolean;
  totals: Sums & {
    creatives: number;
    campaigns: number;
    days: number;
    currency: string | null;
  };
  by_currency: Record<string, Sums>;
  /** Records in quarantine that wait, of all imports and pulls: not those that were reprocessed. */
  rejected: number;
  quarantine: { key: string; rejected: number }[];
  data_from: string | null;
  data_through: string | null;
  provisional_from: string | null;
  /** By currency: the API's days that may still grow, as published last, and what they are expected to come to. */
  provisional: Record<string, { days: number; seen: Sums; expected: Sums }>;
  /** Finished days on which the platform's own totals say something else; decisions leave them out. */
  unreconciled_days: number;
  /** What this program's own changes earned or lost, by currency and KPI; empty before the first. */
  own_changes: OwnChangesSum[];
  /** The published set of aggregates; null before the first. */
  generation: string | null;
}

/** Money in `currency` with its 80% and 95% intervals, over at most four weeks after each change; null where nothing can be said. */
export interface OwnChangesSum {
  currency: string;
  kpi: string;
  earned: { mean: number; low80: number; high80: number; low95: number; high95: number } | null;
  /** Spent on the days that were measured. */
  cost: number;
  helped: number;
  hurt: number;
  cannot_tell: number;
  /** Change groups that `earned` is the sum of. */
  estimated: number;
}
