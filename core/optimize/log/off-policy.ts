/**
 * What another policy would have brought, from what was decided and what came of it: inverse propensity (self-normalised; Hájek 1971)
 * and doubly robust (Dudík, Langford & Li 2011), with intervals for counts (Fay & Feuer 1997) or for amounts. Says so where the log
 * does not allow an estimate.
 */
import { percent } from '../../domain/language.ts';
import { quantileT } from '../../statistics/student-t.ts';
import { weightedCountsInterval } from '../../statistics/weighted-counts.ts';

/** One logged choice. */
export interface LoggedChoice {
  /** The chance with which it was drawn, in (0, 1]. */
  propensity: number;
  /** What came of this one choice, in the same unit for all: so many events, or so much money. */
  reward: number;
  /** The chance that the other policy would choose the same here. */
  wouldChoose: number;
  /** A model's idea of the reward: of the logged choice, and on average over what the other policy would choose. */
  expected?: { logged: number; other: number };
}

export interface PolicyValue {
  method: 'inverse_propensity' | 'doubly_robust';
  /** Mean reward per choice with its 95% interval; null where it cannot be estimated. */
  mean: number | null;
  low95: number | null;
  high95: number | null;
  choices: number;
  /** How many choices of the other policy itself would say as much (Kish): few of many mean that it is hardly like the log. */
  effectiveSample: number;
  /** Share of the choices whose weight was cut to `mostWeight`: what they lose, the estimate lacks. */
  clippedShare: number;
  /** One sentence: why there is no estimate, or why to be careful with it; null where there is no concern. */
  warning: string | null;
}

export interface OffPolicyOptions {
  /**
   * `counts`: whole numbers of events, such as clicks, never negative; the interval holds where they are rare. `amounts`: anything
   * else, such as money; the interval needs some thirty effective choices.
   */
  rewards: 'counts' | 'amounts';
  /** Weights above are cut: an estimate a little too close to zero instead of one that a single choice decides. */
  mostWeight?: number;
}

const fewestEffective = 2;
const fewEffective = 30;
/** More of the other policy's choices than this without any chance in the log, and its value cannot be estimated. */
const mostUncovered = 0.05;

export function estimatePolicy(
  log: readonly LoggedChoice[],
  { rewards, mostWeight = 20 }: OffPolicyOptions,
): PolicyValue[] {
  const weights = log.map(({ propensity, wouldChoose }) => wouldChoose / propensity);
  const clipped = weights.map((weight) => Math.min(weight, mostWeight));
  const sum = total(clipped);
  const about = {
    choices: log.length,
    effectiveSample: sum > 0 ? sum ** 2 / total(clipped.map((weight) => weight ** 2)) : 0,
    clippedShare: log.length > 0 ? weights.filter((weight) => weight > mostWeight).length / log.length : 0,
  };
  const cannot = whyNot(log, about.effectiveSample);
  const methods: PolicyValue['method'][] = log.every(({ expected }) => expected)
    ? ['inverse_propensity', 'doubly_robust']
    : ['inverse_propensity'];
  return methods.map((method) => {
    if (cannot) return { method, mean: null, low95: null, high95: null, ...about, warning: cannot };
    const estimate = method === 'doubly_robust' ? doublyRobust(log, clipped) : selfNormalised(log, clipped, sum);
    const [low95, high95] =
      rewards === 'counts'
        ? countsInterval(log, clipped, estimate)
        : amountsInterval(estimate, quantileT(0.975, about.effectiveSample - 1));
    return { method, mean: estimate.mean, low95, high95, ...about, warning: beware(about, mostWeight) };
  });
}

function whyNot(log: readonly LoggedChoice[], effectiveSample: number): string | null {
  if (log.length === 0) return 'No overlap: no choices were logged, so the value cannot be estimated.';
  // where one choice was certain, every other one had no chance at all
  const uncovered =
    total(log.map(({ propensity, wouldChoose }) => (propensity === 1 ? 1 - wouldChoose : 0))) / log.length;
  if (uncovered > mostUncovered)
    return `No overlap: ${percent(uncovered)} of this policy’s choices were never left to chance (decisions.explore is 0, or the choice was clear), so its value cannot be estimated.`;
  if (effectiveSample < fewestEffective)
    return 'No overlap: this policy would make hardly any of the logged choices, so its value cannot be estimated.';
  return null;
}

function beware(
  { effectiveSample, clippedShare, choices }: Omit<PolicyValue, 'method' | 'mean' | 'low95' | 'high95' | 'warning'>,
  mostWeight: number,
): string | null {
  const said = [
    ...(effectiveSample < fewEffective
      ? [
          `The ${choices} logged choices are worth only ${Math.floor(effectiveSample)} of this policy’s own, so the interval is unreliable.`,
        ]
      : []),
    ...(clippedShare > 0
      ? [
          `The weights of ${percent(clippedShare)} of the choices were clipped to ${mostWeight}, which biases the estimate towards what was done.`,
        ]
      : []),
  ];
  return said.length > 0 ? said.join(' ') : null;
}

interface Estimate {
  mean: number;
  /** Standard error. */
  deviation: number;
  /** The mean adds rewards by their weights, divided by this. */
  divisor: number;
}

/** A ratio of two sums; its error by linearisation. */
function selfNormalised(log: readonly LoggedChoice[], weights: readonly number[], sum: number): Estimate {
  const mean = total(log.map(({ reward }, index) => weights[index]! * reward)) / sum;
  const squares = total(log.map(({ reward }, index) => (weights[index]! * (reward - mean)) ** 2));
  // the estimate uses up a degree of freedom
  const deviation = Math.sqrt((squares * log.length) / Math.max(1, log.length - 1)) / sum;
  return { mean, deviation, divisor: sum };
}

/** The model's idea, corrected by what it was wrong by where it can be held against what came. */
function doublyRobust(log: readonly LoggedChoice[], weights: readonly number[]): Estimate {
  const values = log.map(
    ({ reward, expected }, index) => expected!.other + weights[index]! * (reward - expected!.logged),
  );
  const mean = total(values) / values.length;
  const variance = total(values.map((value) => (value - mean) ** 2)) / Math.max(1, values.length - 1);
  return { mean, deviation: Math.sqrt(variance / values.length), divisor: values.length };
}

/** Student's t. A few large rewards among many zeros are too much for it, hence the other one for counts. */
const amountsInterval = ({ mean, deviation }: Estimate, t: number): [low: number, high: number] => [
  mean - t * deviation,
  mean + t * deviation,
];

/**
 * Weighted Poisson counts; where they vary by more than that (many clicks of one choice, other situations), by what they vary. What a
 * model adds to the mean shifts both ends.
 */
function countsInterval(
  log: readonly LoggedChoice[],
  weights: readonly number[],
  { mean, deviation, divisor }: Estimate,
): [low: number, high: number] {
  const shares = weights.map((weight) => weight / divisor);
  const sum = total(log.map(({ reward }, index) => shares[index]! * reward));
  const poisson = total(log.map(({ reward }, index) => shares[index]! ** 2 * reward));
  // one more event would weigh what a unit of weight does on average; of weights that add up to 1, this is 1 / effective sample
  const nextWeight = total(shares.map((share) => share ** 2)) / total(shares);
  const [low, high] = weightedCountsInterval({ sum, variance: Math.max(poisson, deviation ** 2), nextWeight });
  return [mean - sum + low, mean - sum + high];
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
