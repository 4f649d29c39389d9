import { Writable } from 'node:stream';
import parquet, { type FieldDefinition } from 'parquetjs-lite';
import type { ParquetColumn, ParquetEncoder, ParquetType } from '../../core/ports.ts';
import { filledColumn } from './filled-column.ts';

const types: Record<ParquetType, FieldDefinition['type']> = {
  date: 'DATE',
  int32: 'INT32',
  double: 'DOUBLE',
  string: 'UTF8',
  boolean: 'BOOLEAN',
};

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
    // An index of pages would repeat what the columns' own statistics say.
    const options = { pageIndex: false };
    const writer = await parquet.ParquetWriter.openStream(new parquet.ParquetSchema(schemaOf(columns)), sink, options);
    // What appendRow would make of the rows one by one, with a set a value: that took ten times as long. One row group of one
    // page a column: the aggregates are small, and readers then fetch one piece.
    if (rows.length > 0)
      writer.rowBuffer = {
        rowCount: rows.length,
        pageRowCount: rows.length,
        columnData: Object.fromEntries(columns.map((column) => [column.name, filledColumn(column, rows)])),
        pages: Object.fromEntries(columns.map(({ name }) => [name, []])),
      };
    await writer.close();
    return Buffer.concat(parts);
  },
};

const schemaOf = (columns: readonly ParquetColumn[]): Record<string, FieldDefinition> =>
  Object.fromEntries(
    columns.map(({ name, type, optional }) => [
      name,
      // Nobody looks for a ratio by its value; counting the distinct ones is half the work.
      { type: types[type], optional, compression: 'GZIP' as const, statistics: type !== 'double' },
    ]),
  );
