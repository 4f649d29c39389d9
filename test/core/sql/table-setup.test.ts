import { describe, expect, it } from 'vitest';
import { athenaTable, setupTables, withNames } from '../../../core/sql/table-setup.ts';
import { trinoTable } from '../../trino/trino-table.ts';

const columns = '(\n  id int,\n  body string,\n  amount decimal(18, 9),\n  noted_on date,\n  noted_at timestamp\n)';

const tableOf = (partitions: string) =>
  setupTables(
    new Map([
      ['tables/note', `-- grain: one row per id\n${partitions}\ncreate table if not exists note ${columns}\n`],
      ['marts/notes', 'select * from note'],
    ]),
  )[0]!;

describe('a table', () => {
  it('has the columns of its file and the partitions of its head', () => {
    expect(tableOf('-- partitions: month(noted_on), body')).toEqual({
      name: 'note',
      columns: [
        { name: 'id', type: 'int' },
        { name: 'body', type: 'string' },
        { name: 'amount', type: 'decimal(18, 9)' },
        { name: 'noted_on', type: 'date' },
        { name: 'noted_at', type: 'timestamp' },
      ],
      partitions: ['month(noted_on)', 'body'],
    });
    expect(tableOf('-- partitions: none').partitions).toEqual([]);
  });

  it.each([
    ['', 'athena/tables/note.sql has 0 lines "-- partitions: …", not one'],
    ['-- partitions: body\n-- partitions: id', 'athena/tables/note.sql has 2 lines "-- partitions: …", not one'],
    ['-- partitions: bucket(4, id)', 'athena/tables/note.sql is partitioned by "bucket(4"'],
    ['-- partitions: month(day)', 'athena/tables/note.sql is partitioned by "month(day)", but has no day'],
    ["-- partitions: id', 'body", `athena/tables/note.sql is partitioned by "id'"`],
  ])('is refused with %j in its head', (head, message) => {
    expect(() => tableOf(head)).toThrow(message);
  });

  it('is in Trino’s words for Trino', () => {
    expect(trinoTable(tableOf('-- partitions: month(noted_on), body'))).toBe(
      `create table if not exists note (
  id int,
  body varchar,
  amount decimal(18, 9),
  noted_on date,
  noted_at timestamp(6)
) with (format = 'PARQUET', partitioning = array['month(noted_on)', 'body'])`,
    );
    expect(trinoTable(tableOf('-- partitions: none'))).toMatch(/\) with \(format = 'PARQUET'\)$/);
  });

  it('is an Iceberg table in its own folder for Athena', () => {
    expect(athenaTable(tableOf('-- partitions: month(noted_on), body'), 's3://data/ads')).toBe(
      `create table if not exists note (
  id int,
  body string,
  amount decimal(18,9),
  noted_on date,
  noted_at timestamp
)
partitioned by (month(noted_on), body)
location 's3://data/ads/warehouse/note/'
tblproperties (
  'table_type' = 'ICEBERG',
  'format' = 'parquet',
  'write_compression' = 'zstd',
  'vacuum_max_snapshot_age_seconds' = '259200',
  'vacuum_min_snapshots_to_keep' = '1'
)`,
    );
    expect(athenaTable(tableOf('-- partitions: none'), 's3://data')).not.toContain('partitioned by');
  });
});

describe('a statement with places for names', () => {
  const text = `-- grain: none\ncreate table {{database}}.a location '{{location}}/a/dt=\${dt}/' -- {{later}}\n`;

  it('takes names into quotes and between words, and nothing else', () => {
    expect(withNames('a', text, { database: 'linkedin_ads', location: 's3://data-1.eu/ads/x_1' })).toBe(
      `create table linkedin_ads.a location 's3://data-1.eu/ads/x_1/a/dt=\${dt}/'`,
    );
  });

  it('says what it misses', () => {
    expect(() => withNames('a', text, { database: 'ads' })).toThrow('a.sql needs {{location}}');
    expect(() => withNames('a', 'drop {{toString}}', {})).toThrow('a.sql needs {{toString}}');
  });

  it.each(['', 'Ads', '1ads', 'ads; drop table b', "ads'", 'a-b', 'a.b', 'ads\n'])(
    'refuses %j as a database',
    (database) => {
      expect(() => withNames('a', text, { database, location: 's3://data' })).toThrow(
        `"${database}" cannot be the database of a table`,
      );
    },
  );

  it.each([
    '',
    'data',
    's3://',
    's3://data/',
    "s3://data/x'",
    's3://data/a b',
    's3://data/../x',
    `s3://data/\${dt}`,
    's3://a\n',
  ])('refuses %j as a location', (location) => {
    expect(() => withNames('a', text, { database: 'ads', location })).toThrow(
      `"${location}" cannot be the location of a table`,
    );
  });
});
