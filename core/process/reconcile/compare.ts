/** An export beside the warehouse: which days agree, how far apart they are, and which rows make the difference. Pure. */
import {
  addFigures,
  type ComparedFigures,
  type ComparedMetric,
  comparedMetrics,
  type FileRow,
  noFigures,
  type WarehouseRow,
} from './figures.ts';
import type { Matching } from './match.ts';
import { gapOf, type Pair, type PairedSides, pairUp } from './pair-up.ts';

/** The share of a day's figures that may differ. */
export const tolerance = 0.001;

/** One ad or campaign on one day. Null is the side that has no such row. */
export interface ComparedRow {
  stat_date: string;
  currency: string;
  account_id: string;
  campaign: string;
  creative: string | null;
  kind: 'differs' | 'only_in_file' | 'only_in_warehouse';
  file: ComparedFigures | null;
  warehouse: ComparedFigures | null;
  /** Warehouse less file; null where one of them does not measure it. */
  gap: ComparedFigures;
  /** The largest of its gaps, as a share of all that the two have of that metric. */
  weight: number;
  /** The same for the same ad or campaign on every day. */
  entity: string;
  /** Rows of the warehouse that it is the sum of. */
  parts: readonly WarehouseRow[];
}

export interface ComparedDay {
  stat_date: string;
  currency: string;
  agrees: boolean;
  file: ComparedFigures;
  warehouse: ComparedFigures;
  gap: ComparedFigures;
}

export interface SideComparison {
  days: ComparedDay[];
  /** Per currency, over all days. */
  totals: Omit<ComparedDay, 'stat_date' | 'agrees'>[];
  /** Those that differ by more than the tolerance, the weightiest first. */
  rows: ComparedRow[];
  /** Rows that stand on one side only and have no figures: exports leave such days out. */
  empty_rows: number;
}

export interface ComparedSides extends PairedSides {
  /** Those that the file has a column of. */
  metrics: readonly ComparedMetric[];
}

export function compareSides({ file, warehouse, matching, metrics }: ComparedSides): SideComparison {
  const pairs = pairUp({ file, warehouse, matching });
  const cents = roundsToCents(file);
  const compared = pairs.map((pair) => ({ pair, gap: gapOf(pair, metrics) }));
  const filled = compared.filter(({ pair, gap }) => pair.file !== null || comparedMetrics.some((name) => gap[name]));
  const totals = new Map<string, ComparedDay>();
  const days = new Map<string, ComparedDay & { off: ComparedFigures; fileRows: number }>();
  for (const { pair, gap } of filled) {
    const day = days.get(`${pair.stat_date} ${pair.currency}`) ?? { ...emptyDay(pair), off: noFigures, fileRows: 0 };
    const off = mapped(gap, (value) => Math.abs(value));
    days.set(`${pair.stat_date} ${pair.currency}`, {
      ...added(day, pair, gap, metrics),
      off: addFigures(day.off, off),
      fileRows: day.fileRows + pair.fileRows,
    });
    totals.set(pair.currency, added(totals.get(pair.currency) ?? emptyDay(pair), pair, gap, metrics));
  }
  return {
    days: [...days.values()]
      .map(({ off, fileRows, ...day }) => ({ ...day, agrees: isWithin(off, day, cents * fileRows) }))
      .sort((one, other) => order(`${one.stat_date} ${one.currency}`, `${other.stat_date} ${other.currency}`)),
    totals: [...totals.values()]
      .map(({ stat_date: _, agrees: __, ...sums }) => sums)
      .sort((one, other) => order(one.currency, other.currency)),
    rows: filled
      .map(({ pair, gap }) => ({ pair, row: comparedRow(pair, gap, matching, totals.get(pair.currency)) }))
      .filter(({ pair, row }) => !isWithin(mapped(row.gap, Math.abs), sidesOf(pair), cents * pair.fileRows))
      .map(({ row }) => row)
      .sort((one, other) => other.weight - one.weight || order(one.stat_date, other.stat_date)),
    empty_rows: compared.length - filled.length,
  };
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const emptyDay = ({ stat_date, currency }: Pair): ComparedDay => ({
  stat_date,
  currency,
  agrees: true,
  file: noFigures,
  warehouse: noFigures,
  gap: noFigures,
});

/** Only what both sides measure is summed: else a column that one of them lacks would look like a gap. */
function added(day: ComparedDay, pair: Pair, gap: ComparedFigures, metrics: readonly ComparedMetric[]): ComparedDay {
  const measured = (figures: ComparedFigures | null): ComparedFigures => {
    const kept = { ...noFigures };
    for (const metric of metrics) if (gap[metric] !== null) kept[metric] = figures ? figures[metric] : 0;
    return kept;
  };
  return {
    ...day,
    file: addFigures(day.file, measured(pair.file)),
    warehouse: addFigures(day.warehouse, measured(pair.warehouse)),
    gap: addFigures(day.gap, gap),
  };
}

const sidesOf = ({ file, warehouse }: Pair) => ({ file: file ?? noFigures, warehouse: warehouse ?? noFigures });

/** `allowed` is what the rounding of an export's amounts may come to. Counts are never rounded. */
function isWithin(
  off: ComparedFigures,
  { file, warehouse }: { file: ComparedFigures; warehouse: ComparedFigures },
  allowed: number,
): boolean {
  return comparedMetrics.every((metric) => {
    const most = Math.max(file[metric] ?? 0, warehouse[metric] ?? 0);
    return (off[metric] ?? 0) <= tolerance * most + (metric === 'cost' ? allowed : 0) + smallest;
  });
}

/** Below what the warehouse stores. */
const smallest = 1e-9;

/** Half of the last place of amounts that are written in cents; 0 where the file writes them finer. */
function roundsToCents(file: readonly FileRow[]): number {
  const isCents = ({ figures: { cost } }: FileRow) =>
    cost === null || Math.abs(cost * 100 - Math.round(cost * 100)) < 1e-6;
  return file.every(isCents) ? 0.005 : 0;
}

const mapped = (figures: ComparedFigures, change: (value: number) => number): ComparedFigures => {
  const result = { ...noFigures };
  for (const metric of comparedMetrics) {
    const value = figures[metric];
    if (value !== null) result[metric] = change(value);
  }
  return result;
};

function comparedRow(
  pair: Pair,
  gap: ComparedFigures,
  { level }: Matching,
  total: ComparedDay | undefined,
): ComparedRow {
  const { entity, name, parts, stat_date, currency, file, warehouse } = pair;
  const named = parts[0] ?? name;
  const shares = comparedMetrics.map(
    (metric) =>
      Math.abs(gap[metric] ?? 0) / Math.max(total?.file[metric] ?? 0, total?.warehouse[metric] ?? 0, smallest),
  );
  return {
    stat_date,
    currency,
    account_id: named.account_id,
    campaign: named.campaign_name ?? named.campaign_id,
    creative: level === 'campaign' ? null : (named.creative_name ?? named.creative_id),
    kind: file === null ? 'only_in_warehouse' : warehouse === null ? 'only_in_file' : 'differs',
    file,
    warehouse,
    gap,
    weight: Math.max(...shares),
    entity,
    parts,
  };
}
