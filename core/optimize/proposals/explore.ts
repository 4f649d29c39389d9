/**
 * Draws among nearly equal choices, so that what else might have been done can be learned about later. The draw is a hash of run and
 * entity: the same again for the same run, and its chance (the propensity) is known exactly.
 */
import type { Decision } from '../../contracts/decisions.ts';
import { shortHash } from '../../contracts/short-hash.ts';
import { asKept, isChanging } from '../../domain/proposals.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';

export interface Candidate<T> {
  choice: T;
  /** What it is expected to be worth; all candidates in the same unit. */
  value: number;
}

export interface ExploreSettings {
  /** Share of the draws that are left to chance; 0 always takes the best, with propensity 1. */
  explore: number;
  /** Candidates that are worth at most so much less than the best one are as good, in the unit of `value`. */
  tie: number;
}

export interface Drawn<T> {
  choice: T;
  /** The chance with which this choice was drawn. */
  propensity: number;
}

/** The best choice keeps 1 − explore, and all near ties, the best among them, share the rest evenly. Of equals the first is the best. */
export function drawNearTie<T>(
  candidates: readonly Candidate<T>[],
  { explore, tie }: ExploreSettings,
  runId: string,
  entityId: string,
): Drawn<T> {
  const best = candidates.reduce((one, other) => (other.value > one.value ? other : one));
  const ties = candidates.filter(({ value }) => best.value - value <= tie);
  if (explore <= 0 || ties.length < 2) return { choice: best.choice, propensity: 1 };
  const each = explore / ties.length;
  const ofBest = 1 - explore + each;
  const level = uniformOf(`${runId}\n${entityId}`);
  if (level < ofBest) return { choice: best.choice, propensity: ofBest };
  const others = ties.filter((candidate) => candidate !== best);
  const place = Math.min(others.length - 1, Math.floor((level - ofBest) / each));
  return { choice: others[place]!.choice, propensity: each };
}

/** What is worth less than two decisions is as good as leaving it alone. */
export const exploreSettings = ({ explore, minimumWaste }: DecisionSettings): ExploreSettings => ({
  explore,
  tie: 2 * minimumWaste,
});

/**
 * Leaves a few changes alone that are hardly worth making, by chance, so that what comes without them can be learned; nothing is ever
 * changed that was not proposed. A change is hardly worth making where its expected gain in money is at most `tie`. Changes that need
 * one another are not drawn: their chances would not be their own.
 */
export function leaveSomeAlone(decisions: readonly Decision[], settings: ExploreSettings, runId: string): Decision[] {
  const needed = new Set(decisions.map(({ requires }) => requires));
  return decisions.map((decision) => {
    const { expected_gain: gain, requires, decision_id } = decision;
    const isAlone = requires === null && !needed.has(decision_id);
    if (!isChanging(decision) || !isAlone || gain?.unit !== 'money' || gain.mean < 0) return decision;
    const candidates = [
      { choice: true, value: gain.mean },
      { choice: false, value: 0 },
    ];
    const entity = `${decision.campaign_id} ${decision.creative_id ?? ''} ${decision.action}`;
    const { choice, propensity } = drawNearTie(candidates, settings, runId, entity);
    return choice ? { ...decision, propensity } : leftAlone(decision, propensity);
  });
}

const leftAlone = (decision: Decision, propensity: number): Decision => ({
  ...asKept(decision, 'Left alone at random (decisions.explore), because it is hardly worth making.'),
  propensity,
});

const bits53 = 2 ** 53;

/** Evenly in [0, 1). The hash's own high bits hardly move with the last letter, so they are mixed (finaliser of SplitMix64). */
export function uniformOf(text: string): number {
  let hash = BigInt(`0x${shortHash(text)}`);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 30n)) * 0xbf58476d1ce4e5b9n);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 27n)) * 0x94d049bb133111ebn);
  hash ^= hash >> 31n;
  return Number(hash >> 11n) / bits53;
}
