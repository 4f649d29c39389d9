/** What the days that may still grow are expected to come to. */

import type { ProvisionalDay } from '../../contracts/aggregates.ts';
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { expectedFinal } from './expected-final.ts';
import type { Maturity } from './schema.ts';

/** One row per account, day and currency; the running day has none, as its end is not known. */
export async function provisionalDays(warehouse: Warehouse, maturity: Maturity): Promise<ProvisionalDay[]> {
  const rows = await warehouse.rows('queries/process/provisional_days');
  return rows.filter((row) => Number(row.age_hours) >= 0).map((row) => provisionalDay(row, maturity));
}

function provisionalDay(row: Record<string, unknown>, maturity: Maturity): ProvisionalDay {
  const day = { platform: String(row.platform), account_id: String(row.account_id), age_hours: Number(row.age_hours) };
  const expect = (metric: CommonMeasure) => {
    const seen = row[metric] === null || row[metric] === undefined ? null : Number(row[metric]);
    const final = expectedFinal(maturity, { ...day, metric, seen });
    return final && { ...rounded(final), seen: final.seen };
  };
  return {
    ...day,
    stat_date: String(row.stat_date),
    currency: String(row.currency),
    metrics: eachMeasure(commonMeasures, expect),
  };
}

/** To four places: more digits of an estimate mean nothing. */
const rounded = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(Number(value) * 1e4) / 1e4])) as T;
