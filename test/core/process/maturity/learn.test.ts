import { describe, expect, it } from 'vitest';
import { commonMeasures } from '../../../../core/contracts/measures.ts';
import type { DaySnapshot } from '../../../../core/process/maturity/day-snapshot.ts';
import { shareAt } from '../../../../core/process/maturity/expected-final.ts';
import { learnMaturity } from '../../../../core/process/maturity/learn.ts';
import type { Maturity, MetricMaturity } from '../../../../core/process/maturity/schema.ts';
import { alike, dateAfter, snapshotsOf } from './snapshots.ts';

const settings = { level: 0.95, horizonDays: 120 };
const learn = (snapshots: readonly DaySnapshot[]): Maturity => learnMaturity(snapshots, settings);
const metricOf = (maturity: Maturity, account: string, metric: (typeof commonMeasures)[number]): MetricMaturity => {
  const found = maturity.accounts.find(({ account_id }) => account_id === account)?.metrics[metric];
  if (!found) throw new Error(`nothing was learned of ${account}`);
  return found;
};

/** Three quarters at once, nine tenths after a day, all after two. */
const quick = [
  [0, 75],
  [24, 90],
  [48, 100],
  [720, 100],
  [2880, 100],
] as const;
/** A quarter at once, all after ten days. */
const slow = [
  [0, 25],
  [120, 60],
  [240, 100],
  [720, 100],
  [2880, 100],
] as const;

