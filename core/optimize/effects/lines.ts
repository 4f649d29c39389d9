/** The effects of own changes in words: for the command line, the report and the digest. */

import type { OwnChangesSum } from '../../contracts/report.ts';
import { counted } from '../../domain/language.ts';
import type { StoredAccuracy } from '../../learn/predictions/publish-accuracy.ts';
import { type SourceName, sourceNames } from '../../learn/predictions/rate-prediction.ts';
import type { Effect, IntervalEstimate } from './effect.ts';
import type { EffectsReview } from './review.ts';

/** One line a currency and KPI; none before anything was changed. */
export const ledgerLines = (sums: readonly OwnChangesSum[]): string[] => sums.map(ledgerLine);

function ledgerLine({ currency, kpi, earned, helped, hurt, cannot_tell, estimated, cost }: OwnChangesSum): string {
  const counts = `${helped} helped, ${hurt} hurt, ${cannot_tell} inconclusive`;
  if (!earned) return `Own changes (${kpi}, ${currency}): no estimate yet; ${counts}`;
  const word = earned.mean < 0 ? 'lost' : 'earned';
  return `Own changes (${kpi}): ${word} about ${whole(Math.abs(earned.mean))} ${currency} on ${whole(cost)} ${currency} of spend (80% interval: ${range(earned)}), from ${counted(estimated, 'estimate')}; ${counts}`;
}

/** Newest first, the effects that a person may act on before the rest. */
export function effectLines(review: EffectsReview | undefined, atMost = Number.POSITIVE_INFINITY): string[] {
  if (!review)
    return ['Nothing had been changed by the time of the optimizer’s last run, so there are no effects to show yet.'];
  const { effects, earned_and_lost, to_undo } = review;
  const shown = effects.toReversed().slice(0, atMost);
  return [
    ...ledgerLines(earned_and_lost),
    ...(to_undo.length > 0 ? ['', 'Very likely harmful, and still in force:'] : []),
    ...to_undo.flatMap(({ decision_id, reason }) => [`  ${decision_id}`, `    ${reason}`]),
    '',
    ...shown.flatMap(effectLine),
    ...(effects.length > shown.length ? [`  … and ${counted(effects.length - shown.length, 'earlier effect')}`] : []),
  ];
}

/** How accurate predictions were; none before any matured. */
export const predictionLines = (kept: StoredAccuracy | undefined): string[] =>
  sourceNames.flatMap((source) => {
    const qualities = Object.entries(kept?.quality[source] ?? {});
    return qualities.map(([kpi, { predictions, interval, coverage, absolute_error }]) => {
      const held =
        coverage === null
          ? ''
          : `, ${Math.round(100 * coverage)}% within their ${Math.round(100 * interval)}% interval`;
      const error = absolute_error === null ? '' : `, off by ${Math.round(100 * absolute_error)}% of the rate`;
      return `Predictions of ${sourceWords[source]} (${kpi}): ${whole(predictions)} matured recently${held}${error}`;
    });
  });

const sourceWords: Record<SourceName, string> = { models: 'the model', posteriors: 'the decisions' };

function effectLine(effect: Effect): string[] {
  const { campaign_id, campaign_name, changes, changed_from, changed_through, earned, currency } = effect;
  const days = changed_from === changed_through ? changed_from : `${changed_from} to ${changed_through}`;
  const actions = changes.map(
    ({ action, undone_at }) => `${action.replaceAll('_', ' ')}${undone_at ? ' (undone)' : ''}`,
  );
  const sum = earned
    ? `, ${earned.mean < 0 ? 'lost' : 'earned'} ${whole(Math.abs(earned.mean))} ${currency} (${range(earned)})`
    : '';
  return [`  ${days}  ${campaign_name ?? campaign_id}: ${actions.join(', ')}${sum}`, `    ${effect.reason}`];
}

const whole = (amount: number): string => Math.round(amount).toLocaleString('en-US');
const signed = (amount: number): string => `${amount < 0 ? '−' : '+'}${whole(Math.abs(amount))}`;
const range = ({ low80, high80 }: IntervalEstimate): string => `${signed(low80)} to ${signed(high80)}`;
