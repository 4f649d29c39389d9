/** What is said of an effect, or why nothing can be: one sentence each. */
import type { ChangeGroup } from './change-groups.ts';
import type { Effect, IntervalEstimate } from './effect.ts';

const countOf = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const cannotTell = {
  undone: (changes: number): string =>
    `Cannot tell: ${changes === 1 ? 'it was' : 'they were'} undone within a week, before there was anything to see.`,
  tooFewDays({ first, last, earliest, latest }: ChangeGroup, newestMatureDay: number): string {
    const before = Math.max(0, first - earliest);
    const after = Math.max(0, Math.min(latest, newestMatureDay) - last);
    return before < 7
      ? `Cannot tell: ${countOf(before, 'day')} before the change, and it takes 7.`
      : `Cannot tell yet: ${countOf(after, 'mature day')} since the change, and it takes 7.`;
  },
  didNotRun: (before: boolean): string =>
    `Cannot tell: the campaign did not run, or has figures that are not known, on too many days ${before ? 'before' : 'after'} the change.`,
  tooFewResults: (expected: number, kpi: string): string =>
    `Cannot tell: the spend buys some ${Math.floor(expected)} ${kpi} in such a time, and it takes 10.`,
  tooFewUnchanged: (unchanged: number): string =>
    `Cannot tell: ${countOf(unchanged, 'comparable campaign')} ran through unchanged, and it takes 2.`,
  tooLittlePast: (): string => 'Cannot tell: too little is known of how far such campaigns move apart by themselves.',
};

export function describeEffect(effect: Effect, probabilityOfLoss: number): string {
  const { results_per_cost: perCost, results_per_day: perDay, cost_per_day: cost, is_own, changes } = effect;
  const together = [
    ...(changes.length > 1 ? [`of ${changes.length} changes together`] : []),
    ...(is_own ? [] : ['others changed the campaign at the same time']),
  ];
  const against = `against ${countOf(effect.compared_with, 'unchanged campaign')}`;
  const certainty =
    effect.verdict === 'cannot_tell'
      ? 'No effect is within the interval'
      : effect.verdict === 'helped'
        ? `It helped (${percent(1 - probabilityOfLoss)} sure)`
        : `It hurt (${percent(probabilityOfLoss)} sure)`;
  const note = together.length > 0 ? ` (${together.join('; ')})` : '';
  return `${certainty}${note}: ${signed(perCost!)} results per spend, ${signed(perDay!)} results and ${signed(cost!)} spend a day, ${against}.`;
}

const percent = (share: number): string => `${Math.floor(100 * share)} %`;

const points = (share: number): string => {
  const rounded = Math.round(100 * share);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${Math.abs(rounded)}`;
};

/** With its 80 % interval. */
const signed = ({ mean, low80, high80 }: IntervalEstimate): string =>
  `${points(mean)} % (${points(low80)} to ${points(high80)})`;
