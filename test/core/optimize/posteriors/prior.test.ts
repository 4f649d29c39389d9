import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Counts, campaignPriors, posteriorOf, typicalCtr } from '../../../../core/optimize/posteriors/prior.ts';
import { mean } from '../../../../core/statistics/beta.ts';

const prior = { alpha: 1, beta: 199 };

/** Priors of creatives, of campaigns of one kind unless said otherwise. */
const priorsOf = (campaigns: Counts[][], kinds: string[] = []) =>
  campaignPriors(
    campaigns.map((creatives, index) => ({ kind: kinds[index] ?? 'one', creatives })),
    typicalCtr,
  ).map(({ creative }) => creative);
const strength = (posterior: { alpha: number; beta: number }): number => posterior.alpha + posterior.beta;

describe('prior of the creatives of a campaign', () => {
  it('adds results and impressions without one to a posterior', () => {
    expect(posteriorOf(prior, { trials: 1_000, successes: 9 })).toEqual({ alpha: 10, beta: 1_190 });
    expect(posteriorOf(prior, { trials: 0, successes: 0 })).toEqual(prior);
  });

  it('refuses more results than impressions, and negative ones', () => {
    expect(() => posteriorOf(prior, { trials: 10, successes: 12 })).toThrow(
      '12 results of 10 impressions are not a rate',
    );
    expect(() => posteriorOf(prior, { trials: 10, successes: -1 })).toThrow(RangeError);
    expect(() => posteriorOf(prior, { trials: Number.NaN, successes: 0 })).toThrow(RangeError);
  });

  it('says more where siblings are alike than where they differ', () => {
    const alike = priorsOf([[5, 5, 5, 5].map((k) => ({ trials: 100_000, successes: 100 * k }))])[0]!;
    const unlike = priorsOf([[1, 3, 6, 10].map((k) => ({ trials: 100_000, successes: 100 * k }))])[0]!;
    expect(mean(alike)).toBeCloseTo(0.005, 6);
    expect(mean(unlike)).toBeCloseTo(0.005, 6);
    expect(strength(alike)).toBeGreaterThan(20 * strength(unlike));
  });

  it("pulls a campaign's mean towards its account's, the more the less data it has", () => {
    const counts = (trials: number, rate: number) => [1, 1, 1].map(() => ({ trials, successes: trials * rate }));
    const large = [counts(100_000, 0.004), counts(100_000, 0.006), counts(100_000, 0.005)];
    const [small] = priorsOf([counts(100, 0.02), ...large]).map(mean);
    const [big] = priorsOf([counts(100_000, 0.02), ...large]).map(mean);
    expect(small).toBeGreaterThan(0.005);
    expect(small).toBeLessThan(0.012);
    expect(big).toBeCloseTo(0.02, 3);
  });

  it('pulls a campaign towards those of its own format and objective, not towards others', () => {
    const counts = (trials: number, rate: number) => [1, 1, 1].map(() => ({ trials, successes: trials * rate }));
    const all = [counts(100, 0.02), counts(100_000, 0.02), counts(100_000, 0.021), counts(300_000, 0.002)];
    const [among] = priorsOf(all, ['text', 'text', 'text', 'video']).map(mean);
    const [mixed] = priorsOf(all).map(mean);
    expect(among).toBeCloseTo(0.0205, 3);
    expect(mixed).toBeLessThan(0.0185);
  });

  it('starts from what is usual on LinkedIn where nothing is known', () => {
    const [known] = campaignPriors([{ kind: 'one', creatives: [] }], typicalCtr);
    expect(mean(known!.campaign)).toBeCloseTo(0.005, 9);
  });

  it('exists without any data, and never has a mean of 0', () => {
    expect(priorsOf([[]]).map(mean)[0]).toBeCloseTo(0.005, 9);
    expect(priorsOf([[{ trials: 1e6, successes: 0 }]]).map(mean)[0]).toBeGreaterThan(0);
    expect(priorsOf([])).toEqual([]);
  });

  it('is a proper distribution for any counts', () => {
    const counts = fc
      .record({ trials: fc.integer({ min: 0, max: 1_000_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ trials, share }) => ({ trials, successes: trials * share }));
    fc.assert(
      fc.property(fc.array(fc.array(counts, { maxLength: 4 }), { maxLength: 4 }), (campaigns) => {
        for (const { alpha, beta } of priorsOf(campaigns)) {
          expect(alpha).toBeGreaterThan(0);
          expect(beta).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
