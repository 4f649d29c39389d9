import { counted, percent, plural } from '../../core/domain/language.ts';
import { type ComparedDay, type ComparedRow, tolerance } from '../../core/process/reconcile/compare.ts';
import type { ComparedFigures, ComparedMetric } from '../../core/process/reconcile/figures.ts';
import type { Reconciliation } from '../../core/process/reconcile/reconcile-export.ts';
import { formatFigure, formatMoney, formatNumber, simulatedLabel } from './wording.ts';

const shownDays = 10;
const shownRows = 10;

export function reconcileLines(found: Reconciliation): string[] {
  const agreeing = found.days.filter((day) => day.agrees).length;
  const others = found.days.filter((day) => !day.agrees);
  const withCurrency = found.totals.length > 1;
  return [
    ...(found.simulated ? [simulatedLabel, ''] : []),
    `${found.file} (${found.recognised_as}) against the warehouse, by day and ${found.compared_by}, matched by ${found.matched_by}; ${plural(found.accounts.length, 'account')} ${found.accounts.join(', ')}`,
    `${found.from} to ${found.to}: ${agreeing} of ${counted(found.days.length, 'day')} agree within ${percent(tolerance)}`,
    ...found.totals.flatMap((total) => totalLines(total, found.metrics)),
    ...(others.length > 0 ? ['', 'Days that do not agree (file → warehouse):'] : []),
    ...others.slice(0, shownDays).map((day) => dayLine(day, found.metrics, withCurrency)),
    ...more(others.length - shownDays),
    ...(found.rows.length > 0 ? ['', `${kinds(found)}. The largest differences:`] : []),
    ...found.rows.slice(0, shownRows).flatMap((row) => rowLines(row, found.metrics)),
    ...more(found.rows.length - shownRows),
    '',
    ...notes(found),
    found.agrees
      ? 'The file and the warehouse agree. Nothing was changed.'
      : 'The file and the warehouse differ. Nothing was changed.',
  ];
}

const more = (rest: number): string[] => (rest > 0 ? [`  … and ${rest} more (--json has them all)`] : []);

type Sums = Pick<ComparedDay, 'currency' | 'file' | 'warehouse' | 'gap'>;

function totalLines({ currency, file, warehouse, gap }: Sums, metrics: readonly ComparedMetric[]): string[] {
  return [
    `Totals of all days, in ${currency}:`,
    ...metrics.map(
      (metric) =>
        `  ${named(metric).padEnd(12)}${shown(metric, file, currency)} in the file, ${shown(metric, warehouse, currency)} in the warehouse: ${difference(metric, { currency, file, warehouse, gap })}`,
    ),
  ];
}

const named = (metric: ComparedMetric): string => (metric === 'cost' ? 'spend' : metric.replaceAll('_', ' '));

const shown = (metric: ComparedMetric, figures: ComparedFigures | null, currency: string): string => {
  const value = figures === null ? null : figures[metric];
  return metric === 'cost' ? formatMoney(value, currency) : formatFigure(value);
};

/** "none", or by how much the warehouse is above or below the file, such as "10 more (4.17%)". */
function difference(metric: ComparedMetric, { currency, file, gap }: Sums): string {
  const value = gap[metric];
  if (value === null) return 'not compared';
  if (value === 0) return 'none';
  const size = metric === 'cost' ? formatMoney(Math.abs(value), currency) : formatNumber(Math.abs(value));
  const whole = file[metric] ?? 0;
  const share = whole > 0 ? ` (${((100 * Math.abs(value)) / whole).toFixed(2)}%)` : '';
  return `${size} ${value > 0 ? 'more' : 'less'}${share}`;
}

/** The metrics that differ, each with both values. */
const differing = ({ currency, file, warehouse, gap }: Sums, metrics: readonly ComparedMetric[]): string =>
  metrics
    .filter((metric) => (gap[metric] ?? 0) !== 0)
    .map((metric) => `${named(metric)} ${shown(metric, file, currency)} → ${shown(metric, warehouse, currency)}`)
    .join(', ');

function dayLine(day: ComparedDay, metrics: readonly ComparedMetric[], withCurrency: boolean): string {
  const what = differing(day, metrics) || 'the sums agree, the rows do not';
  return `  ${day.stat_date}${withCurrency ? ` ${day.currency}` : ''}: ${what}`;
}

function kinds({ rows }: Reconciliation): string {
  const number = (kind: ComparedRow['kind']) => rows.filter((row) => row.kind === kind).length;
  return [
    `${counted(number('differs'), 'row')} with different figures`,
    `${number('only_in_file')} only in the file`,
    `${number('only_in_warehouse')} only in the warehouse`,
  ].join(', ');
}

function rowLines(row: Reconciliation['rows'][number], metrics: readonly ComparedMetric[]): string[] {
  const { stat_date, campaign, creative, kind, currency, file, warehouse } = row;
  const entity = creative === null ? campaign : `${campaign} / ${creative}`;
  const only = kind === 'only_in_file' ? 'only in the file' : 'only in the warehouse';
  const figures = metrics
    .filter((metric) => (file ?? warehouse)?.[metric])
    .map((metric) => `${named(metric)} ${shown(metric, file ?? warehouse, currency)}`);
  const sides = { currency, file: file ?? row.gap, warehouse: warehouse ?? row.gap, gap: row.gap };
  const what = kind === 'differs' ? differing(sides, metrics) : `${only}: ${figures.join(', ')}`;
  return [`  ${stat_date} ${entity}: ${what}`, ...(row.explanation ? [`    ${row.explanation}`] : [])];
}

function notes(found: Reconciliation): string[] {
  const { unread_rows: unread, unmerged_objects: unmerged, in_quarantine: quarantined, empty_rows: empty } = found;
  return [
    ...(found.is_coarser ? ['The file and the warehouse name ads differently, so campaigns were compared.'] : []),
    ...(empty > 0 ? [`Left out, as exports do: ${counted(empty, 'row')} of the warehouse without figures.`] : []),
    ...(unread > 0 ? [`Left out: ${counted(unread, 'row')} of the file that cannot be read.`] : []),
    ...(unmerged > 0
      ? [`Not merged yet: ${counted(unmerged, 'object')}. Run "npm run ads -- process" and compare again.`]
      : []),
    ...(quarantined > 0 && !found.agrees
      ? [`${counted(quarantined, 'record')} in quarantine may explain the difference: npm run ads -- quarantine list`]
      : []),
  ];
}
