import { Writable } from 'node:stream';
import parquet, { type FieldDefinition } from 'parquetjs-lite';
import type { ParquetColumn, ParquetEncoder, ParquetType } from '../../core/ports.ts';

const types: Record<ParquetType, FieldDefinition['type']> = {
  date: 'DATE',
  int32: 'INT32',
  double: 'DOUBLE',
  string: 'UTF8',
  boolean: 'BOOLEAN',
};

/** One row group: the aggregates are small, and readers then fetch one piece. */
const rowsPerGroup = 1_000_000;

/** parquetjs-lite, because existing front ends read with it and it opens only files of its own format version. */
export const parquetEncoder: ParquetEncoder = {
  async encode(columns, rows) {
    const parts: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        parts.push(Buffer.from(chunk));
        done();
      },
    });
    const writer = await parquet.ParquetWriter.openStream(new parquet.ParquetSchema(schemaOf(columns)), sink);
    writer.setRowGroupSize(rowsPerGroup);
    const dates = columns.filter(({ type }) => type === 'date').map(({ name }) => name);
    for (const row of rows) await writer.appendRow(withDates(row as Record<string, unknown>, dates));
    await writer.close();
    return Buffer.concat(parts);
  },
};

const schemaOf = (columns: readonly ParquetColumn[]): Record<string, FieldDefinition> =>
  Object.fromEntries(
    columns.map(({ name, type, optional }) => [name, { type: types[type], optional, compression: 'GZIP' as const }]),
  );

/** parquetjs-lite takes DATE as a Date, and leaves a field out where it is undefined, not null. */
function withDates(row: Record<string, unknown>, dates: readonly string[]): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) if (value !== null) written[name] = value;
  for (const name of dates) if (written[name]) written[name] = new Date(`${written[name]}T00:00:00Z`);
  return written;
}
