/** The running account: what all own changes together earned or lost, per currency and KPI. Two currencies are never added. */
import { z } from 'zod';
import { currencyCode } from '../../contracts/values.ts';
import { groupBy } from '../../domain/grouping.ts';
import { estimateOf } from './earned.ts';
import { type Effect, estimate } from './effect.ts';

export const earnedLost = z.object({
  currency: currencyCode,
  kpi: z.string(),
  /** Over the days that were measured, at most four weeks after each change; null where nothing could be measured. */
  earned: estimate.nullable(),
  /** Money spent on those days. */
  cost: z.number(),
  helped: z.int(),
  hurt: z.int(),
  /** Of these, so many have an estimate all the same, which counts in `earned`. */
  cannot_tell: z.int(),
  estimated: z.int(),
});
export type EarnedLost = z.infer<typeof earnedLost>;

/** Sorted by currency and KPI. */
export function earnedAndLost(effects: readonly Effect[]): EarnedLost[] {
  return groupBy(effects, ({ currency, kpi }) => `${currency} ${kpi}`)
    .map(sumOf)
    .sort((one, other) => (`${one.currency} ${one.kpi}` < `${other.currency} ${other.kpi}` ? -1 : 1));
}

type Estimated = Effect & { earned: NonNullable<Effect['earned']>; spread: NonNullable<Effect['spread']> };

const isEstimated = (effect: Effect): effect is Estimated => effect.earned !== null && effect.spread !== null;

function sumOf(effects: readonly Effect[]): EarnedLost {
  const [{ currency, kpi }] = effects as [Effect];
  const known = effects.filter(isEstimated);
  const count = (verdict: Effect['verdict']): number => effects.filter((each) => each.verdict === verdict).length;
  return {
    currency,
    kpi,
    earned: known.length === 0 ? null : earnedTogether(known),
    cost: known.reduce((sum, { after }) => sum + (after?.cost ?? 0), 0),
    helped: count('helped'),
    hurt: count('hurt'),
    cannot_tell: count('cannot_tell'),
    estimated: known.length,
  };
}

/**
 * Changes of one account are compared with the same campaigns: what the comparison is wrong by, it is wrong by for all of them, and so is
 * the drift. That part is added as it is, what is each change's own in squares; accounts are independent.
 */
function earnedTogether(effects: readonly Estimated[]): EarnedLost['earned'] {
  const accounts = groupBy(effects, ({ platform, account_id }) => `${platform} ${account_id}`).map((own) => {
    const shared = own.reduce((sum, { spread }) => sum + spread.shared, 0);
    const variance = shared ** 2 + own.reduce((sum, { spread }) => sum + spread.own ** 2, 0);
    const parts = own.map(({ spread }) => ({
      variance: spread.own ** 2 + spread.shared ** 2,
      degrees: spread.degrees,
    }));
    return { variance, degrees: meanDegrees(parts) };
  });
  const variance = accounts.reduce((sum, account) => sum + account.variance, 0);
  const uncertain = accounts.reduce((sum, account) => sum + account.variance ** 2 / account.degrees, 0);
  return estimateOf(
    {
      mean: effects.reduce((sum, { earned }) => sum + earned.mean, 0),
      deviation: Math.sqrt(variance),
      degrees: uncertain > 0 ? variance ** 2 / uncertain : Number.POSITIVE_INFINITY,
    },
    (value) => value,
  );
}

/** Of variances that are over- or underestimated together: their errors add up (Satterthwaite, with a correlation of one). */
function meanDegrees(parts: readonly { variance: number; degrees: number }[]): number {
  const total = parts.reduce((sum, { variance }) => sum + variance, 0);
  const errors = parts.reduce((sum, { variance, degrees }) => sum + variance / Math.sqrt(degrees), 0);
  return errors > 0 ? (total / errors) ** 2 : Number.POSITIVE_INFINITY;
}
