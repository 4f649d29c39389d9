/** Every value that a creative's day had: platforms restate, and the old value stays readable. */
import { eachMeasure, type Measure, measures } from '../contracts/measures.ts';
import { daysBetween } from '../domain/calendar.ts';
import { exactDifference, withoutEndZeros } from '../domain/exact-difference.ts';
import { counted } from '../domain/language.ts';
import { UsageError } from '../errors.ts';
import type { StageDeps } from '../ports/stage-deps.ts';

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

type Row = Record<string, unknown>;

/** One history per account that has the creative: its URN, its digits, or an import's `<campaign>/<creative>`. */
export async function readHistory({ warehouse }: Deps, creative: string, statDate: string): Promise<DayHistory[]> {
  const rows = await warehouse.rows('queries/process/creative_history', { creative, stat_date: statDate });
  if (rows.length === 0) throw await nothingThere({ warehouse }, creative, statDate);
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.platform, row.account_id, row.creative_id]);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return [...byKey.values()].map(historyOf);
}

function historyOf(rows: Row[]): DayHistory {
  // What is in force comes last; its campaign is where the creative is now.
  const newest = rows.at(-1) ?? {};
  const values: ObservedValue[] = [];
  for (const row of rows) values.push(seen(row, values.at(-1)));
  return {
    platform: String(newest.platform),
    account_id: String(newest.account_id),
    account_name: textOf(newest.account_name),
    campaign_id: String(newest.campaign_id),
    campaign_name: textOf(newest.campaign_name),
    creative_id: String(newest.creative_id),
    creative_name: textOf(newest.creative_name),
    headline: textOf(newest.headline),
    stat_date: String(newest.stat_date),
    last_observed_at: laterOf(textOf(newest.last_observed_at), String(newest.observed_at)),
    values,
  };
}

/** A pull that found nothing at all for the account's day leaves only the zeros that it brought. */
const laterOf = (pulled: string | null, changed: string): string | null =>
  pulled !== null && pulled < changed ? changed : pulled;

function seen(row: Row, before: ObservedValue | undefined): ObservedValue {
  const amount = (name: Measure) => {
    const value = textOf(row[name]);
    return value === null ? null : withoutEndZeros(value);
  };
  const value = {
    observed_at: String(row.observed_at),
    ...eachMeasure(measures, amount),
    currency: textOf(row.currency),
    campaign_id: String(row.campaign_id),
    source: String(row.source),
    run_id: String(row.run_id),
    is_gone: row.is_gone === true,
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

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

async function nothingThere({ warehouse }: Deps, creative: string, statDate: string): Promise<UsageError> {
  const known = await warehouse.rows('queries/process/creative_days', { creative });
  if (known.length > 0) {
    const days = [...new Set(known.map((row) => String(row.stat_date)))].toSorted();
    return new UsageError(`${creative} has no figures on ${statDate}`, `It has figures on ${periodsOf(days)}.`);
  }
  const alike = await warehouse.rows('queries/process/creative_matches', { text: creative });
  return new UsageError(
    `There is no creative ${creative}`,
    alike.length > 0
      ? `Did you mean ${alike.map(described).join('; ')}?`
      : 'Give its URN, its digits, or an import’s <campaign>/<creative>. npm run ads -- sql "select distinct creative_id, creative_name from ad_report" lists them.',
  );
}

function described({ platform, account_id, creative_id, creative_name, headline, first_day, last_day }: Row): string {
  const name = textOf(creative_name) ?? textOf(headline);
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
