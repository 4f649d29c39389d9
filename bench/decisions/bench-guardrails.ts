/** The guardrails that the optimizer is held to in the benchmark: as a person who knows the account and wants `auto` might write them. */
import { changingActions, type Guardrails, guardrails } from '../../core/optimize/guardrails/guardrail-file.ts';
import type { OpenWorld } from './open-world.ts';

/** Everything enabled, half of an account's spend a day, a fifth more than the planned budgets as the cap; the rest as by default. */
export function benchGuardrails(
  { campaigns, plan }: OpenWorld,
  enabled: readonly string[] = changingActions,
): Guardrails {
  const planned = new Map<string, number>();
  for (const { account, dailyBudget, totalBudget } of campaigns) {
    const perDay = Number(dailyBudget?.amount ?? Number(totalBudget?.amount ?? 0) / plan.playedDays);
    planned.set(account.currency, (planned.get(account.currency) ?? 0) + perDay);
  }
  const currencies = [...planned.keys()];
  const each = (amount: number) => Object.fromEntries(currencies.map((currency) => [currency, amount]));
  const actions = Math.max(6, Math.ceil(campaigns.length / 2));
  return guardrails.parse({
    enabled_actions: [...enabled],
    actions_per_run: actions,
    actions_per_day: actions,
    spend_share_per_day: 0.5,
    // a day may cost half as much again as its budget; the cap is for what is planned
    daily_spend_cap: Object.fromEntries([...planned].map(([currency, amount]) => [currency, Math.round(1.2 * amount)])),
    bid: { floor: each(2), ceiling: each(90) },
    daily_budget: { floor: each(10), ceiling: each(1000) },
    // what is to be paused has few results, so how many it has is no condition here
    minimum_evidence: { impressions: 1000, results: 0, cost: each(50), probability: 0.8 },
  });
}
