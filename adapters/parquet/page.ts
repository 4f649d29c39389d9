import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ColumnPage } from 'parquetjs-lite';
import { WarehouseError } from '../../core/errors.ts';
import type { ParquetColumn } from '../../core/ports/parquet-encoder.ts';
import { plainValues } from './plain-values.ts';
import { pageHeader, varint } from './thrift.ts';

const compress = promisify(gzip);

/** A whole column as one data page of version 2: levels as they are, values packed. Null, and what is not there, is left out. */
export async function columnPage(column: ParquetColumn, rows: readonly object[]): Promise<ColumnPage> {
  const cells = rows.map((row) => (row as Record<string, unknown>)[column.name] ?? null);
  const values = cells.filter((value) => value !== null);
  if (!column.optional && values.length < cells.length) throw withoutValue(column, rows[cells.indexOf(null)]);
  if (values.some(Number.isNaN)) throw withoutValue(column, rows[cells.findIndex(Number.isNaN)]);
  const levels = column.optional ? levelRuns(cells) : Buffer.alloc(0);
  const { bytes, distinct } = plainValues(column.type, values);
  const packed = await compress(bytes);
  const header = pageHeader({
    values: cells.length,
    nulls: cells.length - values.length,
    levelBytes: levels.length,
    bytes: levels.length + bytes.length,
    packedBytes: levels.length + packed.length,
  });
  return {
    page: Buffer.concat([header, levels, packed]),
    first_row_index: 0,
    num_values: cells.length,
    statistics: { ...leastAndLargest(distinct), null_count: cells.length - values.length },
    distinct_values: distinct,
  };
}

const withoutValue = ({ name }: ParquetColumn, row: object | undefined): WarehouseError =>
  new WarehouseError(`A row has no ${name}: ${JSON.stringify(row)}`, 'Look at what the mart selects.');

/** 1 where there is a value, else 0: runs of the same as RLE, which needs one bit a level, in one byte a run. */
function levelRuns(cells: readonly unknown[]): Buffer {
  const bytes: number[] = [];
  for (let start = 0, end = 0; start < cells.length; start = end) {
    const isNull = cells[start] === null;
    while (end < cells.length && (cells[end] === null) === isNull) end += 1;
    bytes.push(...varint((end - start) << 1), isNull ? 0 : 1);
  }
  return Buffer.from(bytes);
}

function leastAndLargest(values: ReadonlySet<unknown>): { min_value?: unknown; max_value?: unknown } {
  let [least, largest] = [...values].slice(0, 1).flatMap((value) => [value, value]) as [unknown, unknown];
  for (const value of values as ReadonlySet<string>) {
    if (value < (least as string)) least = value;
    if (value > (largest as string)) largest = value;
  }
  return { min_value: least, max_value: largest };
}
