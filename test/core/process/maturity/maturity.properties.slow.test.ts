import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonMeasures } from '../../../../core/contracts/measures.ts';
import type { DaySnapshot } from '../../../../core/process/maturity/day-snapshot.ts';
import { expectedFinal, shareAt } from '../../../../core/process/maturity/expected-final.ts';
import { learnMaturity } from '../../../../core/process/maturity/learn.ts';
import { repullDays } from '../../../../core/process/maturity/repull-window.ts';
import { maturity as maturitySchema } from '../../../../core/process/maturity/schema.ts';
import { encodeJson, parseStored } from '../../../../core/running/documents.ts';
import { dateAfter } from './snapshots.ts';

const value = fc.oneof(
  fc.constant(null),
  fc.constant(0),
  fc.nat(20),
  fc.double({ min: -1e-15, max: 1e7, noNaN: true }),
);
const snapshot: fc.Arbitrary<DaySnapshot> = fc.record({
  platform: fc.constantFrom('linkedin', 'meta'),
  account_id: fc.constantFrom('1', '2', '3'),
  stat_date: fc.nat(40).map(dateAfter),
  age_hours: fc.oneof(fc.nat(48), fc.nat(900), fc.nat(4000)),
  values: fc.record({
    impressions: value,
    clicks: value,
    cost: value,
    conversions: value,
    conversion_value: value,
    leads: value,
  }),
});
const snapshots = fc.array(snapshot, { maxLength: 60 });
const settings = { level: 0.95, horizonDays: 120 };

describe('maturity, whatever was seen', () => {
  it('has shares that rise to 1, and survives being stored', () => {
    fc.assert(
      fc.property(snapshots, (seen) => {
        const maturity = learnMaturity(seen, settings);
        for (const { metrics } of [...maturity.accounts, ...maturity.platforms]) {
          for (const { shares, mature_after_days, volume } of Object.values(metrics)) {
            expect(shares[0]).toBeGreaterThan(0);
            expect(shares.at(-1)).toBe(1);
            for (let knot = 1; knot < shares.length; knot++) {
              expect(shares[knot]).toBeGreaterThanOrEqual(shares[knot - 1]!);
            }
            expect(mature_after_days === null).toBe(volume === 0);
          }
        }
        expect(parseStored('maturity', encodeJson(maturity), maturitySchema)).toEqual(maturity);
      }),
      { numRuns: 60 },
    );
  });

  it('has finite intervals in order around the expected value, never below zero', () => {
    const question = fc.record({
      platform: fc.constantFrom('linkedin', 'other'),
      account_id: fc.constantFrom('1', '2', '4'),
      metric: fc.constantFrom(...commonMeasures),
      age_hours: fc.nat(3000),
      seen: fc.oneof(fc.nat(30), fc.double({ min: -1e-15, max: 1e7, noNaN: true })),
    });
    fc.assert(
      fc.property(snapshots, fc.array(question, { minLength: 1, maxLength: 10 }), (seen, questions) => {
        const maturity = learnMaturity(seen, settings);
        for (const each of questions) {
          const { low95, low80, expected, high80, high95, share } = expectedFinal(maturity, each)!;
          expect([low95, low80, expected, high80, high95].every(Number.isFinite)).toBe(true);
          expect(low95).toBeGreaterThanOrEqual(0);
          expect(low80).toBeGreaterThanOrEqual(low95);
          expect(expected).toBeGreaterThanOrEqual(low80);
          expect(high80).toBeGreaterThanOrEqual(expected);
          expect(high95).toBeGreaterThanOrEqual(high80);
          expect(expected).toBeGreaterThanOrEqual(each.seen * (1 - 1e-12));
          expect(share).toBe(shareAt(maturity, each));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same in any order, and asks for a window within its bounds', () => {
    const pairs = fc.uniqueArray(snapshot, {
      maxLength: 40,
      selector: ({ platform, account_id, stat_date, age_hours }) =>
        `${platform} ${account_id} ${stat_date} ${age_hours}`,
    });
    const shuffledSnapshots = pairs.chain((seen) =>
      fc.tuple(fc.constant(seen), fc.shuffledSubarray(seen, { minLength: seen.length })),
    );
    fc.assert(
      fc.property(shuffledSnapshots, ([seen, shuffled]) => {
        const maturity = learnMaturity(seen, settings);
        expect(learnMaturity(shuffled, settings)).toEqual(maturity);
        for (const account of maturity.accounts) {
          const days = repullDays(maturity, account, { minimum: 7, maximum: 45, level: 0.995 });
          expect(days).toBeGreaterThanOrEqual(7);
          expect(days).toBeLessThanOrEqual(45);
          expect(Number.isInteger(days)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
