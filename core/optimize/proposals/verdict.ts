/** From an assessment to an action and its reason code. */
import type { DecisionAction } from '../../contracts/decisions.ts';
import { chargesPerClick } from '../../domain/bid-strategy.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { type Assessment, isUsable } from '../posteriors/assessment.ts';
import { type AdReasonCode, waitsForData } from './reason-codes.ts';

export interface Verdict {
  action: DecisionAction;
  reasonCode: AdReasonCode;
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
  if (certain) return verdict(assessment.of.dispersionKnown ? 'worse' : 'dispersion-unknown');
  return verdict(assessment.moreImpressions === null ? 'out-of-reach' : 'needs-more');
}

/** For the best of a campaign's active creatives, were it to be paused. */
export const spared: Verdict = { action: 'keep', reasonCode: 'last-active' };

function obstacleToComparing(assessment: Assessment): AdReasonCode | undefined {
  const { evidence, siblings, servingSiblings } = assessment;
  if (evidence.creative.creativeId.startsWith(wholeCampaign)) return 'whole-campaign';
  if (servingSiblings === 0) return 'alone';
  if (assessment.posterior === null) return 'price-only';
  if (!isUsable(evidence)) return evidence.usability as Exclude<typeof evidence.usability, 'usable'>;
  return siblings === 0 ? 'others-without-figures' : undefined;
}

/** Why even certainty would not be a reason to pause. */
function objectionToPausing(assessment: Assessment, settings: DecisionSettings): AdReasonCode | undefined {
  const { expectedWaste, costPerResult, siblingCostPerResult } = assessment;
  if (expectedWaste === null || siblingCostPerResult === null) return 'cost-unknown';
  if (expectedWaste < settings.minimumWaste) return 'small-waste';
  // what is paid a click differs by chance only; what its impressions would bring its siblings does not
  if (chargesPerClick(assessment.of.campaign)) return undefined;
  return costPerResult !== null && costPerResult <= siblingCostPerResult ? 'not-more-expensive' : undefined;
}

function verdict(reasonCode: AdReasonCode): Verdict {
  if (reasonCode === 'worse') return { action: 'pause_creative', reasonCode };
  return { action: waitsForData(reasonCode) ? 'gather_evidence' : 'keep', reasonCode };
}
