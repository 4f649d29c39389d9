import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import parquet from 'parquetjs-lite';
import { describe, expect, it } from 'vitest';
import { parquetEncoder } from '../../../adapters/parquet/encoder.ts';
import type { ParquetColumn } from '../../../core/ports/parquet-encoder.ts';

const columns: ParquetColumn[] = [
  { name: 'day', type: 'date', optional: false },
  { name: 'name', type: 'string', optional: true },
  { name: 'clicks', type: 'int32', optional: true },
  { name: 'cost', type: 'double', optional: true },
  { name: 'provisional', type: 'boolean', optional: false },
];
const rows = [
  { day: '2026-03-01', name: 'ß 漢 🦆', clicks: 2_147_483_647, cost: 144_397.6103, provisional: false },
  { day: '1999-12-31', name: null, clicks: null, cost: null, provisional: true },
  { day: '2026-03-02', name: '', clicks: 0, cost: 0, provisional: false },
];

describe('the Parquet encoder', () => {
  it('writes files that parquetjs-lite reads, by its cursor', async () => {
    const reader = await parquet.ParquetReader.openBuffer(Buffer.from(await parquetEncoder.encode(columns, rows)));
    const cursor = reader.getCursor();
    const found: Record<string, unknown>[] = [];
    for (let row = await cursor.next(); row; row = await cursor.next()) found.push(row);
    expect(found).toEqual([
      { day: new Date('2026-03-01'), name: 'ß 漢 🦆', clicks: 2_147_483_647, cost: 144_397.6103, provisional: false },
      { day: new Date('1999-12-31'), provisional: true },
      { day: new Date('2026-03-02'), name: '', clicks: 0, cost: 0, provisional: false },
    ]);
    expect(typeof found[0]?.clicks).toBe('number');
  });

  it('writes files that hyparquet reads', async () => {
    const body = await parquetEncoder.encode(columns, rows);
    const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer;
    const found = await parquetReadObjects({ file, compressors });
    expect(found.map(({ clicks, cost }) => [clicks ?? null, cost ?? null])).toEqual([
      [2_147_483_647, 144_397.6103],
      [null, null],
      [0, 0],
    ]);
    expect(found[0]?.day).toEqual(new Date('2026-03-01'));
  });

  it('writes files that DuckDB reads, with dates as dates', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'parquet-')), 'rows.parquet');
    await writeFile(file, await parquetEncoder.encode(columns, rows));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reader = await connection.runAndReadAll(`select * from '${file}'`);
    expect(reader.columnTypes().map(String)).toEqual(['DATE', 'VARCHAR', 'INTEGER', 'DOUBLE', 'BOOLEAN']);
    expect(reader.getRowObjectsJson()).toEqual(rows);
  });

  it('keeps every cell of long columns with gaps of all lengths', async () => {
    const texts = ['one', 'two', 'ß', ''];
    const long = Array.from({ length: 20_000 }, (_, index) => ({
      day: `2026-0${1 + (index % 9)}-11`,
      name: index % 7 < 3 ? null : texts[index % 4]!,
      clicks: index > 300 && index < 9000 ? null : index - 10_000,
      cost: index % 2 === 0 ? index / 3 : null,
      provisional: index % 3 === 0,
    }));
    const body = await parquetEncoder.encode(columns, long);
    const cursor = (await parquet.ParquetReader.openBuffer(Buffer.from(body))).getCursor();
    const byOurReader: unknown[] = [];
    for (let row = await cursor.next(); row; row = await cursor.next()) byOurReader.push(row);
    expect(byOurReader).toEqual(
      long.map(({ day, ...cells }) => ({
        day: new Date(day),
        ...Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null)),
      })),
    );
    const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer;
    expect(await parquetReadObjects({ file, compressors })).toEqual(
      long.map((row) => ({ ...row, day: new Date(row.day) })),
    );
    const path = join(await mkdtemp(join(tmpdir(), 'parquet-')), 'long.parquet');
    await writeFile(path, body);
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
    expect((await connection.runAndReadAll(`select * from '${path}'`)).getRowObjectsJson()).toEqual(long);
  });

  it('writes a column without any value', async () => {
    const none = [
      { day: '2026-03-01', provisional: false },
      { day: '2026-03-02', name: null, provisional: false },
    ];
    const path = join(await mkdtemp(join(tmpdir(), 'parquet-')), 'none.parquet');
    await writeFile(path, await parquetEncoder.encode(columns, none));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const found = await connection.runAndReadAll(`select name, clicks, cost from '${path}'`);
    expect(found.getRowsJson()).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('says the first and last day, by which readers skip files', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'parquet-')), 'days.parquet');
    await writeFile(path, await parquetEncoder.encode(columns, rows));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const found = await connection.runAndReadAll(
      `select stats_min_value, stats_max_value, stats_null_count from parquet_metadata('${path}') where path_in_schema = 'day'`,
    );
    expect(found.getRowsJson()).toEqual([['1999-12-31', '2026-03-02', '0']]);
  });

  it('refuses what a column cannot hold instead of cutting it', async () => {
    const [first] = rows as [(typeof rows)[number]];
    await expect(parquetEncoder.encode(columns, [first, { ...first, day: null }])).rejects.toThrow('A row has no day');
    await expect(parquetEncoder.encode(columns, [{ ...first, cost: Number.NaN }])).rejects.toThrow('A row has no cost');
    await expect(parquetEncoder.encode(columns, [{ ...first, clicks: 2_147_483_648 }])).rejects.toThrow(
      '2147483648 does not fit into INT32',
    );
  });

  it('writes a file without rows that still has its columns', async () => {
    const body = await parquetEncoder.encode(columns, []);
    const reader = await parquet.ParquetReader.openBuffer(Buffer.from(body));
    expect(await reader.getCursor().next()).toBeNull();
    const file = join(await mkdtemp(join(tmpdir(), 'parquet-')), 'none.parquet');
    await writeFile(file, body);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const found = await connection.runAndReadAll(`select * from '${file}'`);
    expect([found.columnNames(), found.currentRowCount]).toEqual([columns.map(({ name }) => name), 0]);
  });
});
