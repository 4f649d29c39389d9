/** The raw relations on Trino: external tables over the very objects that DuckDB reads, made from Athena's own statements. */
import { join } from 'node:path';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import { dateOf } from '../../core/contracts/keys.ts';
import { rawAnalyticsColumns, rawEntityColumns, rawImportRowColumns } from '../../core/contracts/raw-rows.ts';
import type { RawRelation } from '../../core/ports/warehouse.ts';
import { withNames } from '../../core/sql/table-setup.ts';
import { type ExternalTable, externalTable } from '../support/external-table.ts';

const athenaOnly = loadSqlFiles(join(projectRoot, 'athena', 'athena-only'));

export const rawColumns = {
  raw_import_rows: rawImportRowColumns,
  raw_analytics: rawAnalyticsColumns,
  raw_entities: rawEntityColumns,
} as const;

/** How a Trino reads packed lines: as Athena does, or by its other reader where it has not got that one. */
export type LineFormat = 'OPENX_JSON' | 'JSON';

export interface ExternalRaw {
  schema: string;
  /** The folder of the objects. */
  folder: string;
  lines: LineFormat;
}

/** An address in a bucket, for which that of the folder is put. */
const bucket = 'local://data';

const tableOf = (relation: RawRelation, schema: string): ExternalTable =>
  externalTable(withNames(relation, athenaOnly.get(relation) ?? '', { database: schema, location: bucket }));

/** The folder that the table is over. Trino wants it to be there; in a bucket there are no folders. */
export const folderOf = (relation: RawRelation, { schema, folder }: ExternalRaw): string =>
  tableOf(relation, schema).location.replace(bucket, folder);

/** Athena's statement of a relation in Trino's words: the same columns, partitions and projected values, in a local folder. */
export function hiveTable(relation: RawRelation, { schema, folder, lines }: ExternalRaw): string {
  const table = tableOf(relation, schema);
  const columns = [
    ...table.columns.map(({ name, type }) => `"${name}" ${hiveType(type)}`),
    ...table.partitions.map(({ name, type }) => `${name} ${hiveType(type)} with (${projectionOf(name, table)})`),
  ];
  const properties = [
    `format = '${table.format === 'json' ? lines : 'PARQUET'}'`,
    `external_location = '${table.location.replace(bucket, `file://${folder}`)}'`,
    `partitioned_by = array[${table.partitions.map(({ name }) => `'${name}'`).join(', ')}]`,
    // without the location template, which Trino puts in lower case: it says what Trino takes for granted
    `partition_projection_enabled = ${table.properties['projection.enabled']}`,
  ];
  return `create table ${table.name} (${columns.join(', ')}) with (${properties.join(', ')})`;
}

/** Athena's timestamps are of milliseconds. */
const hiveType = (type: string): string => ({ string: 'varchar', timestamp: 'timestamp(3)' })[type] ?? type;

const projectionOf = (column: string, { properties }: ExternalTable): string => {
  const property = (name: string) => properties[`projection.${column}.${name}`];
  const list = (text: string) => `array[${text.split(',').map((each) => `'${each}'`)}]`;
  const type = `partition_projection_type = '${property('type')}'`;
  if (property('type') === 'enum') return `${type}, partition_projection_values = ${list(property('values') ?? '')}`;
  return [
    type,
    `partition_projection_format = '${property('format')}'`,
    // the stories are told on days of their own, whatever day it is on this machine
    `partition_projection_range = ${list((property('range') ?? '').replace('NOW', '2030-12-31'))}`,
    `partition_projection_interval = ${property('interval')}`,
    `partition_projection_interval_unit = '${property('interval.unit')}'`,
  ].join(', ');
};

/** Exactly the rows of these objects in the relation's columns. No other partition is opened. */
export function exposedRows(relation: RawRelation, keys: readonly string[], { schema, folder }: ExternalRaw): string {
  const columns = rawColumns[relation].map(({ name }) => `"${name}"`).join(', ');
  const select = `select ${columns} from hive.${schema}.${relation}`;
  if (keys.length === 0) return `${select} where false`;
  return `${select} where ${[
    isOneOf('platform', keys.map(platformOf)),
    isOneOf('dt', keys.map(dateOf)),
    isOneOf(
      '"$path"',
      keys.map((key) => `file:${join(folder, key)}`),
    ),
  ].join(' and ')}`;
}

const platformOf = (key: string): string => /\/platform=(\w+)\//.exec(key)?.[1] ?? '';

const isOneOf = (column: string, values: readonly string[]): string =>
  `${column} in (${[...new Set(values)].map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})`;
