/** How much more data a decision needs, if what is seen so far goes on. */
import { type Beta, mean } from './beta.ts';
import { probabilityBelow } from './comparison.ts';

export interface Question {
  creative: Beta;
  siblings: Beta;
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
 * Additional impressions after which the creative is worse by the margin with `pauseProbability`, were its posterior mean to
 * persist. Null where `reach` times `impressions` would not settle it, as when the difference is inside the margin.
 */
export function additionalImpressions(question: Question, impressions: number, dispersion: number): number | null {
  const rate = mean(question.creative);
  if (impressions <= 0 || rate >= (1 - question.margin) * mean(question.siblings)) return null;
  const suffices = (more: number): boolean => {
    // the counts to come are as overdispersed as those there are
    const trials = more / dispersion;
    const creative = {
      alpha: question.creative.alpha + rate * trials,
      beta: question.creative.beta + (1 - rate) * trials,
    };
    return probabilityBelow(creative, question.siblings, 1 - question.margin) >= question.pauseProbability;
  };
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
