/** A backtest in sums: how often what would have been done, what bound, and how much money it is about. */
import type { BacktestDay } from './backtest.ts';

export interface BacktestTotals {
  mornings: number;
  judged: number;
  /** By action. */
  done: Record<string, { changes: number; daily_spend: Record<string, number> }>;
  /** By guardrail. */
  bound: Record<string, number>;
  /** By currency: summed mean daily spend of what would have been changed; what is changed twice counts twice. */
  touched: Record<string, number>;
}

export function totalsOf(days: readonly BacktestDay[]): BacktestTotals {
  const totals: BacktestTotals = { mornings: days.length, judged: 0, done: {}, bound: {}, touched: {} };
  for (const day of days) {
    totals.judged += day.judged;
    for (const { decision, daily_spend } of day.done) {
      const { action, currency } = decision;
      const own = totals.done[action] ?? { changes: 0, daily_spend: {} };
      own.changes += 1;
      add(own.daily_spend, currency, daily_spend ?? 0);
      totals.done[action] = own;
      add(totals.touched, currency, daily_spend ?? 0);
    }
    for (const { bound } of day.bound) if (bound) add(totals.bound, bound.rule, 1);
  }
  return totals;
}

function add(sums: Record<string, number>, name: string, amount: number): void {
  sums[name] = (sums[name] ?? 0) + amount;
}
