/** Athena's own statements are run by nothing here: what can be known of them without Athena. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import { keys, prefixes } from '../../core/contracts/keys.ts';
import { rawAnalyticsColumns, rawEntityColumns, rawImportRowColumns } from '../../core/contracts/raw-rows.ts';
import { platforms } from '../../core/contracts/values.ts';
import { rawRelations } from '../../core/ports/warehouse.ts';
import { athenaTable, athenaType, setupTables, withNames } from '../../core/sql/table-setup.ts';
import { externalTable } from '../support/external-table.ts';

const portable = loadSqlFiles(join(projectRoot, 'athena'));
const athenaOnly = loadSqlFiles(join(projectRoot, 'athena', 'athena-only'));
const names = { database: 'linkedin_ads', location: 's3://linkedin-ads-data', table: 'creative_daily' };
const at = new Date('2026-03-04T05:06:07.890Z');

const raw = {
  raw_import_rows: { columns: rawImportRowColumns, prefix: prefixes.importRows, keyOf: keys.importRows },
  raw_analytics: { columns: rawAnalyticsColumns, prefix: prefixes.analytics, keyOf: keys.analytics },
  raw_entities: { columns: rawEntityColumns, prefix: prefixes.entities, keyOf: keys.entities },
};

describe('athena/athena-only', () => {
  it('is no part of what every engine runs', () => {
    expect([...portable.keys()].filter((path) => path.includes('athena-only'))).toEqual([]);
    expect([...athenaOnly.keys()]).toEqual(['database', 'optimize', ...rawRelations.toSorted(), 'vacuum']);
  });

  it.each([...athenaOnly])('%s says its grain, is in lower case and leaves only known names open', (file, text) => {
    expect(text).toMatch(/^-- grain: \S/);
    const statement = withNames(file, text, names);
    expect(statement).not.toMatch(/[{}]{2}|--/);
    expect(statement.replace(/'[^']*'/g, '')).not.toMatch(/[A-Z]/);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(80);
  });

  it('tidies one named table', () => {
    const statement = (file: string) => withNames(file, athenaOnly.get(file)!, names);
    expect(statement('database')).toBe('create database if not exists linkedin_ads');
    expect(statement('optimize')).toBe('optimize linkedin_ads.creative_daily rewrite data using bin_pack');
    expect(statement('vacuum')).toBe('vacuum linkedin_ads.creative_daily');
  });
});

describe.each(rawRelations)('the external table %s', (relation) => {
  const { columns, prefix, keyOf } = raw[relation];
  const table = externalTable(withNames(relation, athenaOnly.get(relation)!, names));

  it('has the columns of the raw relation, of which the key names the platform', () => {
    expect(table.name).toBe(`linkedin_ads.${relation}`);
    expect(table.columns).toEqual(
      columns.filter(({ name }) => name !== 'platform').map(({ name, type }) => ({ name, type: athenaType(type) })),
    );
    expect(table.partitions).toEqual([
      { name: 'platform', type: 'string' },
      { name: 'dt', type: 'string' },
    ]);
  });

  it('finds the objects where they are stored', () => {
    expect(table.location).toBe(`${names.location}/${prefix}`);
    // as engines without a template take it for granted
    expect(table.properties['storage.location.template']).toBe(
      `${table.location}${table.partitions.map(({ name }) => `${name}=\${${name}}/`).join('')}`,
    );
    for (const platform of platforms) {
      const folder = table.properties['storage.location.template']
        ?.replace(/\$\{platform\}/, platform)
        .replace(/\$\{dt\}/, '2026-03-04');
      const key = `${names.location}/${keyOf(platform, at, 'run-1')}`;
      expect(key.slice(0, key.lastIndexOf('/') + 1)).toBe(folder);
    }
  });

  it('projects every platform, and every day since before any data', () => {
    const { 'storage.location.template': _, ...projection } = table.properties;
    expect(projection).toEqual({
      'projection.enabled': 'true',
      'projection.platform.type': 'enum',
      'projection.platform.values': platforms.join(','),
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': '2024-01-01,NOW',
      'projection.dt.interval': '1',
      'projection.dt.interval.unit': 'DAYS',
    });
  });

  it('is read as it was written', () => {
    const isParquet = keyOf('linkedin', at, 'run-1').endsWith('.parquet');
    expect(table.format).toBe(isParquet ? 'parquet' : 'json');
  });
});

describe('athena/tables', () => {
  const tables = setupTables(portable);

  it('has tables of its files’ names that say how they are partitioned', () => {
    const files = [...portable.keys()].filter((path) => path.startsWith('tables/'));
    expect(tables.map(({ name }) => `tables/${name}`)).toEqual(files);
  });

  it('partitions by the stat date what grows with the days and is merged by it', () => {
    const partitioned = tables.filter(({ partitions }) => partitions.length > 0);
    const named = partitioned.map(({ name, partitions }) => [name, ...partitions]);
    expect(named).toEqual(
      expect.arrayContaining([
        ['creative_daily', 'month(stat_date)'],
        ['superseded_observation', 'month(stat_date)'],
      ]),
    );
  });

  it('becomes Athena’s statements in types that Athena knows', () => {
    const known = /^(string|int|bigint|boolean|date|timestamp|decimal\(18,9\))$/;
    const types = tables.flatMap(({ columns }) => columns.map(({ type }) => athenaType(type)));
    expect(types.filter((type) => !known.test(type))).toEqual([]);
    for (const table of tables)
      expect(athenaTable(table, names.location)).toContain(
        `location 's3://linkedin-ads-data/warehouse/${table.name}/'`,
      );
  });
});
