/** From an assessment to an action and the ground it stands on. */
import type { DecisionAction } from '../../contracts/decisions.ts';
import { chargesPerClick } from '../../domain/bid-strategy.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { type Assessment, isUsable } from '../posteriors/assessment.ts';

export type Ground =
  | 'whole-campaign'
  | 'immature'
  | 'kpi-unknown'
  | 'impossible-counts'
  | 'price-only'
  | 'alone'
  | 'siblings-without-figures'
  | 'scatter-unknown'
  | 'cost-unknown'
  | 'small-waste'
  | 'not-dearer'
  | 'worse'
  | 'needs-more'
  | 'out-of-reach'
  | 'not-worse'
  | 'last-active';

export interface Verdict {
  action: DecisionAction;
  ground: Ground;
}

/** Campaign-level exports have one row for all ads of a campaign, under this kind of creative id. */
const wholeCampaign = 'campaign:';

/** What to do with one serving creative, before the rule that a campaign keeps its best one. */
export function judge(assessment: Assessment, settings: DecisionSettings): Verdict {
  const obstacle = obstacleToComparing(assessment);
  if (obstacle) return verdict(obstacle);
  // as sure of not being worse as a pause asks to be of being worse: anything between is not known yet
  if (assessment.probabilityWorse <= 1 - settings.pauseProbability) return verdict('not-worse');
  const certain = assessment.probabilityWorse >= settings.pauseProbability;
  const objection = objectionToPausing(assessment, settings);
  if (objection) return verdict(objection);
  if (certain) return verdict(assessment.of.scatterKnown ? 'worse' : 'scatter-unknown');
  return verdict(assessment.moreImpressions === null ? 'out-of-reach' : 'needs-more');
}

/** For the best of a campaign's active creatives, were it to be paused. */
export const spared: Verdict = { action: 'keep', ground: 'last-active' };

function obstacleToComparing(assessment: Assessment): Ground | undefined {
  const { evidence, siblings, servingSiblings } = assessment;
  if (evidence.creative.creativeId.startsWith(wholeCampaign)) return 'whole-campaign';
  if (servingSiblings === 0) return 'alone';
  if (assessment.belief === null) return 'price-only';
  if (!isUsable(evidence)) return evidence.usability as Exclude<typeof evidence.usability, 'usable'>;
  return siblings === 0 ? 'siblings-without-figures' : undefined;
}

/** Why even certainty would not be a reason to pause. */
function objectionToPausing(assessment: Assessment, settings: DecisionSettings): Ground | undefined {
  const { expectedWaste, costPerResult, siblingCostPerResult } = assessment;
  if (expectedWaste === null || siblingCostPerResult === null) return 'cost-unknown';
  if (expectedWaste < settings.minimumWaste) return 'small-waste';
  // what is paid a click differs by chance only; what its impressions would bring its siblings does not
  if (chargesPerClick(assessment.of.campaign)) return undefined;
  return costPerResult !== null && costPerResult <= siblingCostPerResult ? 'not-dearer' : undefined;
}

const waiting: readonly Ground[] = ['immature', 'scatter-unknown', 'needs-more'];

function verdict(ground: Ground): Verdict {
  if (ground === 'worse') return { action: 'pause_creative', ground };
  return { action: waiting.includes(ground) ? 'gather_evidence' : 'keep', ground };
}
