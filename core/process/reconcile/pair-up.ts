/** Brings the rows of both sides together. Pure. */
import {
  addFigures,
  type ComparedFigures,
  type ComparedMetric,
  type FileRow,
  type NamedRow,
  noFigures,
  type WarehouseRow,
} from './figures.ts';
import type { Matching } from './match.ts';

/** The rows of one ad or campaign on one day. Null is the side that has none. */
export interface Pair {
  /** What the entity is told by. */
  entity: string;
  name: NamedRow;
  stat_date: string;
  currency: string;
  file: ComparedFigures | null;
  fileRows: number;
  warehouse: ComparedFigures | null;
  parts: WarehouseRow[];
}

export interface PairedSides {
  file: readonly FileRow[];
  warehouse: readonly WarehouseRow[];
  matching: Matching;
}

/** Rows of one entity and day on both sides, each summed: a name may stand for several ads. */
export function pairUp({ file, warehouse, matching }: PairedSides): Pair[] {
  const pairs = new Map<string, Pair>();
  const pairOf = (row: NamedRow, entity: string): Pair => {
    const key = `${row.stat_date}\n${row.currency}\n${entity}`;
    const { stat_date, currency } = row;
    const known = pairs.get(key) ?? {
      entity,
      name: row,
      stat_date,
      currency,
      file: null,
      fileRows: 0,
      warehouse: null,
      parts: [],
    };
    pairs.set(key, known);
    return known;
  };
  for (const row of warehouse) {
    if (!matching.accounts.includes(row.account_id)) continue;
    const pair = pairOf(row, matching.keyOf.warehouse(row));
    pair.warehouse = addFigures(pair.warehouse ?? noFigures, row.figures);
    pair.parts.push(row);
  }
  for (const row of file) {
    const pair = pairOf(row, matching.keyOf.file(row));
    pair.file = addFigures(pair.file ?? noFigures, row.figures);
    pair.fileRows += 1;
  }
  return [...pairs.values()];
}

/** A row that one side lacks is zero there; a metric that a row lacks was not measured and cannot differ. */
export function gapOf({ file, warehouse }: Pair, metrics: readonly ComparedMetric[]): ComparedFigures {
  const gap = { ...noFigures };
  for (const metric of metrics) {
    const [left, right] = [file ? file[metric] : 0, warehouse ? warehouse[metric] : 0];
    gap[metric] =
      left === null || right === null ? null : addFigures(asFigures(metric, right), asFigures(metric, -left))[metric];
  }
  return gap;
}

const asFigures = (metric: ComparedMetric, value: number): ComparedFigures => ({ ...noFigures, [metric]: value });
