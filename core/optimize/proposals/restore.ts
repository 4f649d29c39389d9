/** Activating what is paused: a creative of ours whose case changed, or a fresh one where those that run are fatigued. */
import type { AccountState, CreativeState, OwnChange } from '../../domain/account-state.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import type { Beta } from '../../statistics/beta.ts';
import { type LogNormal, logOf, probabilityAbove, ratioOf } from '../../statistics/normal.ts';
import { type Elasticity, together } from '../market/bid-history.ts';
import { isUsable } from '../posteriors/assessment.ts';
import { type CampaignPosterior, rateOf } from '../posteriors/campaign-posterior.ts';
import { type CreativeEvidence, isServing } from '../posteriors/creative-evidence.ts';
import type { Fatigue } from '../posteriors/fatigue.ts';
import { type Gain, gainFromRise } from '../posteriors/gain.ts';

export interface Restoring {
  action: 'resume_creative' | 'rotate_creative';
  evidence: CreativeEvidence;
  posterior: Beta;
  siblingPosterior: Beta;
  siblings: number;
  probability: number;
  gain: Gain;
}

/** More impressions than these and it is not fresh any more. */
const freshImpressions = 1_000;

/** On the log scale, before the figures: ads lose a tenth or two of their rate while they run. An assumption. */
const usualDecay: Elasticity = { mean: 0.15, deviation: 0.15 };

interface Setting {
  state: AccountState;
  of: CampaignPosterior;
  fatigue: Fatigue;
  dailyCost: number | null;
  settings: DecisionSettings;
  horizonDays: number;
}

/** The best of each kind, if it is worth it: one of a kind at a time, so that what comes of it can be seen. */
export function restoringOf(setting: Setting): Restoring[] {
  const { of, dailyCost, settings } = setting;
  const serving = of.creatives.filter((evidence) => evidence.serving && isUsable(evidence));
  if (of.priors.length === 0 || dailyCost === null || serving.length === 0) return [];
  const candidates = of.creatives.flatMap((evidence) => candidate(evidence, serving, dailyCost, setting));
  const worthIt = candidates.filter(
    ({ probability, gain }) => probability >= settings.resumeProbability && gain.mean >= settings.minimumWaste,
  );
  return (['resume_creative', 'rotate_creative'] as const).flatMap((action) => {
    const best = worthIt
      .filter((each) => each.action === action)
      .sort((one, other) => other.gain.mean - one.gain.mean || (idOf(one) < idOf(other) ? -1 : 1))[0];
    return best ? [best] : [];
  });
}

const idOf = ({ evidence }: Restoring): string => evidence.creative.creativeId;

function candidate(
  evidence: CreativeEvidence,
  serving: readonly CreativeEvidence[],
  dailyCost: number,
  { state, of, fatigue, settings, horizonDays }: Setting,
): Restoring[] {
  const { creative } = evidence;
  if (isServing(creative) || creative.approved === false) return [];
  const siblingPosterior = rateOf(of, serving);
  const isOurs = pausedByUs(creative, state.ownChanges) && isUsable(evidence);
  if (!isOurs && !isFresh(evidence)) return [];
  const posterior = rateOf(of, isOurs ? [evidence] : []);
  const ratio = isOurs ? ratioOf(logOf(posterior), logOf(siblingPosterior)) : freshAgainstFatigued(posterior, fatigue);
  if (ratio === null) return [];
  // what is activated gets about as much as each of the others
  const stake = (dailyCost * horizonDays) / (serving.length + 1);
  return [
    {
      action: isOurs ? 'resume_creative' : 'rotate_creative',
      evidence,
      posterior,
      siblingPosterior,
      siblings: serving.length,
      probability: probabilityAbove(ratio, isOurs ? 1 + settings.margin : 1),
      gain: gainFromRise(ratio, stake, horizonDays),
    },
  ];
}

function pausedByUs({ creativeId, status }: CreativeState, ownChanges: readonly OwnChange[]): boolean {
  const last = ownChanges.findLast((change) => change.creativeId === creativeId);
  return status === 'PAUSED' && last?.action === 'pause_creative' && last.undoneAt === null;
}

const isFresh = ({ creative, impressions }: CreativeEvidence): boolean =>
  (creative.status === 'PAUSED' || creative.status === 'DRAFT') &&
  creative.approved === true &&
  impressions < freshImpressions;

/**
 * A fresh creative is like those that run were when they were fresh, give or take what creatives differ by. Only where their fatigue
 * is known: a saturated audience responds no better to a new one.
 */
function freshAgainstFatigued(fresh: Beta, { kind, own }: Fatigue): LogNormal | null {
  if (kind !== 'fatigued' || own === null) return null;
  const decay = together({ mean: own.log, deviation: own.deviation }, usualDecay);
  return { mean: decay.mean, deviation: Math.hypot(decay.deviation, logOf(fresh).deviation) };
}
