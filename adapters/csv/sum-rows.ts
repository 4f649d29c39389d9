import { readHeaderName } from '../../core/collect/imports/header-names.ts';
import { bareTotalsWord, totalsWords } from '../../core/collect/imports/totals-row.ts';
import { commonMeasures } from '../../core/contracts/measures.ts';
import { sqlText } from './cells.ts';
import type { ReadPlan } from './plan.ts';

/** Whether a row names neither campaign nor ad. */
function namesNothing({ recognition: { mapping } }: ReadPlan): string {
  const keys = [
    ...(mapping.campaign.length > 0 ? ['campaign_id is null'] : []),
    ...(mapping.creative.length > 0 ? ['creative_key is null'] : []),
  ];
  return keys.join(' and ');
}

/** A row of separators and nothing else. */
export const isBlank = (plan: ReadPlan): string =>
  `date_text is null and ${namesNothing(plan)} and ${commonMeasures.map((metric) => `${metric} is null and not ${metric}_unreadable`).join(' and ')}`;

/**
 * A totals row has no day of its own: it says "Total", or names neither campaign nor ad. With --date only the bare word is proof,
 * because campaigns have names too.
 */
export function isTotal(plan: ReadPlan): string {
  const { mapping, totalsPeriod } = plan.recognition;
  const anyMatches = (pattern: string) =>
    ['first_cell', 'date_text', 'campaign_id']
      .map((cell) => `regexp_matches(coalesce(${cell}, ''), ${sqlText(`(?i)${pattern}`)})`)
      .join(' or ');
  const hasPeriod =
    totalsPeriod !== null && (plan.dates.fixed || readHeaderName(mapping.date[0] ?? '').name === totalsPeriod);
  const nameless = hasPeriod ? namesNothing(plan) : `date_text is null and ${namesNothing(plan)}`;
  if (plan.dates.fixed)
    return hasPeriod ? `${anyMatches(bareTotalsWord)} or (${nameless})` : anyMatches(bareTotalsWord);
  return `(stat_date is null and (${anyMatches(totalsWords)})) or (${nameless})`;
}
