/** A backtest in words: the mornings, what would have been applied and held back, and what it would have earned. */

import { counted, formatNumber, plural } from '../../core/domain/language.ts';
import type { BacktestDay, BacktestDecision } from '../../core/optimize/backtest/backtest.ts';
import type { BacktestValue } from '../../core/optimize/backtest/backtest-value.ts';
import type { BacktestReport } from '../../core/optimize/backtest/run-backtest.ts';
import type { BacktestTotals } from '../../core/optimize/backtest/totals.ts';
import { visible } from './table.ts';
import { formatMoney } from './wording.ts';

const nothingKnown =
  'Data counts from the moment it was collected or imported, not from the days that it is about. Choose mornings after that.';

/** A person reads the first few of a morning; `--json` has them all. */
const shownADay = 5;

export const backtestLines = ({ days, totals, values }: BacktestReport): string[] => [
  ...days.flatMap(dayLines),
  '',
  ...totalLines(totals),
  ...(totals.judged === 0 ? [nothingKnown] : []),
  ...values.map(valueLine),
];

function dayLines({ date, judged, done, bound }: BacktestDay): string[] {
  const nothing = done.length + bound.length === 0;
  if (judged === 0) return [`${date}  nothing was known yet to decide on`];
  if (nothing) return [`${date}  nothing to change (${counted(judged, 'decision')})`];
  return [
    `${date}  ${counted(done.length, 'change')} applied, ${formatNumber(bound.length)} held back`,
    ...shown(done, doneLine),
    ...shown(bound, boundLine),
  ];
}

function shown(backtested: readonly BacktestDecision[], line: (each: BacktestDecision) => string): string[] {
  const more = backtested.length - shownADay;
  return [...backtested.slice(0, shownADay).map(line), ...(more > 0 ? [`    … and ${more} more`] : [])];
}

const doneLine = (each: BacktestDecision): string => {
  const { currency } = each.decision;
  const spend = each.daily_spend === null ? 'spend unknown' : `${formatMoney(each.daily_spend, currency)} a day`;
  return `  + ${changeText(each)} (${spend})`;
};

const boundLine = (each: BacktestDecision): string => `  − ${changeText(each)}: ${each.bound?.detail}`;

function changeText({ decision }: BacktestDecision): string {
  const { action, campaign_id, creative_id, change } = decision;
  const entity = creative_id ?? campaign_id;
  const amounts =
    change && typeof change.from !== 'string' && typeof change.to !== 'string'
      ? ` ${change.from.amount} → ${change.to.amount} ${change.to.currency}`
      : '';
  return visible(`${action.replaceAll('_', ' ')} ${entity}${amounts}`);
}

function totalLines({ mornings, judged, done, bound, touched }: BacktestTotals): string[] {
  const money = (sums: Record<string, number>): string =>
    Object.entries(sums)
      .map(([currency, amount]) => formatMoney(amount, currency))
      .join(', ') || 'nothing';
  const changes = Object.values(done).reduce((sum, each) => sum + each.changes, 0);
  return [
    `${counted(mornings, 'morning')}, ${counted(judged, 'decision')}: ${counted(changes, 'change')} would have been applied${changes > 0 ? `, affecting about ${money(touched)} of daily spend` : ''}`,
    ...Object.entries(done).map(
      ([action, each]) => `  ${action.replaceAll('_', ' ')}: ${each.changes}, about ${money(each.daily_spend)} a day`,
    ),
    ...(Object.keys(bound).length > 0 ? ['Held back by:'] : []),
    ...Object.entries(bound)
      .toSorted(([, one], [, other]) => other - one)
      .map(([rule, times]) => `  ${rule}: ${times}`),
  ];
}

function valueLine({ currency, value, unknown }: BacktestValue): string {
  const { mean, low95, high95, choices, effectiveSample, warning } = value;
  const range = `${formatMoney(low95, currency)} to ${formatMoney(high95, currency)}`;
  const told =
    mean === null
      ? ''
      : ` ${formatMoney(mean, currency)} per change (95% interval: ${range}), from ${counted(choices, 'logged choice')} worth ${Math.floor(effectiveSample)}.`;
  const left =
    unknown > 0
      ? ` ${counted(unknown, 'change')} with an unknown effect ${plural(unknown, 'is', 'are')} left out.`
      : '';
  return `Earned by these guardrails:${told}${warning ? ` ${warning}` : ''}${left}`;
}
