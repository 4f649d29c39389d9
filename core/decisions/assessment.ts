/** Compares every active creative of one account and currency with the active siblings in its campaign. */
import type { AdsConfig } from '../config.ts';
import type { Beta } from './beta.ts';
import { expectedShortfall, probabilityBelow } from './comparison.ts';
import { costOfImpressions, costPerResult } from './cost-per-result.ts';
import { dispersion, type Scatter, scatterOf } from './dispersion.ts';
import type { Evidence } from './evidence.ts';
import { groupBy } from './grouping.ts';
import { add, type Counts, campaignPriors, posterior } from './prior.ts';
import { additionalImpressions } from './sufficient-evidence.ts';

export type DecisionSettings = AdsConfig['decisions'];

/** What is believed of a creative, and of its siblings together; rates are results per impression, not percent. */
export interface Assessment {
  evidence: Evidence;
  belief: Beta;
  siblingBelief: Beta;
  /** Active ones in the same campaign, and those of them with figures to compare with. */
  activeSiblings: number;
  siblings: number;
  dispersion: number;
  /** Whether days are known well enough to say how much they scatter; `dispersion` is 1 when not. */
  scatterKnown: boolean;
  /** Probability of lying below the siblings by more than the margin; 0 without siblings. */
  probabilityWorse: number;
  /** Money over the horizon, null when cost is unknown or there is no sibling. */
  expectedWaste: number | null;
  costPerResult: number | null;
  siblingCostPerResult: number | null;
  moreImpressions: number | null;
  moreCost: number | null;
}

/** Whether the counts can be a rate at all: there are impressions, and no more results than them. */
export const isUsable = ({ counts }: Evidence): boolean =>
  counts.trials > 0 && counts.successes >= 0 && counts.successes <= counts.trials;

/** One assessment for each active creative. `creatives` are all of one account and currency, inactive ones included. */
export function assessAccount(creatives: readonly Evidence[], settings: DecisionSettings): Assessment[] {
  const campaigns = groupBy(creatives, ({ campaignId }) => campaignId);
  const usable = campaigns.map((campaign) => campaign.filter(isUsable));
  const accountScatter = scatterOf(usable.flat().map(({ counts }) => counts));
  const factors = usable.map((campaign) => campaignFactor(campaign, accountScatter));
  const priors = campaignPriors(
    usable.map((campaign, index) => campaign.map((creative) => effectiveCounts(creative, factors[index]!.dispersion))),
  );
  return campaigns.flatMap((campaign, index) => {
    const active = campaign.filter((creative) => creative.active);
    const context = { prior: priors[index]!, ...factors[index]!, settings };
    return active.map((creative) => assess(creative, active, context));
  });
}

type Factor = Pick<Assessment, 'dispersion' | 'scatterKnown'>;

function campaignFactor(campaign: readonly Evidence[], account: Scatter): Factor {
  const factor = dispersion(scatterOf(campaign.map(({ counts }) => counts)), account);
  return { dispersion: factor ?? 1, scatterKnown: factor !== null };
}

const effectiveCounts = ({ counts }: Evidence, factor: number): Counts => ({
  trials: counts.trials / factor,
  successes: counts.successes / factor,
});

interface Context extends Factor {
  prior: Beta;
  settings: DecisionSettings;
}

function assess(evidence: Evidence, active: readonly Evidence[], context: Context): Assessment {
  const { prior, settings, dispersion: factor } = context;
  const others = active.filter((other) => other !== evidence);
  const siblings = others.filter(isUsable);
  const belief = isUsable(evidence) ? posterior(prior, effectiveCounts(evidence, factor)) : prior;
  // the same prior once: the siblings together are treated as one creative with all their data
  const siblingCounts = add(siblings.map((sibling) => effectiveCounts(sibling, factor)));
  const siblingBelief = posterior(prior, siblingCounts);
  const assessment: Assessment = {
    evidence,
    belief,
    siblingBelief,
    activeSiblings: others.length,
    siblings: siblings.length,
    dispersion: factor,
    scatterKnown: context.scatterKnown,
    probabilityWorse: 0,
    expectedWaste: null,
    costPerResult: costPerResult([evidence]),
    siblingCostPerResult: costPerResult(siblings),
    moreImpressions: null,
    moreCost: null,
  };
  return siblings.length > 0 && isUsable(evidence) ? compare(assessment, siblingCounts, settings) : assessment;
}

function compare(assessment: Assessment, siblingCounts: Counts, settings: DecisionSettings): Assessment {
  const { evidence, belief, siblingBelief, dispersion: factor } = assessment;
  const { margin, pauseProbability, horizonDays } = settings;
  const probabilityWorse = probabilityBelow(belief, siblingBelief, 1 - margin);
  const question = {
    creative: belief,
    creativeCounts: effectiveCounts(evidence, factor),
    siblings: siblingBelief,
    siblingCounts,
    margin,
    pauseProbability,
  };
  const isSure = probabilityWorse >= pauseProbability || probabilityWorse <= 1 - pauseProbability;
  const moreImpressions = isSure ? null : additionalImpressions(question, evidence.counts.trials, factor);
  return {
    ...assessment,
    probabilityWorse,
    expectedWaste:
      evidence.dailyCost === null ? null : evidence.dailyCost * horizonDays * expectedShortfall(belief, siblingBelief),
    moreImpressions,
    moreCost: costOfImpressions(evidence, moreImpressions),
  };
}
