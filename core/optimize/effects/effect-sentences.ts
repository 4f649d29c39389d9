/** What an effect was, or why it cannot be told: one sentence each. */
import { counted, formatNumber, plural } from '../../domain/language.ts';
import type { ChangeGroup } from './change-groups.ts';
import type { Effect, IntervalEstimate } from './effect.ts';

export const cannotTell = {
  undone: (changes: number): string =>
    `Inconclusive: ${plural(changes, 'it was', 'they were')} undone within a week, before any effect could be measured.`,
  tooFewDays({ first, last, earliest, latest }: ChangeGroup, newestMatureDay: number): string {
    const before = Math.max(0, first - earliest);
    const after = Math.max(0, Math.min(latest, newestMatureDay) - last);
    return before < 7
      ? `Inconclusive: only ${counted(before, 'day')} before the change; 7 are needed.`
      : `Inconclusive so far: only ${counted(after, 'mature day')} since the change; 7 are needed.`;
  },
  didNotRun: (before: boolean): string =>
    `Inconclusive: the campaign did not run, or its figures are unknown, on too many days ${before ? 'before' : 'after'} the change.`,
  tooFewResults: (expected: number, kpi: string): string =>
    `Inconclusive: this spend buys only about ${formatNumber(Math.floor(expected))} ${kpi} in that time; 10 are needed.`,
  tooFewUnchanged: (unchanged: number): string =>
    `Inconclusive: only ${counted(unchanged, 'comparable campaign')} ran unchanged throughout; 2 are needed.`,
  tooLittlePast: (): string =>
    'Inconclusive: there is too little history to tell how far such campaigns drift apart by themselves.',
};

export function describeEffect(effect: Effect, probabilityOfLoss: number): string {
  const { results_per_cost: perCost, results_per_day: perDay, cost_per_day: cost, is_own, changes } = effect;
  const together = [
    ...(changes.length > 1 ? [`${changes.length} changes measured together`] : []),
    ...(is_own ? [] : ['others changed the campaign at the same time']),
  ];
  const against = `compared with ${counted(effect.compared_with, 'unchanged campaign')}`;
  const certainty =
    effect.verdict === 'cannot_tell'
      ? 'The interval includes no effect'
      : effect.verdict === 'helped'
        ? `It helped (${percent(1 - probabilityOfLoss)} sure)`
        : `It hurt (${percent(probabilityOfLoss)} sure)`;
  const note = together.length > 0 ? ` (${together.join('; ')})` : '';
  return `${certainty}${note}: ${signed(perCost!)} results per spend, ${signed(perDay!)} results and ${signed(cost!)} spend per day, ${against}.`;
}

const percent = (share: number): string => `${Math.floor(100 * share)}%`;

const points = (share: number): string => {
  const rounded = Math.round(100 * share);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${Math.abs(rounded)}`;
};

/** With its 80% interval. */
const signed = ({ mean, low80, high80 }: IntervalEstimate): string =>
  `${points(mean)}% (${points(low80)} to ${points(high80)})`;
