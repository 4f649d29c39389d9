/** Athena's description of raw objects, read back from its statement: so that tests can hold it against keys and other engines. */

export interface ExternalTable {
  name: string;
  columns: { name: string; type: string }[];
  partitions: { name: string; type: string }[];
  format: 'json' | 'parquet';
  location: string;
  properties: Record<string, string>;
}

/** Reads a statement that is written as those in `athena/athena-only` are: one column or property a line. */
export function externalTable(statement: string): ExternalTable {
  const parts =
    /^create external table if not exists ([\w.]+) \(\n(.*?)\n\)\npartitioned by \(([^\n]*)\)\n(.*)\nlocation '([^']*)'\ntblproperties \(\n(.*)\n\)$/s.exec(
      statement,
    );
  if (!parts) throw new Error(`not written as an external table: ${statement}`);
  const [, name = '', columns = '', partitions = '', stored = '', location = '', properties = ''] = parts;
  return {
    name,
    columns: columns.split('\n').map(columnOf),
    partitions: partitions.split(', ').map(columnOf),
    format: formatOf(stored),
    location,
    properties: Object.fromEntries(properties.split('\n').map(propertyOf)),
  };
}

function columnOf(line: string): { name: string; type: string } {
  const [, name, type] = /^\s*`?(\w+)`? (\w+(?:\(\d+,\d+\))?),?$/.exec(line) ?? [];
  if (!name || !type) throw new Error(`not a column: ${line}`);
  return { name, type };
}

function propertyOf(line: string): [string, string] {
  const [, name, value] = /^\s*'([^']+)' = '([^']*)',?$/.exec(line) ?? [];
  if (!name || value === undefined) throw new Error(`not a property: ${line}`);
  return [name, value];
}

const formats = {
  "row format serde 'org.openx.data.jsonserde.JsonSerDe'\nwith serdeproperties ('ignore.malformed.json' = 'true')":
    'json',
  'stored as parquet': 'parquet',
} as const;

function formatOf(stored: string): ExternalTable['format'] {
  const format = formats[stored as keyof typeof formats];
  if (!format) throw new Error(`stored as nothing that raw objects are: ${stored}`);
  return format;
}
