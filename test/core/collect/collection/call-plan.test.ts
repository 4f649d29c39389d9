import { describe, expect, it } from 'vitest';
import { linkedIn } from '../../../../adapters/linkedin/description.ts';
import { leastCalls, planFirstPull, planUsualPull } from '../../../../core/collect/collection/call-plan.ts';
import { measures } from '../../../../core/contracts/measures.ts';
import { collectionConfig } from '../../../../core/settings/collection.ts';

const { limits } = linkedIn;
const settings = collectionConfig.parse({});

describe('the plan of a pull', () => {
  it('asks once where an answer stays below the cap of 15,000 elements', () => {
    expect([leastCalls(0, 30, limits), leastCalls(1, 30, limits), leastCalls(499, 30, limits)]).toEqual([1, 1, 1]);
  });

  it('splits by days, and one day by campaigns', () => {
    expect([
      leastCalls(500, 30, limits),
      leastCalls(1000, 30, limits),
      leastCalls(14_999, 30, limits),
      leastCalls(15_000, 30, limits),
    ]).toEqual([2, 3, 30, 60]);
  });

  it('counts lists, texts and figures of a first pull', () => {
    expect(planFirstPull({ campaigns: 50, creatives: 400 }, settings, limits)).toEqual({
      lists: 7,
      contents: 800,
      // 180 days in six pieces, three pivots each
      analytics: 18,
      calls: 825,
      metricValues: 451 * 180 * measures.length,
    });
  });

  it('counts a pull of the rolling window', () => {
    expect(planUsualPull({ campaigns: 1000, creatives: 15_000 }, settings, limits)).toEqual({
      lists: 1,
      contents: 0,
      analytics: 60 + 3 + 1,
      calls: 65,
      metricValues: 16_001 * 30 * measures.length,
    });
  });
});
