/** What the engine could not take, or took and found wanting, after a reading. */
import { type CommonMeasure, commonMeasures, isCount } from '../../core/contracts/measures.ts';
import { type Engine, quoted } from './engine.ts';
import type { ReadPlan } from './plan.ts';

/** Rejected cells that are looked at for how numbers are written. */
const evidenceRows = 200;

/** A record that the engine could not take at all. */
export interface Reject {
  /** In bytes: where the record begins, or between the end of the one before it and there. */
  offset: number;
  columnIndex: number;
  type: string;
  message: string;
}

/** A cell that stood for a metric. */
export interface MetricCell {
  metric: CommonMeasure;
  cell: string;
}

export async function findRejects(engine: Engine): Promise<Reject[]> {
  const found = await engine.rows(`
    select line_byte_position, min_by(column_idx, byte_position) as column_idx, min_by(error_type, byte_position) as error_type,
      min_by(error_message, byte_position) as error_message
    from reject_errors group by line_byte_position order by line_byte_position`);
  return found.map((row) => ({
    // The engine counts bytes from 1.
    offset: Number(row.line_byte_position) - 1,
    columnIndex: Number(row.column_idx) - 1,
    type: String(row.error_type).toLowerCase(),
    message: String(row.error_message),
  }));
}

/** Places in the file of the records that were taken and found wanting, with the code of what is wrong. */
export async function findBadOrdinals(engine: Engine, all: string): Promise<{ ordinal: number; quality: string }[]> {
  const found = await engine.rows(`
    select file_row_number as ordinal, quality from read_parquet(${quoted(all)}, file_row_number = true)
    where quality like 'reject:%' order by ordinal`);
  return found.map((row) => ({ ordinal: Number(row.ordinal), quality: String(row.quality) }));
}

/** Cells of plainly read metric columns that the engine could not take. */
export async function findRejectedCells(engine: Engine, plan: ReadPlan): Promise<MetricCell[]> {
  const found = await engine.rows(`
    select column_idx, regexp_extract(error_message, 'Could not convert string "(.*)" to', 1) as cell
    from reject_errors where error_type = 'CAST' limit ${evidenceRows}`);
  return found.flatMap((row) => {
    const column = plan.sample.header.columns[Number(row.column_idx) - 1] ?? '';
    const metric = commonMeasures.find((name) => plan.recognition.mapping[name].includes(column));
    return metric && !plan.tolerant.has(metric) ? [{ metric, cell: String(row.cell) }] : [];
  });
}

/** Counts that came out as fractions, back in the writing that a thousands separator would explain. */
export async function findFractionalCounts(engine: Engine, all: string, plan: ReadPlan): Promise<MetricCell[]> {
  const codes = commonMeasures
    .filter((metric) => isCount(metric) && !plan.tolerant.has(metric))
    .map((metric) => `'reject:${metric}:fraction'`);
  if (codes.length === 0) return [];
  const found = await engine.rows(`select distinct quality from ${quoted(all)} where quality in (${codes.join(', ')})`);
  return found.map((row) => ({
    metric: String(row.quality).split(':')[1] as CommonMeasure,
    cell: plan.decimal === '.' ? '1.000' : '1,000',
  }));
}
