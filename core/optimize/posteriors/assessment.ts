/** Compares every serving creative of a campaign with its serving siblings (the other ads of the campaign) together. */

import { bidStrategyOf, chargesPerClick } from '../../domain/bid-strategy.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { type Beta, mean } from '../../statistics/beta.ts';
import { probabilityBelow } from '../../statistics/comparison.ts';
import { logOf, normalShare, ratioOf } from '../../statistics/normal.ts';
import { type CampaignPosterior, rateOf } from './campaign-posterior.ts';
import type { CreativeEvidence } from './creative-evidence.ts';
import { expectedShortfall, type Gain, gainFromRatio } from './gain.ts';
import type { Counts } from './prior.ts';
import { additionalImpressions } from './sufficient-evidence.ts';

/** The posterior of a creative, and of its siblings together; rates are results per impression, not percent. */
export interface Assessment {
  evidence: CreativeEvidence;
  of: CampaignPosterior;
  /** Null where the KPI is impressions: then no rate is there to compare. */
  posterior: Beta | null;
  siblingPosterior: Beta | null;
  /** Serving ones in the same campaign, and those of them with figures to compare with. */
  servingSiblings: number;
  siblings: number;
  /** Of lying below the siblings at all, and by more than the margin; 0 without siblings. */
  probabilityBelow: number;
  probabilityWorse: number;
  /** Money over the horizon that is saved when its siblings get its impressions, and the part of it that is waste; null when not known. */
  gain: Gain | null;
  expectedWaste: number | null;
  /** Money a result; null where cost is not known. */
  costPerResult: number | null;
  siblingCostPerResult: number | null;
  moreImpressions: number | null;
  moreCost: number | null;
}

/** `dailyCost` is what the campaign spends on a day lately; null when not known. */
export function assessCampaign(
  of: CampaignPosterior,
  dailyCost: number | null,
  settings: DecisionSettings,
): Assessment[] {
  const serving = of.creatives.filter((evidence) => evidence.serving);
  const usable = serving.filter(isUsable);
  const impressions = recentImpressions(usable);
  return serving.map((evidence) => {
    const siblings = usable.filter((other) => other !== evidence);
    const assessment = unassessed(evidence, of, { servingSiblings: serving.length - 1, siblings: siblings.length });
    if (of.priors.length === 0 || !isUsable(evidence) || siblings.length === 0) return assessment;
    const share = impressions > 0 ? recentImpressions([evidence]) / impressions : 0;
    return compared(assessment, siblings, dailyCost === null ? null : dailyCost * share, settings);
  });
}

export const isUsable = ({ usability }: CreativeEvidence): boolean => usability === 'usable';

/** Of the newest span: where delivery goes now. */
function recentImpressions(creatives: readonly CreativeEvidence[]): number {
  const newest = creatives.map(({ through }) => through ?? '').reduce((one, other) => (one > other ? one : other), '');
  let total = 0;
  for (const { creative } of creatives) {
    const last = creative.spans.at(-1);
    if (last && last.through >= newest) total += last.impressions;
  }
  return total;
}

function unassessed(
  evidence: CreativeEvidence,
  of: CampaignPosterior,
  counts: Pick<Assessment, 'servingSiblings' | 'siblings'>,
): Assessment {
  const rates = of.priors.length > 0;
  return {
    evidence,
    of,
    posterior: rates ? rateOf(of, isUsable(evidence) ? [evidence] : []) : null,
    siblingPosterior: rates ? rateOf(of, []) : null,
    ...counts,
    probabilityBelow: 0,
    probabilityWorse: 0,
    gain: null,
    expectedWaste: null,
    costPerResult: null,
    siblingCostPerResult: null,
    moreImpressions: null,
    moreCost: null,
  };
}

function compared(
  assessment: Assessment,
  siblings: readonly CreativeEvidence[],
  dailyCost: number | null,
  settings: DecisionSettings,
): Assessment {
  const { evidence, of } = assessment;
  const posterior = assessment.posterior!;
  const siblingPosterior = rateOf(of, siblings);
  const probabilityWorse = probabilityBelow(posterior, siblingPosterior, 1 - settings.margin);
  const ratio = ratioOf(logOf(posterior), logOf(siblingPosterior));
  const stake = dailyCost === null ? null : dailyCost * settings.horizonDays * realisedShare(of);
  const more = missingImpressions(assessment, siblings, probabilityWorse, settings);
  return {
    ...assessment,
    siblingPosterior,
    probabilityBelow: normalShare(-ratio.mean / ratio.deviation),
    probabilityWorse,
    gain: stake === null ? null : gainFromRatio(ratio, stake, settings.horizonDays),
    expectedWaste: stake === null ? null : stake * expectedShortfall(ratio),
    costPerResult: costPerResult([evidence], posterior),
    siblingCostPerResult: costPerResult(siblings, siblingPosterior),
    moreImpressions: more,
    moreCost: costOfImpressions(evidence, more),
  };
}

/**
 * Where a bid per click limits what is paid, a better ad first wins more auctions at nearly the same price a click: about half of its
 * advantage shows at once, the rest when the bid follows.
 */
const shareBeforeBidFollows = 0.5;

const realisedShare = ({ campaign }: CampaignPosterior): number =>
  chargesPerClick(campaign) && bidStrategyOf(campaign) !== 'automatic' ? shareBeforeBidFollows : 1;

/** At the price of its impressions so far and the posterior mean of its rate; null when a cost is not known. */
function costPerResult(creatives: readonly CreativeEvidence[], posterior: Beta): number | null {
  let cost = 0;
  let impressions = 0;
  for (const creative of creatives) {
    if (creative.cost === null) return null;
    cost += creative.cost;
    impressions += creative.impressions;
  }
  return impressions > 0 ? cost / (impressions * mean(posterior)) : null;
}

const costOfImpressions = ({ cost, impressions }: CreativeEvidence, more: number | null): number | null =>
  cost === null || more === null || impressions === 0 ? null : (cost / impressions) * more;

function missingImpressions(
  { evidence, of, posterior }: Assessment,
  siblings: readonly CreativeEvidence[],
  probabilityWorse: number,
  { margin, pauseProbability }: DecisionSettings,
): number | null {
  if (probabilityWorse >= pauseProbability || probabilityWorse <= 1 - pauseProbability) return null;
  const siblingPosterior = rateOf(of, siblings);
  const fresh = rateOf(of, []);
  const question = {
    creative: posterior!,
    creativeCounts: dataOf(posterior!, fresh),
    siblings: siblingPosterior,
    siblingCounts: dataOf(siblingPosterior, fresh),
    margin,
    pauseProbability,
  };
  return additionalImpressions(question, evidence.impressions);
}

/** What a posterior holds beyond the one without data, as counts of results per impression: of one step exactly what was seen. */
function dataOf(posterior: Beta, before: Beta): Counts {
  const successes = Math.max(0, posterior.alpha - before.alpha);
  return { successes, trials: Math.max(successes, posterior.alpha + posterior.beta - before.alpha - before.beta) };
}
