/** All policies in one world, and everything that is reported of them. */
import type { Decision } from '../../core/contracts/decisions.ts';
import type { AccountState } from '../../core/domain/account-state.ts';
import { isChanging } from '../../core/domain/proposals.ts';
import { benchGuardrails } from './bench-guardrails.ts';
import { breachesOf } from './breaches.ts';
import type { Judged } from './calibration.ts';
import { type Judge, judgeOf } from './judge.ts';
import type { OpenWorld } from './open-world.ts';
import { type Played, play } from './play.ts';
import { type Morning, optimizerWith } from './policies/optimizer.ts';
import { oracleWith } from './policies/oracle.ts';
import { thresholds } from './policies/thresholds.ts';
import { type Baseline, baselineOf, type Counting, type Score, scoreOf } from './score.ts';
import { truthOf } from './truth.ts';
import type { WorldPlan } from './worlds.ts';

export type Decide = (states: readonly AccountState[], runId: string, at: Date) => Decision[];

export interface OptimizerSettings {
  decide: Decide;
  window: { windowDays: number; activeWithinDays: number };
  /** All kinds when left out. */
  enabled?: readonly string[];
}

export interface Actions {
  /** Applied changes by action, and what was proposed and bound, by the first rule that bound. */
  applied: Record<string, number>;
  bound: Record<string, number>;
  breaches: string[];
  pauses: number;
  /** Paused although truly better than what the campaign kept, on that morning. */
  wrongPauses: number;
  /** Everything that was proposed, whether or not it was applied: each thing once per run of days on which it was proposed. */
  judged: Judged[];
  refused: number;
}

export interface Contest {
  plan: WorldPlan;
  scores: Record<'optimizer' | 'thresholds' | 'oracle', Record<Counting, Score>>;
  actions: Actions;
}

export const bothScores = (baseline: Baseline, played: Played): Record<Counting, Score> => ({
  results: scoreOf(baseline, played, 'results'),
  expected: scoreOf(baseline, played, 'expected'),
});

export function compete(plan: WorldPlan, settings: OptimizerSettings): Contest {
  const baseline = baselineOf(plan);
  const { played, actions } = playOptimizer(plan, settings, baseline);
  return {
    plan,
    scores: {
      optimizer: bothScores(baseline, played),
      thresholds: bothScores(baseline, play(plan, thresholds)),
      oracle: bothScores(baseline, play(plan, oracleWith(baseline.leftAlone.dailySpend))),
    },
    actions,
  };
}

export function playOptimizer(
  plan: WorldPlan,
  { decide, window, enabled }: OptimizerSettings,
  baseline: Baseline,
): { played: Played; actions: Actions } {
  const notes = noteTaker(baseline);
  const played = play(
    plan,
    optimizerWith({ decide, window, guardrailsOf: (open) => benchGuardrails(open, enabled), watch: notes.watch }),
  );
  return {
    played,
    actions: {
      ...notes.taken,
      breaches: breachesOf(played, benchGuardrails(played.open, enabled)),
      refused: played.refused,
    },
  };
}

/** Listens to the mornings of one game. */
function noteTaker(baseline: Baseline) {
  const taken: Pick<Actions, 'applied' | 'bound' | 'pauses' | 'wrongPauses' | 'judged'> = {
    applied: {},
    bound: {},
    pauses: 0,
    wrongPauses: 0,
    judged: [],
  };
  let judge: Judge | undefined;
  let proposedBefore = new Set<string>();
  const watch = ({ day, decisions, applied }: Morning, open: OpenWorld): void => {
    judge ??= judgeOf(open, truthOf(open), (campaign) => baseline.priceOf(campaign));
    const proposed = decisions.filter(isChanging);
    countInto(taken.bound, proposed.flatMap(boundOf));
    countInto(
      taken.applied,
      applied.map(({ action }) => action),
    );
    // the same proposal every morning is one proposal
    const isNew = proposed.filter((decision) => !proposedBefore.has(thingOf(decision)));
    for (const decision of isNew) taken.judged.push(...judgedOf(decision, judge.isRight(decision, day, decisions)));
    proposedBefore = new Set(proposed.map(thingOf));
    const pauses = applied.filter(({ action }) => action === 'pause_creative');
    taken.pauses += pauses.length;
    taken.wrongPauses += pauses.filter((decision) => judge?.isRight(decision, day, applied) === false).length;
  };
  return { taken, watch };
}

function countInto(counts: Record<string, number>, names: readonly string[]): void {
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
}

const boundOf = ({ action, guardrails }: Decision): string[] =>
  guardrails
    .filter(({ passed }) => !passed)
    .slice(0, 1)
    .map(({ rule }) => `${action}: ${rule}`);

const thingOf = ({ campaign_id, creative_id, action }: Decision): string => `${campaign_id} ${creative_id} ${action}`;

const judgedOf = ({ action, probability }: Decision, right: boolean | null): Judged[] =>
  probability === null || right === null ? [] : [{ action, probability, right }];
