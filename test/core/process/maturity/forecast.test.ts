import { describe, expect, it } from 'vitest';
import { forecast, type PartialDay } from '../../../../core/process/maturity/forecast.ts';

const partialDay: PartialDay = {
  seen: 10,
  share: 0.5,
  laterShare: 1,
  eventSize: 1,
  isCounted: true,
  meanDay: null,
  dayShape: 5,
  chanceError: 0,
};

describe('a forecast', () => {
  it('scales what is seen where nothing is known of other days', () => {
    expect(forecast(partialDay).expected).toBe(20);
    expect(forecast({ ...partialDay, laterShare: 0.75 }).expected).toBe(15);
    expect(forecast({ ...partialDay, share: 1 }).expected).toBe(10);
  });

  it('pulls the rest towards that of a mean day', () => {
    // (5 + 10) / (5 / 30 + 0.5) · 0.5
    expect(forecast({ ...partialDay, meanDay: 30 }).expected).toBeCloseTo(21.25, 12);
    // the less days differ, the more a mean day says: half of 30 is still to come
    expect(forecast({ ...partialDay, meanDay: 30, dayShape: 1e9 }).expected).toBeCloseTo(25, 6);
  });

  it('expects something of a day on which nothing is seen yet', () => {
    // 4 / (4 / 6 + 0.5) · 0.5
    expect(forecast({ ...partialDay, seen: 0, meanDay: 6, dayShape: 4 }).expected).toBeCloseTo(2 / (4 / 6 + 0.5), 12);
    expect(forecast({ ...partialDay, seen: 0 }).expected).toBe(0);
  });

  it('counts money in events', () => {
    const counts = forecast({ ...partialDay, meanDay: 30 });
    const money = forecast({ ...partialDay, meanDay: 3000, seen: 1000, eventSize: 100 });
    expect(money.expected).toBeCloseTo(100 * counts.expected, 9);
    for (const level of [80, 95] as const) {
      expect(money.reach(level).below).toBeCloseTo(100 * counts.reach(level).below, 9);
      expect(money.reach(level).above).toBeCloseTo(100 * counts.reach(level).above, 9);
    }
  });

  it('reaches further upwards than downwards for counts, and further the surer it is to be', () => {
    const { reach } = forecast(partialDay);
    expect(reach(80).above).toBeGreaterThan(reach(80).below);
    expect(reach(95).above).toBeGreaterThan(reach(80).above);
    expect(reach(95).below).toBeGreaterThan(reach(80).below);
    const uncertain = forecast({ ...partialDay, chanceError: 0.2 }).reach(80);
    // 20 % of 20 beside the counting, in squares
    expect(uncertain.above ** 2 - reach(80).above ** 2).toBeCloseTo((1.2815515655446004 * 4) ** 2, 6);
  });

  it('says whether nothing more may come', () => {
    // at 98 % seen the rest of ten is 0.2 counts, at 50 % it is ten
    expect(forecast({ ...partialDay, share: 0.98 }).reach(80).includesSeen).toBe(true);
    expect(forecast(partialDay).reach(80).includesSeen).toBe(false);
    expect(forecast({ ...partialDay, share: 0.98, isCounted: false }).reach(80).includesSeen).toBe(false);
  });
});
