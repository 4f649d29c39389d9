import type { ImportRecord } from '../../contracts/imports.ts';
import { counted, plural } from '../../domain/language.ts';

/** What a person should know about how their file was read: assumptions first, then oddities. */
export const noteworthy = (record: ImportRecord): string[] => [...assumptions(record), ...oddities(record)];

function assumptions({ currency, mapping, dates }: ImportRecord): string[] {
  const notes: string[] = [];
  const hasMoney = mapping.cost.length > 0 || mapping.conversion_value.length > 0;
  if (hasMoney && currency.source === 'config') {
    notes.push(
      `The file names no currency; ${currency.code} from ads.config.json was assumed. If that is wrong, import it again with --currency.`,
    );
  }
  if (currency.source === 'sign')
    notes.push(`The currency ${currency.code} was taken from the sign next to the amounts.`);
  if (dates.style === 'dmy' || dates.style === 'mdy') {
    notes.push(`Dates were read as ${dates.style === 'dmy' ? 'day, month, year' : 'month, day, year'}.`);
  }
  return notes;
}

function oddities({ counts, mapping, grain }: ImportRecord): string[] {
  const { summed, totals_rows: totals, flagged } = counts;
  const notes: string[] = [];
  if (mapping.campaign.length === 0)
    notes.push('The file names no campaign; its ads are listed under the campaign "unknown".');
  if (grain === 'campaign')
    notes.push('The file has one row per campaign, not per ad; individual ads cannot be compared.');
  if (mapping.cost.length === 0) notes.push('The file has no spend; spend is left empty, not set to zero.');
  if (summed > 0) notes.push(`${counted(summed, 'row')} ${were(summed)} added to other rows of the same ad and day.`);
  if (totals > 0) notes.push(`${counted(totals, 'totals row')} ${were(totals)} left out.`);
  if (flagged > 0) {
    const have = plural(flagged, 'has', 'have');
    notes.push(`${counted(flagged, 'row')} ${have} more clicks than impressions and ${were(flagged)} kept unchanged.`);
  }
  return notes;
}

const were = (count: number): string => plural(count, 'was', 'were');
