import { describe, expect, it } from 'vitest';
import { additionalImpressions, type Question } from '../../../../core/optimize/posteriors/sufficient-evidence.ts';
import { probabilityBelow } from '../../../../core/statistics/comparison.ts';

/** Counts as they were seen, under a prior worth 1,000 impressions at 0.5%. */
function question(seen: [successes: number, trials: number], siblings: [successes: number, trials: number]): Question {
  const counts = ([successes, trials]: [number, number]) => ({ successes, trials });
  const posterior = ([successes, trials]: [number, number]) => ({
    alpha: 5 + successes,
    beta: 995 + trials - successes,
  });
  return {
    creative: posterior(seen),
    creativeCounts: counts(seen),
    siblings: posterior(siblings),
    siblingCounts: counts(siblings),
    margin: 0.1,
    pauseProbability: 0.95,
  };
}

/** What would be known after that many more impressions at the rates that were seen, siblings keeping pace. */
function probabilityAfter(
  more: number,
  { creative, creativeCounts, siblings, siblingCounts, margin }: Question,
): number {
  const grow = (posterior: typeof creative, { successes, trials }: typeof creativeCounts) => {
    const factor = more / creativeCounts.trials;
    return { alpha: posterior.alpha + successes * factor, beta: posterior.beta + (trials - successes) * factor };
  };
  return probabilityBelow(grow(creative, creativeCounts), grow(siblings, siblingCounts), 1 - margin);
}

describe('additional impressions', () => {
  it('are those at which a worse creative is surely worse, and hardly more', () => {
    const asked = question([15, 5000], [50, 10_000]);
    const more = additionalImpressions(asked, 5000) as number;
    expect(probabilityAfter(more, asked)).toBeGreaterThan(0.945);
    expect(probabilityAfter(0.9 * more, asked)).toBeLessThan(0.95);
  });

  it('are those at which an equal creative is surely not worse', () => {
    const asked = question([25, 5000], [50, 10_000]);
    const more = additionalImpressions(asked, 5000) as number;
    expect(probabilityAfter(more, asked)).toBeLessThan(0.055);
    expect(probabilityAfter(0.9 * more, asked)).toBeGreaterThan(0.05);
  });

  it('are more where each of the impressions is worth less', () => {
    const asked = question([15, 5000], [50, 10_000]);
    // the same days, varying twice as much as chance: half the counts
    const overdispersed = question([7.5, 2500], [25, 5000]);
    const plain = additionalImpressions(asked, 5000) as number;
    expect((additionalImpressions(overdispersed, 5000) as number) / plain).toBeGreaterThan(1.8);
  });

  it('are fewer for a creative that differs more', () => {
    const slightly = additionalImpressions(question([18, 5000], [50, 10_000]), 5000) as number;
    const clearly = additionalImpressions(question([12, 5000], [50, 10_000]), 5000) as number;
    expect(clearly).toBeLessThan(slightly);
  });

  it('are null where the rates differ by just about the margin: no data within reach would settle that', () => {
    expect(additionalImpressions(question([45, 10_000], [100, 20_000]), 10_000)).toBeNull();
  });

  it('are null without impressions, which say nothing about a pace', () => {
    expect(additionalImpressions(question([0, 0], [50, 10_000]), 0)).toBeNull();
  });
});
