import type { ColumnMapping } from '../../contracts/imports.ts';
import { listed } from '../../domain/language.ts';
import type { Header, RecogniseOptions } from './header.ts';
import { breakdownNames, coarseTimeNames, type HeaderName } from './header-names.ts';

/** Why a file cannot be taken, and what to do about it. */
export interface FileRefusal {
  reason: string;
  remedy: string;
}

/** More columns than a person reads are not shown. */
const shownColumns = 24;

/** What to type for a file whose columns have names of their own. */
export function mapExample(columns: readonly string[]): string {
  const rest = columns.length > shownColumns ? `, and ${columns.length - shownColumns} more` : '';
  return `--map date=…,campaign=…,creative=…,impressions=…,clicks=…,cost=…; its columns are ${columns.slice(0, shownColumns).join(', ')}${rest}.`;
}

/** The reasons are tried from the most telling to the most general. */
export function refusal(
  header: Header,
  names: readonly HeaderName[],
  mapping: ColumnMapping,
  { map, date }: RecogniseOptions,
): FileRefusal | undefined {
  const present = (wanted: readonly string[]) =>
    header.columns.filter((_, at) => wanted.includes(names[at]?.name ?? ''));
  const breakdown = present(breakdownNames);
  if (mapping.impressions.length === 0 && mapping.cost.length === 0) {
    return {
      reason: 'it has no impressions and no spend; it may be a history table or a list of names or actions',
      remedy: `Export the daily performance of ads or campaigns instead. If this is the right file, map its columns: ${mapExample(header.columns)}`,
    };
  }
  if (!map && breakdown.length > 0) {
    return {
      reason: `it breaks the ads' numbers down by ${listed(breakdown)}; together with the ads' own export it would count spend twice, and on its own it lacks the groups that the platform hides for being too small`,
      remedy:
        'Export the same report per day and ad, without the breakdown. To import it anyway, name the columns with --map.',
    };
  }
  if (mapping.date.length === 0 && !date) {
    const coarse = present(coarseTimeNames);
    return {
      reason: coarse.length > 0 ? `its numbers are per ${listed(coarse)}, not per day` : 'it has no date column',
      remedy:
        'Export it by day. If all rows belong to one day, add --date YYYY-MM-DD. If the date column has another name, add --map date=COLUMN.',
    };
  }
  if (mapping.campaign.length === 0 && mapping.creative.length === 0) {
    return {
      reason: 'it names no campaign and no ad; account totals would be counted on top of those of the ads',
      remedy: `Export it per campaign or ad, or map its columns: ${mapExample(header.columns)}`,
    };
  }
  return undefined;
}
