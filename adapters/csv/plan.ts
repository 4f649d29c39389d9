import { findDateStyle } from '../../core/collect/imports/date-style.ts';
import { inferDecimal, isPlain } from '../../core/collect/imports/number-style.ts';
import type { Recognition } from '../../core/collect/imports/recognise.ts';
import { isBareTotalsCell, isTotalsCell } from '../../core/collect/imports/totals-row.ts';
import type { DateStyle, ImportRecord, MappedField, NumberStyle } from '../../core/contracts/imports.ts';
import { type CommonMeasure, commonMeasures, isCount } from '../../core/contracts/measures.ts';
import type { Platform } from '../../core/contracts/values.ts';
import { ImportRefusedError } from '../../core/errors.ts';
import type { ReadRequest } from '../../core/ports/export-reader.ts';
import { planCurrency } from './plan-currency.ts';
import type { Sample } from './sample.ts';

export type ReadOptions = ReadRequest['options'];

/** How the engine is to read the file. */
export interface ReadPlan {
  platform: Platform;
  recognition: Recognition;
  sample: Sample;
  decimal: '.' | ',';
  /** Metrics whose cells the engine cannot take as they stand: read as text, then cleaned. */
  tolerant: ReadonlySet<CommonMeasure>;
  dates: { style: DateStyle; year: number | null; fixed: string | null };
  account: string | null;
  currency: ImportRecord['currency'];
}

/** Cells that were rejected in a first reading are evidence for the second: the sample had no thousands in it, say. */
export type Evidence = Partial<Record<CommonMeasure, string[]>>;

export function planReading(
  file: string,
  sample: Sample,
  recognition: Recognition,
  options: ReadOptions,
  evidence: Evidence = {},
): ReadPlan {
  const cells = new Map(
    commonMeasures.map((metric) => [
      metric,
      [...metricCells(sample, recognition, metric), ...(evidence[metric] ?? [])],
    ]),
  );
  const decimal = inferDecimal(
    [...cells].flatMap(([metric, texts]) => texts.map((cell) => ({ cell, isCount: isCount(metric) }))),
  );
  const tolerant = [...cells]
    .filter(([metric, texts]) => !isPlain(texts, decimal) || evidence[metric] || isShared(metric, recognition))
    .map(([metric]) => metric);
  return {
    platform: recognition.platform,
    recognition,
    sample,
    decimal,
    tolerant: new Set(tolerant),
    dates: planDates(
      file,
      columnCells(sample, recognition.mapping.date),
      recognition,
      options,
      sample.isWhole ? 'whole file' : 'sample',
    ),
    account: options.account ?? null,
    currency: planCurrency(metricCells(sample, recognition, 'cost'), recognition, options),
  };
}

/** A column that another field uses as well must stay text, for each to read it in its way. */
function isShared(metric: CommonMeasure, { mapping }: Recognition): boolean {
  const fields = Object.keys(mapping) as MappedField[];
  return mapping[metric].some((column) => fields.some((field) => field !== metric && mapping[field].includes(column)));
}

/** How each metric is written, for the record beside the file. */
export function numberStyles(plan: ReadPlan): Partial<Record<CommonMeasure, NumberStyle>> {
  const mapped = commonMeasures.filter((metric) => plan.recognition.mapping[metric].length > 0);
  return Object.fromEntries(
    mapped.map((metric) => [
      metric,
      {
        decimal: plan.decimal,
        thousands: plan.tolerant.has(metric),
        scale: plan.recognition.micros.has(metric) ? 1e-6 : 1,
      },
    ]),
  );
}

const metricCells = (sample: Sample, { mapping }: Recognition, metric: CommonMeasure): string[] =>
  mapping[metric].flatMap((column) => cellsOf(sample, column));

function cellsOf(sample: Sample, column: string): string[] {
  const at = sample.header.columns.indexOf(column);
  return sample.rows.map((row) => row[at] ?? '');
}

/** The cells of joined columns, joined as the engine joins them. */
function columnCells(sample: Sample, columns: readonly string[]): string[] {
  const places = columns.map((column) => sample.header.columns.indexOf(column));
  return sample.rows.map((row) => places.map((at) => (row[at] ?? '').trim()).join(' '));
}

export function planDates(
  file: string,
  cells: readonly string[],
  { mapping }: Recognition,
  { date, dateOrder, year }: ReadOptions,
  extent: 'sample' | 'whole file',
): ReadPlan['dates'] {
  if (date) return { style: 'iso', year: null, fixed: date };
  if (dateOrder) return { style: dateOrder, year: null, fixed: null };
  const finding = findDateStyle(cells.filter((cell) => !isTotalsCell(cell)));
  const column = mapping.date.join('+');
  const isOpen = finding.kind === 'style' && finding.bothOrders !== undefined && extent === 'sample';
  if (isOpen) throw new AmbiguousDatesError(file, column, finding.bothOrders as string);
  if (finding.kind === 'ambiguous') throw new AmbiguousDatesError(file, column, finding.example);
  if (finding.kind === 'unreadable') {
    throw new ImportRefusedError(
      file,
      `its column "${column}" holds no readable dates, but values such as "${finding.example}"`,
      'Name the date column with --map date=COLUMN, or add --date YYYY-MM-DD if the whole file belongs to one day.',
    );
  }
  if (!finding.hasYear && year === undefined) {
    throw new ImportRefusedError(
      file,
      `the dates in "${column}" have no year`,
      'Add --year, for instance --year 2024.',
    );
  }
  return { style: finding.style, year: finding.hasYear ? null : (year ?? null), fixed: null };
}

/** Every date of the sample fits day-month and month-day. The whole file may still settle it. */
export class AmbiguousDatesError extends ImportRefusedError {
  constructor(file: string, column: string, example: string) {
    super(
      file,
      `every date in "${column}" fits both day-month and month-day, such as "${example}"`,
      'Say which it is: --date-order dmy or --date-order mdy.',
    );
  }
}

/** Whether a record that the engine could not take is a totals row: it says so, and has no day of its own. */
export function isTotalsRow(cells: readonly string[], { sample, recognition: { mapping }, dates }: ReadPlan): boolean {
  const at = (columns: readonly string[]) =>
    columns.map((column) => cells[sample.header.columns.indexOf(column)] ?? '');
  const dateCells = at(mapping.date);
  const first = [cells[0] ?? '', ...dateCells, ...at(mapping.campaign)];
  if (dates.fixed) return first.some(isBareTotalsCell);
  return first.some(isTotalsCell) && dateCells.every((cell) => !/\d/.test(cell) || isTotalsCell(cell));
}
