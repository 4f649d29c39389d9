/** Which part of the gain comes from which kind of action: each kind alone, in worlds of development. */
import { bothScores, type OptimizerSettings, playOptimizer } from './compete.ts';
import { quantile } from './intervals.ts';
import { play } from './play.ts';
import { type LeverKind, leverKinds, oracleWith } from './policies/oracle.ts';
import { type Baseline, baselineOf } from './score.ts';
import type { WorldPlan } from './worlds.ts';

const actionsOf: Record<LeverKind, readonly string[]> = {
  creatives: ['pause_creative', 'resume_creative', 'rotate_creative'],
  bids: ['raise_bid', 'lower_bid'],
  budgets: ['raise_budget', 'lower_budget'],
};

export interface Part {
  levers: readonly LeverKind[];
  /** Results at equal spend against leaving all alone, median world. */
  optimizer: number;
  oracle: number;
}

export function partsOfGain(plans: readonly WorldPlan[], settings: OptimizerSettings): Part[] {
  const worlds = plans.map((plan) => ({ plan, baseline: baselineOf(plan) }));
  const kinds: (readonly LeverKind[])[] = [...leverKinds.map((kind) => [kind]), leverKinds];
  return kinds.map((levers) => ({
    levers,
    optimizer: quantile(
      worlds.map(({ plan, baseline }) => optimizerGain(plan, baseline, levers, settings)),
      0.5,
    ),
    oracle: quantile(
      worlds.map(({ plan, baseline }) => oracleGain(plan, baseline, levers)),
      0.5,
    ),
  }));
}

function optimizerGain(
  plan: WorldPlan,
  baseline: Baseline,
  levers: readonly LeverKind[],
  settings: OptimizerSettings,
): number {
  const enabled = levers.flatMap((lever) => actionsOf[lever]);
  const { played } = playOptimizer(plan, { ...settings, enabled }, baseline);
  return bothScores(baseline, played).expected.equalSpend;
}

const oracleGain = (plan: WorldPlan, baseline: Baseline, levers: readonly LeverKind[]): number =>
  bothScores(baseline, play(plan, oracleWith(baseline.leftAlone.dailySpend, levers))).expected.equalSpend;
