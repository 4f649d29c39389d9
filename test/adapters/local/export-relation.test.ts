import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportRequest, exportRelation } from '../../../adapters/local/export-relation.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { ask, placeOf } from '../../support/asking.ts';
import { openWorkshop, type Workshop } from '../../support/workshop.ts';

const awkward = [
  '=1+1',
  '+44',
  '-50 % off',
  '@home',
  '\tindented',
  'a "quoted", name',
  'two\nlines',
  'one\rreturn',
  ' ü ',
  '',
];

let shop: Workshop;
let folder: string;

beforeAll(async () => {
  shop = await openWorkshop();
  folder = join(shop.folder, 'out');
  await shop.storeImport(
    awkward.map((name, at) => ({
      creative_id: `c1/${at}`,
      creative_name: name,
      stat_date: `2026-03-${String(at + 1).padStart(2, '0')}`,
      cost: `123456789.12345678${at}`,
      leads: null,
    })),
  );
  await dataProcessor({}, shop.deps);
  await shop.deps.warehouse.close();
});

afterAll(() => shop.close());

const write = async (name: string, options: Partial<ExportRequest> = {}) => {
  const file = join(folder, name);
  const defaults = { relation: 'ad_report', format: 'csv', spreadsheet: false, replace: false } as const;
  return { file, ...(await exportRelation(placeOf(shop), { ...defaults, file, ...options })) };
};

const records = (body: string): Record<string, string>[] => parse(body, { columns: true, record_delimiter: '\r\n' });

describe('an export', () => {
  it('as CSV gives every text back as it was, with a header, every digit and ISO days and instants', async () => {
    const { file, rows, bytes, formulas } = await write('exact.csv');
    const body = await readFile(file, 'utf8');
    expect([rows, bytes, formulas]).toEqual([10, Buffer.byteLength(body), 5]);
    expect(body.startsWith('date_day,platform,account_id,')).toBe(true);
    expect(body.endsWith('\r\n')).toBe(true);
    const found = records(body);
    expect(found.map(({ creative_name }) => creative_name)).toEqual(awkward);
    expect(found.at(-2)).toMatchObject({
      date_day: '2026-03-09',
      spend: '123456789.123456788',
      impressions: '1000',
      leads: '',
      observed_at: '2026-06-01T08:00:00.000Z',
    });
    // an empty text is quoted, what is not there is not
    expect(body.trimEnd().split('\r\n').at(-1)).toContain(',c1/9,"",USD,5,1000,123456789.123456789,1.000000000,,,');
  });

  it('as CSV for a spreadsheet marks UTF-8 and lets no text begin as a formula', async () => {
    const { file, formulas } = await write('sheet.csv', { spreadsheet: true });
    const body = await readFile(file, 'utf8');
    expect(formulas).toBe(0);
    expect(body.startsWith('\ufeffdate_day,')).toBe(true);
    expect(records(body).map(({ creative_name }) => creative_name)).toEqual(
      awkward.map((name, at) => (at < 5 ? `'${name}` : name)),
    );
  });

  it('as JSON is one object a line, with numbers in all their digits', async () => {
    const { file, rows } = await write('lines.ndjson', { format: 'json' });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect([rows, lines.length]).toEqual([10, 10]);
    expect(lines[6]).toContain('"creative_name":"two\\nlines"');
    expect(lines[6]).toContain('"spend":123456789.123456786,"conversions":1.000000000,"conversions_value":null');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      date_day: '2026-03-01',
      observed_at: '2026-06-01T08:00:00.000Z',
    });
  });

  it('as Parquet has the types of the warehouse', async () => {
    const { file } = await write('typed.parquet', { format: 'parquet' });
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const read = await connection.runAndReadAll(
      `select date_day, spend, creative_name, typeof(spend), typeof(date_day), typeof(clicks), typeof(observed_at) from read_parquet('${file}') limit 1`,
    );
    connection.closeSync();
    expect(read.getRowsJson()).toEqual([
      ['2026-03-01', '123456789.123456780', '=1+1', 'DECIMAL(18,9)', 'DATE', 'BIGINT', 'TIMESTAMP'],
    ]);
  });

  it('holds only the days that were asked for, both ends included, and is a header where there are none', async () => {
    const { file, rows } = await write('days.csv', {
      relation: 'creative_daily',
      from: '2026-03-02',
      to: '2026-03-04',
    });
    expect(rows).toBe(3);
    expect(records(await readFile(file, 'utf8')).map(({ stat_date }) => stat_date)).toEqual([
      '2026-03-02',
      '2026-03-03',
      '2026-03-04',
    ]);
    const empty = await write('none.csv', { relation: 'daily_summary', from: '2027-01-01' });
    expect((await readFile(empty.file, 'utf8')).split('\r\n')).toHaveLength(2);
    await expect(write('campaigns.csv', { relation: 'campaign', from: '2026-03-02' })).rejects.toThrow(
      'campaign has no column of days',
    );
  });

  it('has the rows that the relation has, for every relation that can be asked', async () => {
    const known = await ask(
      shop,
      "select table_name as name from information_schema.tables where table_schema = 'main'",
    );
    for (const relation of ['ad_report', 'creative_observation', 'campaign_totals', 'campaign', 'processed_run']) {
      expect(known.map(({ name }) => name)).toContain(relation);
      const [counted] = await ask(shop, `select count(*) as n from ${relation}`);
      expect((await write(`${relation}.csv`, { relation })).rows, relation).toBe(Number(counted?.n));
    }
    await expect(write('raw.csv', { relation: 'stg_import_rows' })).rejects.toThrow(
      'There is no relation "stg_import_rows" to export',
    );
    await expect(write('x.csv', { relation: 'ad_report; drop table account' })).rejects.toThrow('There is no relation');
  });

  it('never takes the place of a file unless told to, and leaves nothing half-written', async () => {
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'mine.csv');
    await writeFile(file, 'mine');
    await expect(write('mine.csv')).rejects.toThrow('mine.csv already exists');
    expect(await readFile(file, 'utf8')).toBe('mine');
    await expect(write('half.csv', { from: 'no day' })).rejects.toThrow('The relation could not be written');
    await write('mine.csv', { replace: true });
    expect(records(await readFile(file, 'utf8'))).toHaveLength(10);
    expect((await readdir(folder)).filter((name) => name.startsWith('.') || name === 'half.csv')).toEqual([]);
  });
});
