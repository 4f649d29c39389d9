import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlertStates, type Condition, digest } from '../../../core/running/digest.ts';

const start = Date.parse('2026-11-20T00:00:00.000Z');
const atHour = (hour: number): Date => new Date(start + hour * 3_600_000);

const condition = (id: string, more: Partial<Condition> = {}): Condition => ({
  id,
  severity: 'warning',
  level: 1,
  repeats: true,
  title: `${id} is wrong`,
  remedy: 'mend it',
  ...more,
});

/** Looks once an hour; `seen(hour)` is what is wrong then. Returns what was told at which hour. */
function lookHourly(hours: number, seen: (hour: number) => Condition[]): [number, string][] {
  let states: AlertStates = {};
  const told: [number, string][] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const found = digest(seen(hour), states, { now: atHour(hour), coolDownHours: 24, settleHours: 3 });
    for (const { id, level } of found.news) told.push([hour, `${id} ${level}`]);
    for (const title of found.over) told.push([hour, `over: ${title}`]);
    states = found.next;
  }
  return told;
}

describe('a condition', () => {
  test('is told when it appears, again a day later, and when it has been over for three hours', () => {
    const told = lookHourly(60, (hour) => (hour >= 2 && hour < 30 ? [condition('disk')] : []));
    expect(told).toEqual([
      [2, 'disk 1'],
      [26, 'disk 1'],
      [33, 'over: disk is wrong'],
    ]);
  });

  test('that comes and goes every hour is told once a day', () => {
    const told = lookHourly(49, (hour) => (hour % 2 === 0 ? [condition('disk')] : []));
    expect(told).toEqual([
      [0, 'disk 1'],
      [24, 'disk 1'],
      [48, 'disk 1'],
    ]);
  });

  test('that gets worse is told at once, one that gets better is not', () => {
    const told = lookHourly(10, (hour) => [condition('disk', { level: [1, 1, 3, 2, 2, 3, 3, 4, 1, 1][hour]! })]);
    expect(told).toEqual([
      [0, 'disk 1'],
      [2, 'disk 3'],
      [5, 'disk 3'],
      [7, 'disk 4'],
    ]);
  });

  test('that is a reminder is told once a level, however long it stands', () => {
    const told = lookHourly(200, (hour) => [condition('clock', { repeats: false, level: hour < 100 ? 1 : 2 })]);
    expect(told).toEqual([
      [0, 'clock 1'],
      [100, 'clock 2'],
    ]);
  });

  test('that could not be looked at is neither told nor over', () => {
    const { next } = digest([condition('disk')], {}, { now: atHour(0), coolDownHours: 24, settleHours: 0 });
    const unseen = digest([], next, { now: atHour(5), coolDownHours: 24, settleHours: 0, unseen: ['disk'] });
    expect(unseen).toEqual({ news: [], standing: [], over: [], next });
  });
});

test('any weather makes at most one message a cool-down for each condition and level', () => {
  const weather = fc.array(fc.subarray(['one', 'two', 'three']), { minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(weather, (hours) => {
      const told = lookHourly(hours.length, (hour) => hours[hour]!.map((id) => condition(id)));
      for (const id of ['one', 'two', 'three']) {
        const times = told.filter(([, what]) => what === `${id} 1`).map(([hour]) => hour);
        const overs = told.filter(([, what]) => what === `over: ${id} is wrong`).map(([hour]) => hour);
        for (const [index, time] of times.slice(1).entries()) {
          const before = times[index]!;
          const wasOver = overs.some((hour) => hour > before && hour <= time);
          expect(time - before).toBeGreaterThanOrEqual(wasOver ? 4 : 24);
        }
      }
    }),
  );
});
