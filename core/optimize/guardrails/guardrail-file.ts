/**
 * `control/guardrails.json`: how far the optimizer may go by itself. People write it, nothing else does. What protects money must be
 * said by them and has no default; what a reasonable person would say has one. Unknown keys are errors: a misspelt limit must not
 * pass for none.
 */
import { z } from 'zod';
import { decisionActions } from '../../contracts/decisions.ts';
import { keys } from '../../contracts/keys.ts';
import { currencyCode } from '../../contracts/values.ts';
import { proposesChange } from '../../domain/proposals.ts';
import { ConfigError } from '../../errors.ts';
import { documentProblems } from '../../settings/document-problems.ts';

/** Actions that change something on the platform. */
export const changingActions = decisionActions.filter(proposesChange);

const share = z.number().gt(0).lte(1);
const amounts = z.record(currencyCode, z.number().positive());
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the day in UTC, such as 22:00');
const ids = z.array(z.string().min(1)).default([]);

/** How far a bid or a daily budget may move. Shares of the former value; amounts by currency, in that currency. */
const steps = z.strictObject({
  change_per_step: share.default(0.2),
  /** Against the value of a week ago. */
  change_per_week: share.default(0.4),
  /** A currency that is not named gets no change. */
  floor: amounts,
  ceiling: amounts,
});

export const guardrails = z.strictObject({
  /** What may be done at all. */
  enabled_actions: z.array(z.enum(changingActions as [string, ...string[]])),
  actions_per_run: z.int().min(0).max(1000),
  /** A UTC day. Changes that were undone since count too. */
  actions_per_day: z.int().min(0).max(1000),
  /** Of an account's usual daily spend: what all ads and campaigns that are changed on one UTC day spend together. */
  spend_share_per_day: share,
  /** Nothing that may raise spend is done where an account could come to more than this a day. A currency that is not named gets no such change. */
  daily_spend_cap: amounts,
  /** Active ads that a campaign keeps. Never zero. */
  active_creatives_kept: z.int().min(1).default(1),
  bid: steps,
  daily_budget: steps,
  minimum_evidence: z.strictObject({
    impressions: z.int().min(0),
    /** Clicks, conversions or leads, as the decision counts them. */
    results: z.number().min(0),
    /** Money spent on what is changed; a currency that is not named is not limited. */
    cost: amounts.default({}),
    /** That the change is for the better. */
    probability: z.number().min(0.5).lte(1),
  }),
  /** What was changed is left alone for so long. */
  cool_down_hours: z
    .number()
    .min(0)
    .max(24 * 90)
    .default(72),
  /** So long the platform is left to learn: after a campaign or an ad began, and after a bid or a budget was changed by anybody. */
  learning_phase_hours: z
    .number()
    .min(0)
    .max(24 * 90)
    .default(120),
  /** Never touched: ids as the platform writes them; a campaign stands for its ads, a group for its campaigns. */
  protected: z.strictObject({ campaigns: ids, creatives: ids, campaign_groups: ids }).prefault({}),
  /** Nothing is changed between these times (UTC); a span may go over midnight. */
  quiet_hours: z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })).default([]),
  /** Nothing is changed in an account whose newest day with any figure is older. */
  data_at_most_days_old: z.int().min(1).max(90).default(3),
});
export type Guardrails = z.infer<typeof guardrails>;

/** What `guardrails init` writes: cautious, for an account of some thousand a month in each of the currencies. */
export function exampleIn(currencies: readonly string[]): Guardrails {
  const each = (amount: number) => Object.fromEntries(currencies.map((currency) => [currency, amount]));
  return guardrails.parse({
    enabled_actions: ['pause_creative', 'lower_bid', 'raise_bid', 'lower_budget', 'raise_budget'],
    actions_per_run: 5,
    actions_per_day: 10,
    spend_share_per_day: 0.25,
    daily_spend_cap: each(1000),
    bid: { floor: each(2), ceiling: each(30) },
    daily_budget: { floor: each(10), ceiling: each(500) },
    minimum_evidence: { impressions: 1000, results: 5, cost: each(50), probability: 0.9 },
  });
}

/** ConfigError names each bad key by its path. */
export function parseGuardrails(text: string): Guardrails {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(keys.guardrails, [`not JSON: ${(error as Error).message}`]);
  }
  const parsed = guardrails.safeParse(json);
  const problems = parsed.success ? contradictions(parsed.data) : documentProblems(guardrails, parsed.error);
  if (problems.length > 0 || !parsed.success) throw new ConfigError(keys.guardrails, problems);
  return parsed.data;
}

/** What each key alone cannot show. */
function contradictions(rails: Guardrails): string[] {
  const found = (['bid', 'daily_budget'] as const).flatMap((name) => {
    const { floor, ceiling } = rails[name];
    const pairs = Object.keys({ ...floor, ...ceiling }).flatMap((currency) => {
      const [low, high] = [floor[currency], ceiling[currency]];
      if (low === undefined) return [`${name}.floor.${currency}: missing, although a ceiling is set`];
      if (high === undefined) return [`${name}.ceiling.${currency}: missing, although a floor is set`];
      return low > high ? [`${name}.floor.${currency}: above the ceiling`] : [];
    });
    return rails[name].change_per_step > rails[name].change_per_week
      ? [...pairs, `${name}.change_per_step: above change_per_week`]
      : pairs;
  });
  return rails.actions_per_run > rails.actions_per_day ? [...found, 'actions_per_run: above actions_per_day'] : found;
}
