/**
 * How much more daily counts vary than chance alone would make them (quasi-binomial factor, McCullagh & Nelder, 4.5). The
 * days of an ad are not alike: weekday, auction, audience. Counts are divided by the factor, so that a thousand impressions
 * on unlike days weigh as much as fewer on like ones.
 */

/** Sums over the days on which both trials and successes are known. */
export interface DailyCounts {
  /** Days with trials. */
  days: number;
  trials: number;
  successes: number;
  trialsSquared: number;
  successesSquared: number;
  trialsTimesSuccesses: number;
}

/** A campaign's own factor counts as much as its account's from this many spare days on. */
const accountDays = 30;

export interface Overdispersion {
  /** Squared distances of the daily results from trials × rate, and what chance alone would make of them. */
  observed: number;
  expected: number;
  /** Days beyond the one that each creative's rate uses up. */
  spareDays: number;
}

/**
 * Overdispersion of the days of several creatives, each around its own pooled rate. Days weigh by their impressions, because the
 * factor is for sums over days: Σ (k - n p)² / (n_total p (1 - p)) is the impression-weighted mean of squared Pearson residuals.
 */
export function overdispersionOf(creatives: readonly DailyCounts[]): Overdispersion {
  const sums = { observed: 0, expected: 0, spareDays: 0 };
  for (const counts of creatives) {
    const { days, trials, successes, trialsSquared, successesSquared, trialsTimesSuccesses } = counts;
    if (days < 2 || successes <= 0 || successes >= trials) continue;
    const rate = successes / trials;
    sums.observed += Math.max(0, successesSquared - 2 * rate * trialsTimesSuccesses + rate ** 2 * trialsSquared);
    // fitting the rate takes away what each day contributes to it: 1 - Σ n_day² / n²
    sums.expected += trials * rate * (1 - rate) * (1 - trialsSquared / trials ** 2);
    sums.spareDays += days - 1;
  }
  return sums;
}

/** The factor of a campaign, at least 1; null when no creative of the account has the two days that overdispersion needs. */
export function dispersion(campaign: Overdispersion, account: Overdispersion): number | null {
  if (account.expected <= 0) return null;
  const accountFactor = account.observed / account.expected;
  const own = campaign.expected > 0 ? campaign.observed / campaign.expected : accountFactor;
  const pooled = (own * campaign.spareDays + accountFactor * accountDays) / (campaign.spareDays + accountDays);
  return Math.max(1, pooled);
}