describe('maturity', () => {
  it('is a chain ladder, pulled to the platform’s, which is pulled to the assumption', () => {
    const maturity = learn(
      snapshotsOf({
        seen: [
          [0, 60],
          [6, 90],
        ],
      }),
    );
    const [pool] = maturity.platforms;
    // assumed: 0.5 at first and 0.5375 after six hours, growth 0.075; the one day counts as 1 beside 5
    const poolGrowth = (30 / 90 + 5 * 0.075) / (60 / 90 + 5);
    expect(poolGrowth).toBeCloseTo(0.125, 12);
    expect(pool?.metrics.conversions.shares[1]).toBeCloseTo(0.5375, 12);
    expect(pool?.metrics.conversions.shares[0]).toBeCloseTo(0.5375 / 1.125, 12);
    expect(pool?.metrics.conversions.prior_shares[0]).toBeCloseTo(5 / (5 + 60 / 90), 12);
    // the platform's counts as 30 days of 90
    const account = metricOf(maturity, '1', 'conversions');
    expect(account.shares[0]).toBeCloseTo(0.5375 / (1 + (30 + 2700 * 0.125) / 2760), 12);
    expect(account.prior_shares[0]).toBeCloseTo((5 / (5 + 60 / 90)) * (2700 / 2760), 12);
    expect(account).toMatchObject({ days: 1, volume: 90, event_size: 1, day_shape: 4 });
  });

  it('comes to what was seen, given enough days', () => {
    const maturity = learn(alike(400, { seen: quick }));
    const at = (age_hours: number): number =>
      shareAt(maturity, { platform: 'linkedin', account_id: '1', metric: 'conversions', age_hours });
    expect(at(0)).toBeCloseTo(0.75, 2);
    expect(at(24)).toBeCloseTo(0.9, 2);
    expect(at(48)).toBeCloseTo(1, 2);
    expect(at(2880)).toBe(1);
  });

  it('names the first day from whose start on the expected share suffices', () => {
    const mature = (level: number): number | null =>
      metricOf(learnMaturity(alike(400, { seen: quick }), { level, horizonDays: 120 }), '1', 'conversions')
        .mature_after_days;
    // the day after begins with 75 %, the second with 90 %, the third with everything
    expect(mature(0.7)).toBe(1);
    expect(mature(0.85)).toBe(2);
    expect(mature(0.95)).toBe(3);
  });

  it('asks nothing of a metric that an account has no volume in', () => {
    const maturity = learn([
      ...alike(30, { seen: quick }),
      ...alike(30, {
        metric: 'leads',
        seen: [
          [0, 0],
          [720, 0],
        ],
      }),
    ]);
    expect(metricOf(maturity, '1', 'leads')).toMatchObject({ mature_after_days: null, volume: 0, event_size: null });
    expect(metricOf(maturity, '1', 'clicks')).toMatchObject({
      mature_after_days: null,
      volume: 0,
      days: 0,
      mean_day: null,
    });
  });

  it('leaves out snapshots in which a metric was not measured', () => {
    const gaps = alike(30, {
      seen: [
        [0, 75],
        [12, null],
        [24, 90],
        [48, 100],
        [720, 100],
      ],
    });
    const whole = alike(30, {
      seen: [
        [0, 75],
        [24, 90],
        [48, 100],
        [720, 100],
      ],
    });
    expect(learn(gaps)).toEqual(learn(whole));
  });

  it('does not depend on the order of the snapshots', () => {
    const snapshots = [...alike(12, { seen: quick }), ...alike(12, { account: '2', seen: slow })];
    const shuffled = snapshots
      .map((snapshot, index) => ({ snapshot, key: (index * 37) % 101 }))
      .sort((a, b) => a.key - b.key);
    expect(learn(shuffled.map(({ snapshot }) => snapshot))).toEqual(learn(snapshots));
  });

  it('does not depend on the currency', () => {
    const cost = (factor: number): DaySnapshot[] => [
      ...alike(20, { metric: 'cost', seen: quick.map(([age, value]) => [age, value * factor] as const) }),
      ...alike(20, { metric: 'cost', account: '2', seen: slow }),
    ];
    const [dollars, yen] = [learn(cost(1)), learn(cost(150))];
    for (const account of ['1', '2']) {
      metricOf(yen, account, 'cost').shares.forEach((share, knot) => {
        expect(share).toBeCloseTo(metricOf(dollars, account, 'cost').shares[knot]!, 9);
      });
    }
    expect(metricOf(yen, '1', 'cost').mean_day).toBeCloseTo(150 * metricOf(dollars, '1', 'cost').mean_day!, 6);
  });

  it('gives a new account the curve of its platform, and a new platform the assumption', () => {
    const maturity = learn([
      ...alike(60, { seen: quick }),
      ...snapshotsOf({ account: '2', date: dateAfter(59), seen: [[0, 3]] }),
      ...snapshotsOf({ platform: 'meta', account: '3', seen: [[0, 3]] }),
    ]);
    const pool = maturity.platforms.find(({ platform }) => platform === 'linkedin')?.metrics.conversions;
    metricOf(maturity, '2', 'conversions').shares.forEach((share, knot) => {
      expect(share).toBeCloseTo(pool!.shares[knot]!, 12);
    });
    const at = (platform: string, account_id: string): number =>
      shareAt(maturity, { platform, account_id, metric: 'conversions', age_hours: 0 });
    expect(at('linkedin', 'unheard of')).toBe(pool!.shares[0]);
    expect(at('meta', '3')).toBeCloseTo(0.5, 12);
    expect(at('google', '4')).toBe(0.5);
  });

  it('keeps the curve of an account that is unlike its platform', () => {
    const maturity = learn([...alike(200, { seen: quick }), ...alike(200, { account: '2', seen: slow })]);
    expect(metricOf(maturity, '1', 'conversions').shares[0]).toBeGreaterThan(0.68);
    expect(metricOf(maturity, '2', 'conversions').shares[0]).toBeLessThan(0.32);
  });

  it('learns from young days how they begin, and takes the rest from the assumption', () => {
    // ten days, none older than a day: a tenth comes within the first day
    const maturity = learn(
      alike(300, {
        seen: [
          [0, 90],
          [24, 100],
        ],
      }),
    );
    const { shares } = metricOf(maturity, '1', 'conversions');
    const dayOld = shares[maturity.knots.indexOf(24)]!;
    expect(dayOld).toBeCloseTo(0.65, 12);
    expect(shares[0]! / dayOld).toBeCloseTo(0.9, 2);
  });

  it('lets corrections that go down again widen the intervals, not the shares', () => {
    const steady = learn(alike(60, { seen: quick }));
    const corrected = learn(
      Array.from({ length: 60 }, (_, index) =>
        snapshotsOf({
          date: dateAfter(index),
          seen: [
            [0, 75],
            [24, 90],
            [48, 100],
            [96, index % 2 ? 130 : 100],
            [336, 100],
            [720, 100],
            [2880, 100],
          ],
        }),
      ).flat(),
    );
    const [before, after] = [metricOf(steady, '1', 'conversions'), metricOf(corrected, '1', 'conversions')];
    expect(Math.max(...after.shares)).toBe(1);
    expect(after.stretch[95][2]).toBeGreaterThan(1.5 * before.stretch[95][2]!);
  });

  it('is empty without snapshots', () => {
    const maturity = learn([]);
    expect(maturity.accounts).toEqual([]);
    expect(maturity.platforms).toEqual([]);
    for (const metric of commonMeasures) {
      const share = shareAt(maturity, { platform: 'linkedin', account_id: '1', metric, age_hours: 0 });
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(1);
    }
  });
});
