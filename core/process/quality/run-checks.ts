import { z } from 'zod';
import { groupBy } from '../../domain/grouping.ts';
import type { SqlParameters, Warehouse } from '../../ports/warehouse.ts';
import type { AdsConfig } from '../../settings/config.ts';
import { ask } from '../../sql/ask.ts';
import { count, optionalText } from '../../sql/columns.ts';
import { everyDay, type FactDays } from '../merging/fact-days.ts';
import type { Check } from './checks.ts';

export interface CheckedAccount {
  platform: string;
  account_id: string;
}

export interface CheckResult {
  check: Check;
  offending: number;
  /** Of these the offending rows are; a row of no account concerns them all and is not among them. */
  accounts: (CheckedAccount & { offending: number })[];
  /** Some of the rows, as the check selects them. */
  examples: Row[];
}

export interface CheckSettings {
  config: Pick<AdsConfig, 'quality' | 'collection'>;
  /** Against which the age of an observation is measured. */
  asOf: Date;
  /** Checks of small tables look at all days. */
  days?: FactDays;
}

/** Rows shown of each check, and read of each account at most: a wrong column would offend in millions. */
const mostExamples = 5;

export function checkParameters({
  config: { quality, collection },
  asOf,
  days = everyDay,
}: CheckSettings): SqlParameters {
  return {
    ...days,
    now: asOf,
    stale_after_hours: collection.staleAfterHours,
    volume_factor: quality.volumeFactor,
    volume_minimum: quality.volumeMinimum,
    most_rows: mostExamples,
  };
}

export async function runCheck(
  check: Check,
  warehouse: Pick<Warehouse, 'rows'>,
  parameters: SqlParameters,
): Promise<CheckResult> {
  const rows = await ask(warehouse, check.file, checkRow, parameters);
  const counted = groupBy(rows, accountKey).map((of) => ({ ...accountOf(of[0]), offending: offendingIn(of) }));
  return {
    check,
    offending: counted.reduce((sum, { offending }) => sum + offending, 0),
    accounts: counted.flatMap(({ platform, account_id, offending }) =>
      platform === null || account_id === null ? [] : [{ platform, account_id, offending }],
    ),
    examples: rows.slice(0, mostExamples).map(({ offending_rows: _, place: __, ...row }) => row),
  };
}

/** A check selects what shows what is wrong; some of the columns are known. */
const checkRow = z.looseObject({
  platform: optionalText.optional(),
  account_id: optionalText.optional(),
  offending_rows: count.optional(),
});
type Row = z.infer<typeof checkRow>;

const accountKey = (row: Row): string => JSON.stringify(accountOf(row));

const accountOf = ({ platform = null, account_id = null }: Partial<Row> = {}) => ({ platform, account_id });

/** A check that may find millions gives the first few of an account and says with each how many there are. */
const offendingIn = (rows: readonly Row[]): number => rows[0]?.offending_rows ?? rows.length;
