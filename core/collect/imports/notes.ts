import type { ImportRecord } from '../../contracts/imports.ts';

/** What a person should know about how their file was read: assumptions first, oddities then. */
export function noteworthy({ counts, currency, mapping, grain, dates }: ImportRecord): string[] {
  const notes: string[] = [];
  const hasMoney = mapping.cost.length > 0 || mapping.conversion_value.length > 0;
  if (hasMoney && currency.source === 'config') {
    notes.push(
      `The file names no currency: ${currency.code} was assumed (ads.config.json). If that is wrong, import it again with --currency.`,
    );
  }
  if (currency.source === 'sign') notes.push(`The currency ${currency.code} was read off the sign beside the amounts.`);
  if (dates.style === 'dmy' || dates.style === 'mdy') {
    notes.push(`Dates were read as ${dates.style === 'dmy' ? 'day, month, year' : 'month, day, year'}.`);
  }
  if (mapping.campaign.length === 0)
    notes.push('The file names no campaign: its ads stand under the campaign "unknown".');
  if (grain === 'campaign') notes.push('The file has one row per campaign, not per ad: single ads cannot be compared.');
  if (mapping.cost.length === 0) notes.push('The file has no spend: money is left empty, not zero.');
  if (counts.summed > 0) notes.push(`${counts.summed} rows were added to other rows of the same ad and day.`);
  if (counts.totals_rows > 0) notes.push(`${counts.totals_rows} totals row(s) were left out.`);
  if (counts.flagged > 0)
    notes.push(`${counts.flagged} row(s) have more clicks than impressions; they were kept as they are.`);
  return notes;
}
