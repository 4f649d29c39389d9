/** What the days that may still grow are expected to come to. */

import { z } from 'zod';
import type { ProvisionalDay } from '../../contracts/aggregates.ts';
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { ask } from '../../sql/ask.ts';
import { accountColumns, day, decimal, optionalText } from '../../sql/columns.ts';
import { expectedFinal } from './expected-final.ts';
import type { Maturity } from './schema.ts';

const dayRow = z.object({
  ...accountColumns,
  stat_date: day,
  currency: optionalText.transform(String),
  age_hours: decimal,
  ...eachMeasure(commonMeasures, () => decimal.nullable()),
});

/** One row per account, day and currency; the running day has none, as its end is not known. */
export async function provisionalDays(warehouse: Warehouse, maturity: Maturity): Promise<ProvisionalDay[]> {
  const rows = await ask(warehouse, 'queries/process/provisional_days', dayRow);
  return rows.filter((row) => row.age_hours >= 0).map((row) => provisionalDay(row, maturity));
}

function provisionalDay(row: z.infer<typeof dayRow>, maturity: Maturity): ProvisionalDay {
  const { platform, account_id, age_hours, stat_date, currency } = row;
  const expect = (metric: CommonMeasure) => {
    const seen = row[metric];
    const final = expectedFinal(maturity, { platform, account_id, age_hours, metric, seen });
    return final && { ...rounded(final), seen: final.seen };
  };
  return {
    platform,
    account_id,
    age_hours,
    stat_date,
    currency,
    metrics: eachMeasure(commonMeasures, expect),
  };
}

/** To four places: more digits of an estimate mean nothing. */
const rounded = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(Number(value) * 1e4) / 1e4])) as T;
