/**
 * The prior of a creative, before its own data: its campaign's mean, itself pulled towards that of the campaigns of the same
 * format and objective, itself pulled towards what is usual. How far creatives and campaigns lie from theirs is learned from the
 * account (empirical Bayes), so that little data claims little.
 */
import { type Beta, mean } from '../../statistics/beta.ts';
import { logBeta } from '../../statistics/special-functions.ts';

/** Trials and successes after division by the dispersion: what the data is worth. */
export interface Counts {
  trials: number;
  successes: number;
}

/** What is usual before any data: a mean rate and how far kinds of campaigns lie from it, as a share of the mean. */
export interface Typical {
  rate: number;
  spread: number;
  /** How far siblings usually lie from their campaign, where that is known beforehand: half as far and twice as far are usual, too. */
  siblings?: number;
}

/**
 * A typical sponsored-content CTR is 0.4–0.65% (docs/linkedin-api.md §13); text ads have a tenth of it, message ads a multiple: a spread
 * of 60% is worth (1 - m) / (m · 0.6²) = 550 impressions.
 */
export const typicalCtr: Typical = { rate: 0.005, spread: 0.6 };
/**
 * Conversions or leads of a click: a few in a hundred is usual, tenfold differences are common; worth one result. Siblings lead to
 * the same page or form, and what differs after the click differs little. An assumption, for results are too rare to tell.
 */
export const typicalResultsPerClick: Typical = { rate: 0.03, spread: 1, siblings: 0.1 };
/** Two seconds in view: a quarter of the impressions is usual, and twice or half as much is, too. An assumption. */
export const typicalViewRate: Typical = { rate: 0.25, spread: 0.6 };
/** Conversions or leads of an impression, where clicks are not known: the product of the two. */
export const typicalResultsPerImpression: Typical = { rate: 0.00015, spread: 1.2 };

/**
 * Candidate spreads, as a share of the mean. Few siblings that look alike by chance must not silence a new one: 15% is worth
 * (1 - m) / (m · 0.15²) impressions, 8,800 at a rate m of 0.5%. Beyond 150% nothing is learned from siblings.
 */
const smallestSpread = 0.15;
const largestSpread = 1.5;
const spreadSteps = 30;
const spreadsFrom = (smallest: number): number[] =>
  Array.from({ length: spreadSteps + 1 }, (_, step) => smallest * (largestSpread / smallest) ** (step / spreadSteps));
const spreads = spreadsFrom(smallestSpread);
/** Where something is known of siblings beforehand, they may be as alike as this. */
const informedSpreads = spreadsFrom(0.05);

/** A campaign's creatives, and what kind it is: format and objective. */
export interface CampaignCounts {
  kind: string;
  creatives: readonly Counts[];
}

export interface CampaignPrior {
  /** Of a creative of the campaign that nothing is known of. */
  creative: Beta;
  /** Of the campaign's own mean: before its data, and after. */
  before: Beta;
  campaign: Beta;
}

/** In the order given. `campaigns` are all of one account and currency. */
export function campaignPriors(campaigns: readonly CampaignCounts[], typical: Typical): CampaignPrior[] {
  const totals = campaigns.map(({ creatives }) => add(creatives));
  const kindMeans = new Map<string, number>();
  for (const { kind } of campaigns) {
    if (kindMeans.has(kind)) continue;
    const counts = add(totals.filter((_, index) => campaigns[index]!.kind === kind));
    kindMeans.set(kind, mean(posteriorOf(betaOf(typical.rate, typical.spread), counts)));
  }
  const centres = campaigns.map(({ kind }) => kindMeans.get(kind)!);
  const campaignSpread = fitSpread(totals.map((counts, index) => ({ counts, mean: centres[index]! })));
  const posteriors = totals.map((counts, index) => posteriorOf(betaOf(centres[index]!, campaignSpread), counts));
  // a creative alone is its campaign's mean and says nothing about the distance from it
  const creativeSpread = fitSpread(
    campaigns.flatMap(({ creatives }, index) =>
      creatives.length < 2 ? [] : creatives.map((counts) => ({ counts, mean: mean(posteriors[index]!) })),
    ),
    typical.siblings,
  );
  return posteriors.map((campaign, index) => ({
    creative: betaOf(mean(campaign), creativeSpread),
    before: betaOf(centres[index]!, campaignSpread),
    campaign,
  }));
}

/** The posterior, after data. Refuses counts that cannot be: more successes than trials, or negative ones. */
export function posteriorOf(prior: Beta, { trials, successes }: Counts): Beta {
  if (!(successes >= 0 && successes <= trials)) {
    throw new RangeError(`${successes} results of ${trials} impressions are not a rate`);
  }
  return { alpha: prior.alpha + successes, beta: prior.beta + trials - successes };
}

export function add(counts: readonly Counts[]): Counts {
  const sum = { trials: 0, successes: 0 };
  for (const { trials, successes } of counts) {
    sum.trials += trials;
    sum.successes += successes;
  }
  return sum;
}

/** A Beta with this mean whose standard deviation is `spread` times the mean. */
function betaOf(average: number, spread: number): Beta {
  const trials = Math.max(2, (1 - average) / (average * spread ** 2) - 1);
  return { alpha: average * trials, beta: (1 - average) * trials };
}

/** Half as far or twice as far as usual lies one standard deviation away. */
const usualFactor = Math.LN2;

/**
 * The spread under which the data is most likely (beta-binomial marginal likelihood), together with what is usual. Where nothing is,
 * the added log spread is the boundary-avoiding Gamma(2, 0) of Chung et al. (2013): few groups alone would often give zero, meaning
 * "certainly alike".
 */
function fitSpread(groups: readonly { counts: Counts; mean: number }[], usual?: number): number {
  const before = (spread: number): number =>
    usual === undefined ? Math.log(spread) : -(((Math.log(spread) - Math.log(usual)) / usualFactor) ** 2) / 2;
  let best = largestSpread;
  let highest = Number.NEGATIVE_INFINITY;
  for (const spread of usual === undefined ? spreads : informedSpreads) {
    let logLikelihood = before(spread);
    for (const { counts, mean: average } of groups) {
      if (counts.trials <= 0) continue;
      const prior = betaOf(average, spread);
      const after = posteriorOf(prior, counts);
      logLikelihood += logBeta(after.alpha, after.beta) - logBeta(prior.alpha, prior.beta);
    }
    if (logLikelihood > highest) [best, highest] = [spread, logLikelihood];
  }
  return best;
}
