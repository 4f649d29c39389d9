import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decisions/decide.ts';
import type { Evidence } from '../../../core/decisions/evidence.ts';
import { creative, run } from './creatives.ts';

/** A low threshold, hardly a margin, no minimum: proposals are as frequent as they can be. */
const eager = { ...run, settings: { ...run.settings, pauseProbability: 0.5, margin: 0.01, minimumWaste: 0 } };

const day = fc
  .record({ impressions: fc.integer({ min: 0, max: 20_000 }), share: fc.double({ min: 0, max: 0.05, noNaN: true }) })
  .map(({ impressions, share }) => [impressions, Math.round(impressions * share)] as const);

const creatives = fc
  .array(
    fc.record({
      days: fc.array(day, { maxLength: 6 }),
      campaignId: fc.constantFrom('one', 'two'),
      currency: fc.constantFrom('USD', 'EUR'),
      active: fc.boolean(),
      dailyCost: fc.constantFrom(0, 5, 500),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) => list.map(({ days, ...changes }, index) => creative(`creative-${index}`, days, changes)));

describe('decisions, for any data', () => {
  it('keep their probabilities within 0 and 1 and their money finite', () => {
    fc.assert(
      fc.property(creatives, (all) => {
        for (const { evidence } of decide(all, eager)) {
          expect(evidence.probability_worse).toBeGreaterThanOrEqual(0);
          expect(evidence.probability_worse).toBeLessThanOrEqual(1);
          expect(Number.isFinite(evidence.expected_waste ?? 0)).toBe(true);
          expect(evidence.posterior_low).toBeLessThanOrEqual(evidence.posterior_rate);
          expect(evidence.posterior_high).toBeGreaterThanOrEqual(evidence.posterior_rate);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(
        creatives.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(decide(shuffled, eager)).toEqual(decide(all, eager));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('never propose to pause the last active creative of a campaign', () => {
    fc.assert(
      fc.property(creatives, (all) => {
        const paused = new Set(
          decide(all, eager)
            .filter(({ action }) => action === 'pause_creative')
            .map(({ creative_id }) => creative_id),
        );
        for (const group of new Set(all.map(campaignOf))) {
          const active = all.filter((each) => each.active && campaignOf(each) === group);
          if (active.length > 0) expect(active.some(({ creativeId }) => !paused.has(creativeId))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never propose anything among equal creatives', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 10 }), fc.integer({ min: 2, max: 6 }), (days, count) => {
        const equal = Array.from({ length: count }, (_, index) => creative(`${index}`, days));
        expect(decide(equal, run).filter(({ action }) => action === 'pause_creative')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('say something of each active creative, and nothing of the others', () => {
    fc.assert(
      fc.property(creatives, (all) => {
        const named = decide(all, eager).map(({ creative_id }) => creative_id);
        expect(named.sort()).toEqual(
          all
            .filter(({ active }) => active)
            .map(({ creativeId }) => creativeId)
            .sort(),
        );
      }),
      { numRuns: 40 },
    );
  });
});

const campaignOf = ({ campaignId, currency }: Evidence): string => `${campaignId} ${currency}`;
