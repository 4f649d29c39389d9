import { describe, expect, it } from 'vitest';
import { discoveryLimit, findDrift } from '../../../../core/learn/predictions/drift.ts';

const options = { falseDiscoveryRate: 0.05, stabilityIndex: 0.2, learnedCreatives: 400 };

/** Mulberry32: the same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const draw = (count: number, next: () => number, of = (u: number) => u) =>
  Float64Array.from({ length: count }, () => of(next()));

describe('drift of features', () => {
  it('finds the one that moved, and by how much', () => {
    const next = numbers(1);
    const [still, moved] = findDrift(
      [
        { name: 'still', learned: draw(400, next), now: draw(100, next) },
        { name: 'moved', learned: draw(400, next), now: draw(100, next, (u) => u + 0.5) },
      ],
      options,
    );
    expect(still).toMatchObject({ drifted: false });
    expect(moved).toMatchObject({ drifted: true });
    expect(moved?.distance).toBeCloseTo(0.5, 1);
    expect(moved?.stabilityIndex).toBeGreaterThan(2);
  });

  it('finds a share of yes and no that turned', () => {
    const next = numbers(2);
    const flag = (share: number) => (u: number) => Number(u < share);
    const [found] = findDrift(
      [{ name: 'mentions_free', learned: draw(400, next, flag(0.1)), now: draw(100, next, flag(0.5)) }],
      options,
    );
    expect(found).toMatchObject({ drifted: true });
  });

  it('does not cry wolf: of 50 features in 40 worlds without drift, hardly ever one', () => {
    const next = numbers(3);
    let alarms = 0;
    for (let world = 0; world < 40; world += 1) {
      const samples = Array.from({ length: 50 }, (_, at) => ({
        name: `f${at}`,
        learned: draw(200, next),
        now: draw(60, next),
      }));
      const found = findDrift(samples, { ...options, learnedCreatives: 200 });
      if (found.some(({ drifted }) => drifted)) alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it('counts creatives, not rows: many rows of few creatives prove little', () => {
    const learned = Float64Array.from({ length: 400 }, (_, at) => (at % 4) / 4);
    const now = Float64Array.from({ length: 30 }, (_, at) => (at % 3) / 4 + 0.25);
    const sample = [{ name: 'f', learned, now }];
    const sure = findDrift(sample, { ...options, learnedCreatives: 400 })[0]?.pValue ?? 1;
    const unsure = findDrift(sample, { ...options, learnedCreatives: 4 })[0]?.pValue ?? 0;
    expect(unsure).toBeGreaterThan(10 * sure);
  });

  it('has a p-value as Kolmogorov’s table says: 1.358 at 5 %', () => {
    // equal samples of 10,000: the correction is next to nothing
    const learned = Float64Array.from({ length: 10_000 }, (_, at) => at / 10_000);
    const distance = 1.358 / Math.sqrt(5000);
    const now = learned.map((value) => value + distance);
    const [found] = findDrift([{ name: 'f', learned, now }], { ...options, learnedCreatives: 10_000 });
    expect(found?.pValue).toBeCloseTo(0.05, 2);
  });
});

describe('the limit of Benjamini and Hochberg', () => {
  it('is the largest p-value below its line', () => {
    // their paper's example: of 15 p-values four are discoveries at 5 %
    const paper = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    expect(discoveryLimit(paper, 0.05)).toBe(0.0095);
    expect(discoveryLimit([0.2, 0.6], 0.05)).toBe(-1);
  });
});
