/** How much more data a decision needs, if the campaign goes on as it did. */
import { type Beta, mean } from '../../statistics/beta.ts';
import { logOf, normalShare, ratioOf } from '../../statistics/normal.ts';
import type { Counts } from './prior.ts';

export interface Question {
  /** The posterior now, and what the data weighs in it. */
  creative: Beta;
  creativeCounts: Counts;
  siblings: Beta;
  siblingCounts: Counts;
  margin: number;
  pauseProbability: number;
}

/** More than this many times the impressions that are there is out of reach. */
const reach = 20;
/** The first guess, as a share of the impressions that are there; it doubles until it suffices. */
const firstGuess = 1 / 16;
/** The answer is good to this share of itself: it is an estimate of the future anyway. */
const tolerance = 0.01;

/**
 * Additional impressions of the creative after which it would be sure, either way: worse by the margin with `pauseProbability`, or
 * not worse with as much. Its siblings' counts grow at the same pace, and both keep the rates that were seen. Null where `reach`
 * times `impressions` would not settle it, as when the rates differ by just about the margin.
 */
export function additionalImpressions(question: Question, impressions: number): number | null {
  if (impressions <= 0 || question.creativeCounts.trials <= 0) return null;
  const suffices = (more: number): boolean => isSettled(question, more / impressions);
  const farthest = reach * impressions;
  if (!suffices(farthest)) return null;
  let enough = Math.min(farthest, Math.max(1, impressions * firstGuess));
  let tooFew = 0;
  while (!suffices(enough)) [tooFew, enough] = [enough, Math.min(farthest, enough * 2)];
  while (enough - tooFew > Math.max(1, tolerance * enough)) {
    const middle = (tooFew + enough) / 2;
    if (suffices(middle)) enough = middle;
    else tooFew = middle;
  }
  return Math.ceil(enough);
}

/** `pace`: so many times the data that is there comes on top, as overdispersed as it is. */
function isSettled(
  { creative, creativeCounts, siblings, siblingCounts, margin, pauseProbability }: Question,
  pace: number,
): boolean {
  // the log-normal approximation: an estimate of the future needs no more, and it is asked for often
  const ratio = ratioOf(logOf(grown(creative, creativeCounts, pace)), logOf(grown(siblings, siblingCounts, pace)));
  const probability = normalShare((Math.log1p(-margin) - ratio.mean) / ratio.deviation);
  const seen = creativeCounts.successes / creativeCounts.trials;
  const seenOfSiblings = siblingCounts.trials > 0 ? siblingCounts.successes / siblingCounts.trials : mean(siblings);
  return seen < (1 - margin) * seenOfSiblings ? probability >= pauseProbability : probability <= 1 - pauseProbability;
}

const grown = ({ alpha, beta }: Beta, { trials, successes }: Counts, pace: number): Beta => ({
  alpha: alpha + successes * pace,
  beta: beta + (trials - successes) * pace,
});
