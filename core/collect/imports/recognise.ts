import type { ColumnMapping, MappedField } from '../../contracts/imports.ts';
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import type { Grain, Platform } from '../../contracts/values.ts';
import { listed } from '../../domain/language.ts';
import type { Header, RecogniseOptions } from './header.ts';
import {
  fieldNames,
  type HeaderName,
  levelNames,
  microsColumns,
  platformSigns,
  readHeaderName,
} from './header-names.ts';
import type { ExplicitMapping } from './map-option.ts';
import { type FileRefusal, refusal } from './refusal.ts';

export interface Recognition {
  platform: Platform;
  recognisedAs: string;
  grain: Grain;
  mapping: ColumnMapping;
  /** From a header such as "Amount spent (EUR)". */
  headerCurrency: string | null;
  /** Metrics whose column is in millionths. */
  micros: ReadonlySet<CommonMeasure>;
  /** The date column into which totals rows write the whole period, by its bare name; null where they have no date. */
  totalsPeriod: string | null;
}

interface ExportFormat {
  title: string;
  totalsPeriod: string | null;
}

const formats: Record<Platform, ExportFormat> = {
  linkedin: { title: 'LinkedIn Campaign Manager export', totalsPeriod: null },
  meta: { title: 'Meta Ads Manager export', totalsPeriod: 'reporting starts' },
  google: { title: 'Google Ads export', totalsPeriod: null },
  other: { title: 'daily ads table', totalsPeriod: null },
};

/** Decides what each column of a file is, or why the file must not be imported. */
export function recognise(header: Header, options: RecogniseOptions): Recognition | FileRefusal {
  const names = header.columns.map(readHeaderName);
  const unknown = unknownColumn(header, options.map ?? {});
  if (unknown) return unknown;
  const platform = options.platform ?? guessPlatform(names);
  const mapping = mapColumns(header, names, platform, options);
  return (
    refusal(header, names, mapping, options) ?? {
      platform,
      recognisedAs: options.map ? 'columns given with --map' : formats[guessPlatform(names)].title,
      grain: mapping.creative.length > 0 ? 'creative' : 'campaign',
      mapping,
      headerCurrency: currencyOf(header, names, mapping),
      totalsPeriod: formats[platform].totalsPeriod,
      micros: new Set(commonMeasures.filter((metric) => mapping[metric].some((column) => isMicros(column)))),
    }
  );
}

export const isRefusal = (result: Recognition | FileRefusal): result is FileRefusal => 'reason' in result;

/** How many distinct fields a row of cells names: the header is the row that names most. */
export function countFields(cells: readonly string[], map: ExplicitMapping = {}): number {
  const wanted = new Set(
    Object.values(map)
      .flat()
      .map((column) => readHeaderName(column).name),
  );
  const known = new Set<string>();
  for (const cell of cells) {
    const { name } = readHeaderName(cell);
    if (wanted.has(name)) known.add(`map:${name}`);
    for (const [field, aliases] of Object.entries(fieldNames)) if (aliases.includes(name)) known.add(field);
    for (const levels of Object.values(levelNames)) {
      if (levels.campaign.includes(name)) known.add('campaign');
      if (levels.creative.includes(name)) known.add('creative');
    }
  }
  return known.size;
}

const isMicros = (column: string): boolean => microsColumns.has(readHeaderName(column).name);

function guessPlatform(names: readonly HeaderName[]): Platform {
  const count = (signs: readonly string[]) => names.filter(({ name }) => signs.includes(name)).length;
  const scores = (Object.keys(platformSigns) as (keyof typeof platformSigns)[]).map(
    (platform) => [platform, count(platformSigns[platform])] as const,
  );
  const [best, score] = scores.reduce((left, right) => (right[1] > left[1] ? right : left));
  return score > 0 ? best : 'other';
}

function mapColumns(
  header: Header,
  names: readonly HeaderName[],
  platform: Platform,
  { map = {}, date }: RecogniseOptions,
): ColumnMapping {
  const find = (aliases: readonly string[]): string[] => {
    for (const alias of aliases) {
      const index = names.findIndex(({ name }, at) => name === alias && header.filled[at]);
      if (index >= 0) return [header.columns[index] as string];
    }
    return [];
  };
  // A file whose campaign or creative was named by hand has just that level: a guess beside it could change the grain.
  const keyIsGiven = map.campaign !== undefined || map.creative !== undefined;
  const level = (field: keyof (typeof levelNames)['other']) => (keyIsGiven ? [] : find(levelNames[platform][field]));
  const other = (field: keyof typeof fieldNames) => find(fieldNames[field]);
  const found: ColumnMapping = {
    date: date ? [] : other('date'),
    campaign: level('campaign'),
    campaign_name: level('campaign_name'),
    creative: level('creative'),
    creative_name: level('creative_name'),
    account: other('account'),
    currency: other('currency'),
    ...eachMeasure(commonMeasures, other),
  };
  const chosen = { ...found, ...resolve(header, map) };
  return {
    ...chosen,
    campaign_name: same(chosen.campaign_name, chosen.campaign) ? [] : chosen.campaign_name,
    creative_name: same(chosen.creative_name, chosen.creative) ? [] : chosen.creative_name,
  };
}

const same = (left: readonly string[], right: readonly string[]): boolean => left.join('\n') === right.join('\n');

/** The header's own spelling of a column that was named by hand: exact first, then with case and spaces made equal. */
function resolve(header: Header, map: ExplicitMapping): Partial<ColumnMapping> {
  const entries = Object.entries(map) as [MappedField, string[]][];
  return Object.fromEntries(
    entries.map(([field, columns]) => [field, columns.map((column) => spelling(header, column) ?? column)]),
  );
}

function spelling(header: Header, wanted: string): string | undefined {
  const { name } = readHeaderName(wanted);
  return (
    header.columns.find((column) => column === wanted) ??
    header.columns.find((column) => readHeaderName(column).name === name)
  );
}

function unknownColumn(header: Header, map: ExplicitMapping): FileRefusal | undefined {
  const missing = Object.values(map)
    .flat()
    .filter((column) => spelling(header, column) === undefined);
  if (missing.length === 0) return undefined;
  return {
    reason: `it has no column ${listed(missing.map((column) => `"${column}"`))}`,
    remedy: `Its columns are: ${header.columns.join(', ')}.`,
  };
}

function currencyOf(header: Header, names: readonly HeaderName[], mapping: ColumnMapping): string | null {
  const [column] = mapping.cost;
  const name = column === undefined ? undefined : names[header.columns.indexOf(column)];
  return name?.currency ?? (name?.name === 'cost in usd' ? 'USD' : null);
}
