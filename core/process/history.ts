/** Every value that a creative's day had: platforms restate, and the old value stays readable. */
import { z } from 'zod';
import { eachMeasure, type Measure, measures } from '../contracts/measures.ts';
import { daysBetween } from '../domain/calendar.ts';
import { exactDifference, withoutEndZeros } from '../domain/exact-difference.ts';
import { groupBy } from '../domain/grouping.ts';
import { counted } from '../domain/language.ts';
import { UsageError } from '../errors.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { ask } from '../sql/ask.ts';
import { accountColumns, day, exactDecimal, optionalText, text, timestamp } from '../sql/columns.ts';

type Deps = Pick<StageDeps, 'warehouse'>;

/** A value, and the pull or import that brought it. Amounts are exact decimals as text; null was not measured. */
export interface ObservedValue extends Record<Measure, string | null> {
  /** `YYYY-MM-DD hh:mm:ss.mmm`, UTC. */
  observed_at: string;
  currency: string | null;
  campaign_id: string;
  source: string;
  run_id: string;
  /** The day was in a complete answer before, and in this one no more: the zeros stand for that. */
  is_gone: boolean;
  /** Against the value before; empty for the first. */
  changes: ValueChange[];
}

export interface ValueChange {
  field: Measure | 'currency' | 'campaign_id';
  from: string | null;
  to: string | null;
  /** Null where one side was not measured, and for what is no amount. */
  by: string | null;
}

export interface DayHistory {
  platform: string;
  account_id: string;
  account_name: string | null;
  campaign_id: string;
  campaign_name: string | null;
  creative_id: string;
  creative_name: string | null;
  headline: string | null;
  stat_date: string;
  /** When the API was last asked for this day, changed or not; null for imports. */
  last_observed_at: string | null;
  /** In the order in which they were seen. */
  values: ObservedValue[];
}

const valueRow = z.object({
  ...accountColumns,
  account_name: optionalText,
  campaign_id: text,
  campaign_name: optionalText,
  creative_id: text,
  creative_name: optionalText,
  headline: optionalText,
  stat_date: day,
  currency: optionalText,
  ...eachMeasure(measures, () => exactDecimal.nullable()),
  source: text,
  run_id: text,
  observed_at: timestamp,
  is_gone: z.boolean(),
  last_observed_at: timestamp.nullable(),
});
type ValueRow = z.infer<typeof valueRow>;

const matchRow = z.object({
  ...accountColumns,
  creative_id: text,
  creative_name: optionalText,
  headline: optionalText,
  first_day: day,
  last_day: day,
});

/** One history per account that has the creative: its URN, its digits, or an import's `<campaign>/<creative>`. */
export async function readHistory({ warehouse }: Deps, creative: string, statDate: string): Promise<DayHistory[]> {
  const rows = await ask(warehouse, 'queries/process/creative_history', valueRow, { creative, stat_date: statDate });
  if (rows.length === 0) throw await nothingThere({ warehouse }, creative, statDate);
  return groupBy(rows, (row) => JSON.stringify([row.platform, row.account_id, row.creative_id])).map(historyOf);
}

function historyOf(rows: readonly ValueRow[]): DayHistory {
  // What is in force comes last; its campaign is where the creative is now.
  const newest = rows.at(-1) as ValueRow;
  const values: ObservedValue[] = [];
  for (const row of rows) values.push(seen(row, values.at(-1)));
  return {
    platform: newest.platform,
    account_id: newest.account_id,
    account_name: newest.account_name,
    campaign_id: newest.campaign_id,
    campaign_name: newest.campaign_name,
    creative_id: newest.creative_id,
    creative_name: newest.creative_name,
    headline: newest.headline,
    stat_date: newest.stat_date,
    last_observed_at: laterOf(newest.last_observed_at, newest.observed_at),
    values,
  };
}

/** A pull that found nothing at all for the account's day leaves only the zeros that it brought. */
const laterOf = (pulled: string | null, changed: string): string | null =>
  pulled !== null && pulled < changed ? changed : pulled;

function seen(row: ValueRow, before: ObservedValue | undefined): ObservedValue {
  const amount = (name: Measure) => {
    const value = row[name];
    return value === null ? null : withoutEndZeros(value);
  };
  const value = {
    observed_at: row.observed_at,
    ...eachMeasure(measures, amount),
    currency: row.currency,
    campaign_id: row.campaign_id,
    source: row.source,
    run_id: row.run_id,
    is_gone: row.is_gone,
  };
  return { ...value, changes: before ? changesBetween(before, value) : [] };
}

function changesBetween(before: Omit<ObservedValue, 'changes'>, after: Omit<ObservedValue, 'changes'>): ValueChange[] {
  const fields = [...measures, 'currency', 'campaign_id'] as const;
  return fields.flatMap((field) => {
    const [from, to] = [before[field], after[field]];
    if (from === to) return [];
    const isAmount = field !== 'currency' && field !== 'campaign_id' && from !== null && to !== null;
    return [{ field, from, to, by: isAmount ? exactDifference(to, from) : null }];
  });
}

async function nothingThere({ warehouse }: Deps, creative: string, statDate: string): Promise<UsageError> {
  const known = await ask(warehouse, 'queries/process/creative_days', z.object({ stat_date: day }), { creative });
  if (known.length > 0) {
    const days = [...new Set(known.map(({ stat_date }) => stat_date))].toSorted();
    return new UsageError(`${creative} has no figures on ${statDate}`, `It has figures on ${periodsOf(days)}.`);
  }
  const alike = await ask(warehouse, 'queries/process/creative_matches', matchRow, { text: creative });
  return new UsageError(
    `There is no creative ${creative}`,
    alike.length > 0
      ? `Did you mean ${alike.map(described).join('; ')}?`
      : 'Give its URN, its digits, or an import’s <campaign>/<creative>. npm run ads -- sql "select distinct creative_id, creative_name from ad_report" lists them.',
  );
}

function described({ platform, account_id, creative_id, ...match }: z.infer<typeof matchRow>): string {
  const { creative_name, headline, first_day, last_day } = match;
  const name = creative_name ?? headline;
  const days = first_day === last_day ? first_day : `${first_day} to ${last_day}`;
  return `${creative_id}${name === null ? '' : ` “${name}”`} (${platform} account ${account_id}, ${days})`;
}

const shownPeriods = 5;

/** Days without a gap as one period: "2026-03-01 to 2026-03-05, 2026-03-08"; the newest few of many. */
export function periodsOf(days: readonly string[]): string {
  const found: { from: string; to: string }[] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last && daysBetween(last.to, day) === 1) last.to = day;
    else found.push({ from: day, to: day });
  }
  const texts = found.map(({ from, to }) => (from === to ? from : `${from} to ${to}`));
  const earlier = texts.length - shownPeriods;
  return `${earlier > 0 ? `${counted(earlier, 'earlier period')}, ` : ''}${texts.slice(-shownPeriods).join(', ')}`;
}
