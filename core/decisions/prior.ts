/**
 * What is believed of a creative before its own data: its campaign's mean, itself pulled towards the account's, and how far
 * creatives usually lie from it. Both are learned from the account (empirical Bayes), so that little data claims little.
 */
import { type Beta, mean } from './beta.ts';
import { logBeta } from './special-functions.ts';

/** Trials and successes after division by the dispersion: what the data is worth. */
export interface Counts {
  trials: number;
  successes: number;
}

/** A typical sponsored-content CTR is 0.4–0.65 % (design, section 5); worth a hundred impressions, it only keeps rates off zero. */
const typicalRate = 0.005;
const typicalRateTrials = 100;

/**
 * Candidate spreads, as a share of the mean. Few siblings that look alike by chance must not silence a new one: 15 % is worth
 * (1 - m) / (m · 0.15²) impressions, 8,800 at a rate m of 0.5 %. Beyond 150 % nothing is learned from siblings.
 */
const smallestSpread = 0.15;
const largestSpread = 1.5;
const spreadSteps = 30;
const spreads = Array.from(
  { length: spreadSteps + 1 },
  (_, step) => smallestSpread * (largestSpread / smallestSpread) ** (step / spreadSteps),
);

/** Prior of each campaign's creatives, in the order given. `campaigns` are all of one account and currency. */
export function campaignPriors(campaigns: readonly (readonly Counts[])[]): Beta[] {
  const totals = campaigns.map(add);
  const account = mean(withTypicalRate(add(totals)));
  const campaignSpread = fitSpread(totals.map((counts) => ({ counts, mean: account })));
  const means = totals.map((counts) => mean(posterior(betaOf(account, campaignSpread), counts)));
  // a creative alone is its campaign's mean and says nothing about the distance from it
  const creativeSpread = fitSpread(
    campaigns.flatMap((creatives, index) =>
      creatives.length < 2 ? [] : creatives.map((counts) => ({ counts, mean: means[index]! })),
    ),
  );
  return means.map((campaignMean) => betaOf(campaignMean, creativeSpread));
}

/** A belief after data. Refuses counts that cannot be: more successes than trials, or negative ones. */
export function posterior(prior: Beta, { trials, successes }: Counts): Beta {
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

function withTypicalRate(counts: Counts): Beta {
  const prior = { alpha: typicalRate * typicalRateTrials, beta: (1 - typicalRate) * typicalRateTrials };
  return posterior(prior, counts);
}

/** A Beta with this mean whose standard deviation is `spread` times the mean. */
function betaOf(average: number, spread: number): Beta {
  const trials = Math.max(2, (1 - average) / (average * spread ** 2) - 1);
  return { alpha: average * trials, beta: (1 - average) * trials };
}

/**
 * The spread under which the data is most likely (beta-binomial marginal likelihood). The added log spread is the
 * boundary-avoiding Gamma(2, 0) of Chung et al. (2013): few groups alone would often give zero, meaning "certainly alike".
 */
function fitSpread(groups: readonly { counts: Counts; mean: number }[]): number {
  let best = largestSpread;
  let highest = Number.NEGATIVE_INFINITY;
  for (const spread of spreads) {
    let logLikelihood = Math.log(spread);
    for (const { counts, mean: average } of groups) {
      if (counts.trials <= 0) continue;
      const prior = betaOf(average, spread);
      const after = posterior(prior, counts);
      logLikelihood += logBeta(after.alpha, after.beta) - logBeta(prior.alpha, prior.beta);
    }
    if (logLikelihood > highest) [best, highest] = [spread, logLikelihood];
  }
  return best;
}
