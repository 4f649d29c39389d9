/** What maturity is learned from: snapshots by age, what each pull saw of an account's days. */
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import { msPerDay } from '../../domain/calendar.ts';
import { groupBy } from '../../domain/grouping.ts';

/**
 * What one pull saw of one account's day: sums over its creatives, money in the account's currency, null where not measured.
 * Of several snapshots in one bucket of age, the newest is enough.
 */
export interface DaySnapshot {
  platform: string;
  account_id: string;
  /** `YYYY-MM-DD` */
  stat_date: string;
  /** Hours since the stat date ended, at 00:00 UTC of the next day; never negative. */
  age_hours: number;
  values: Record<CommonMeasure, number | null>;
}

/** One metric of one day, as it was seen again and again. */
export interface DaySeries {
  /** Days since 1970-01-01. */
  day: number;
  /** Hours, rising. */
  ages: number[];
  values: number[];
}

export interface AccountSnapshots {
  platform: string;
  accountId: string;
  /** Days in their order. */
  metrics: Record<CommonMeasure, DaySeries[]>;
}

/** Amounts are kept to nine decimals; below that stands noise such as a -2e-18 that means no cost. */
const smallestValue = 1e-9;
/** More than any age in hours. */
const ageRange = 1e6;

/** Sorts the snapshots by account, metric and day; their own order does not matter. An age beyond the horizon counts as the horizon. */
export function accountsOf(snapshots: readonly DaySnapshot[], horizonHours: number): AccountSnapshots[] {
  const days = new Map<string, number>();
  const dayOf = (date: string): number => {
    const day = days.get(date) ?? Date.parse(date) / msPerDay;
    days.set(date, day);
    return day;
  };
  return groupBy(snapshots, ({ platform, account_id }) => `${platform} ${account_id}`)
    .map((own) => {
      const dated = own.map((snapshot) => ({ snapshot, day: dayOf(snapshot.stat_date), order: 0 }));
      for (const each of dated) each.order = each.day * ageRange + each.snapshot.age_hours;
      dated.sort((one, other) => one.order - other.order);
      const metrics = eachMeasure(commonMeasures, (metric) => seriesOf(metric, dated, horizonHours));
      const [{ platform, account_id: accountId }] = own as [DaySnapshot];
      return { platform, accountId, metrics };
    })
    .sort((one, other) => compare(one.platform, other.platform) || compare(one.accountId, other.accountId));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function seriesOf(
  metric: CommonMeasure,
  dated: readonly { snapshot: DaySnapshot; day: number }[],
  horizonHours: number,
): DaySeries[] {
  const series: DaySeries[] = [];
  let last: DaySeries | undefined;
  let lastAge = -1;
  for (const { snapshot, day } of dated) {
    const seen = snapshot.values[metric];
    if (seen === null) continue;
    const value = seen < smallestValue ? 0 : seen;
    if (last?.day !== day) {
      last = { day, ages: [], values: [] };
      series.push(last);
      lastAge = -1;
    }
    const { ages, values } = last;
    const age = Math.min(snapshot.age_hours, horizonHours);
    if (ages[ages.length - 1] !== age) {
      ages.push(age);
      values.push(value);
    } else {
      // the newest snapshot counts; of two in the same hour the larger one does, as values mostly grow
      const isNewer = snapshot.age_hours > lastAge;
      values[values.length - 1] = isNewer ? value : Math.max(values[values.length - 1]!, value);
    }
    lastAge = snapshot.age_hours;
  }
  return series;
}

/** What was seen last of each day, in the order of the days. */
export const newestValues = (series: readonly DaySeries[]): number[] => series.map(({ values }) => values.at(-1)!);
