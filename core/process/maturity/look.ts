/** What maturity is learned from: the looks that pulls had at an account's days. */
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import { groupBy } from '../../domain/grouping.ts';

/**
 * What one pull saw of one account's day: sums over its creatives, money in the account's currency, null where not measured.
 * Of several looks in one bucket of age, the newest is enough.
 */
export interface DayLook {
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

export interface AccountLooks {
  platform: string;
  accountId: string;
  /** Days in their order. */
  metrics: Record<CommonMeasure, DaySeries[]>;
}

const msPerDay = 86_400_000;
/** Amounts are kept to nine decimals; below that stands noise such as a -2e-18 that means no cost. */
const smallestValue = 1e-9;
/** More than any age in hours. */
const ageRange = 1e6;

/** Sorts the looks out, in an order that does not depend on theirs. An age beyond the horizon counts as the horizon. */
export function accountsOf(looks: readonly DayLook[], horizonHours: number): AccountLooks[] {
  const days = new Map<string, number>();
  const dayOf = (date: string): number => {
    const day = days.get(date) ?? Date.parse(date) / msPerDay;
    days.set(date, day);
    return day;
  };
  return groupBy(looks, ({ platform, account_id }) => `${platform} ${account_id}`)
    .map((own) => {
      const dated = own.map((look) => ({ look, day: dayOf(look.stat_date), order: 0 }));
      for (const each of dated) each.order = each.day * ageRange + each.look.age_hours;
      dated.sort((one, other) => one.order - other.order);
      const metrics = eachMeasure(commonMeasures, (metric) => seriesOf(metric, dated, horizonHours));
      const [{ platform, account_id: accountId }] = own as [DayLook];
      return { platform, accountId, metrics };
    })
    .sort((one, other) => compare(one.platform, other.platform) || compare(one.accountId, other.accountId));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function seriesOf(
  metric: CommonMeasure,
  dated: readonly { look: DayLook; day: number }[],
  horizonHours: number,
): DaySeries[] {
  const series: DaySeries[] = [];
  let last: DaySeries | undefined;
  let lastAge = -1;
  for (const { look, day } of dated) {
    const seen = look.values[metric];
    if (seen === null) continue;
    const value = seen < smallestValue ? 0 : seen;
    if (last?.day !== day) {
      last = { day, ages: [], values: [] };
      series.push(last);
      lastAge = -1;
    }
    const { ages, values } = last;
    const age = Math.min(look.age_hours, horizonHours);
    if (ages[ages.length - 1] !== age) {
      ages.push(age);
      values.push(value);
    } else {
      // the newest look counts; of two in the same hour nobody knows which that is, and values mostly grow
      const isNewer = look.age_hours > lastAge;
      values[values.length - 1] = isNewer ? value : Math.max(values[values.length - 1]!, value);
    }
    lastAge = look.age_hours;
  }
  return series;
}

/** What was seen last of each day, in the order of the days. */
export const newestValues = (series: readonly DaySeries[]): number[] => series.map(({ values }) => values.at(-1)!);
