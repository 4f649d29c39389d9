/** Snapshots as tests write them down. */
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../../../core/contracts/measures.ts';
import { addDays } from '../../../../core/domain/calendar.ts';
import type { DaySnapshot } from '../../../../core/process/maturity/day-snapshot.ts';

interface Day {
  platform?: string;
  account?: string;
  date?: string;
  metric?: CommonMeasure;
  /** [age in hours, value] */
  seen: readonly (readonly [number, number | null])[];
}

/** The snapshots of one metric of one day; the others were not measured. */
export const snapshotsOf = ({
  platform = 'linkedin',
  account = '1',
  date = '2026-03-01',
  metric = 'conversions',
  seen,
}: Day): DaySnapshot[] =>
  seen.map(([age_hours, value]) => ({
    platform,
    account_id: account,
    stat_date: date,
    age_hours,
    values: { ...unmeasured, [metric]: value },
  }));

const unmeasured = eachMeasure(commonMeasures, () => null);

/** `2026-03-01` plus so many days. */
export const dateAfter = (days: number): string => addDays('2026-03-01', days);

/** The same development on each of several days. */
export const alike = (days: number, day: Day): DaySnapshot[] =>
  Array.from({ length: days }, (_, index) => snapshotsOf({ ...day, date: dateAfter(index) })).flat();
