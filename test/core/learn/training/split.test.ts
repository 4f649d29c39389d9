import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCreatives, splitDays, splitNames, splitOf } from '../../../../core/learn/training/split.ts';
import { stableShare } from '../../../../core/learn/training/stable-share.ts';

const samples = (creatives: number, blocks: number) =>
  Array.from({ length: creatives * blocks }, (_, at) => ({
    creative: `linkedin/1/c/urn:li:sponsoredCreative:${310_000_001 + 13 * Math.floor(at / blocks)}`,
    block: at % blocks,
    impressions: 1000,
  }));

describe('a stable share', () => {
  it('spreads names that differ at their end only', () => {
    const shares = samples(2000, 1).map(({ creative }) => stableShare(creative));
    for (const edge of [0.1, 0.25, 0.5, 0.75, 0.9])
      expect(shares.filter((share) => share < edge).length / 2000).toBeCloseTo(edge, 1);
  });

  it('never changes: models of the past were trained on it', () => {
    expect(stableShare('')).toBe(0.6689221884589642);
    expect(stableShare('linkedin/1/c/Lohn für Europa')).toBe(0.9675135617144406);
  });
});

describe('the split of creatives', () => {
  it('puts a creative into one part only, and later days into the unseen one', () => {
    const split = splitCreatives(samples(400, 6));
    expect(split.unseenIsLater).toBe(true);
    const parts = splitNames.map((name) => new Set(split[name].map(({ creative }) => creative)));
    for (const [at, part] of parts.entries())
      for (const other of parts.slice(at + 1)) expect([...part].filter((creative) => other.has(creative))).toEqual([]);
    const known = [...split.train, ...split.validation].map(({ block }) => block);
    expect(Math.max(...known)).toBeLessThan(Math.min(...split.test.map(({ block }) => block)));
    // 20 % of the impressions lie in the two newest of six equal blocks, and not in one
    expect(Math.max(...known)).toBe(3);
    expect(parts[2]!.size / 400).toBeCloseTo(0.2, 1);
    expect(parts[1]!.size / 400).toBeCloseTo(0.2, 1);
  });

  it('keeps all blocks where later ones are too few to measure on', () => {
    const split = splitCreatives(samples(40, 2));
    expect(split.unseenIsLater).toBe(false);
    expect(split.train.length + split.validation.length + split.test.length).toBe(80);
  });

  it('of nothing is nothing', () => {
    expect(splitCreatives([])).toEqual({ train: [], validation: [], test: [], unseenIsLater: false });
  });

  it('never moves a creative to another part when data grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 12 }), (creatives, blocks) => {
        const split = splitCreatives(samples(creatives, blocks));
        for (const name of splitNames) for (const { creative } of split[name]) expect(splitOf(creative)).toBe(name);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the split of days', () => {
  it('gives the newest fifth of the days to the gate and the fifth before it to the choice', () => {
    const days = Array.from({ length: 10 }, (_, at) => ({ day: `2026-03-${String(at + 10)}` }));
    const split = splitDays([...days, ...days]);
    const ends = splitNames.map((name) => [split[name].length, split[name][0]?.day, split[name].at(-1)?.day]);
    expect(ends).toEqual([
      [12, '2026-03-10', '2026-03-15'],
      [4, '2026-03-16', '2026-03-17'],
      [4, '2026-03-18', '2026-03-19'],
    ]);
  });
});
