/**
 * What the backtested guardrails would have earned, from what was really decided then and what it earned. Only choices that were left to
 * chance can tell (`propensity`); where every choice was certain, no value can be estimated, and a warning says so.
 */
import type { Decision } from '../../contracts/decisions.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { Effect } from '../effects/effect.ts';
import { estimatePolicy, type LoggedChoice, type PolicyValue } from '../log/off-policy.ts';
import type { BacktestDay } from './backtest.ts';

export interface BacktestValue {
  currency: string;
  /** Money earned a choice; two estimates are never added. */
  value: PolicyValue;
  /** Logged choices with an unknown effect, which are left out. */
  unknown: number;
}

/**
 * One value a currency in which anything was decided. A choice is a change that was applied, worth what it earned, or one that was
 * left alone by chance, worth nothing by definition. Changes that cannot be told from others have no worth of their own.
 */
export function backtestValues(
  days: readonly BacktestDay[],
  logged: readonly Decision[],
  effects: readonly Effect[],
): BacktestValue[] {
  const would = new Set(days.flatMap(({ date, done }) => done.map(({ decision }) => `${date} ${entityOf(decision)}`)));
  const earned = new Map(
    effects.flatMap(({ changes, earned }) =>
      changes.length === 1 ? [[changes[0]!.decision_id, earned?.mean ?? null]] : [],
    ),
  );
  const measured = new Set(effects.flatMap(({ changes }) => changes.map(({ decision_id }) => decision_id)));
  const choices = logged.flatMap((decision) => {
    const { decision_id, change, propensity, currency, created_at } = decision;
    const isApplied = measured.has(decision_id);
    const isLeftAlone = change === null && propensity < 1;
    if (!isApplied && !isLeftAlone) return [];
    const isDone = would.has(`${created_at.slice(0, 10)} ${entityOf(decision)}`);
    const reward = isApplied ? (earned.get(decision_id) ?? null) : 0;
    return { currency, reward, propensity, wouldChoose: isDone === isApplied ? 1 : 0 };
  });
  return groupBy(choices, ({ currency }) => currency).map((own): BacktestValue => {
    const known = own.filter((choice): choice is typeof choice & LoggedChoice => choice.reward !== null);
    return {
      currency: own[0]!.currency,
      value: estimatePolicy(known, { rewards: 'amounts' })[0]!,
      unknown: own.length - known.length,
    };
  });
}

const entityOf = ({ platform, account_id, campaign_id, creative_id }: Decision): string =>
  [platform, account_id, campaign_id, creative_id].join('\n');
