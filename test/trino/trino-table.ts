import { columnLines, type SetupTable } from '../../core/sql/table-setup.ts';

/** The statement that sets a table of `athena/tables` up in an Iceberg catalog of Trino. */
export function trinoTable({ name, columns, partitions }: SetupTable): string {
  const properties = [
    "format = 'PARQUET'",
    ...(partitions.length > 0 ? [`partitioning = array[${partitions.map((part) => `'${part}'`).join(', ')}]`] : []),
  ];
  return `create table if not exists ${name} (${columnLines(columns, trinoType)}) with (${properties.join(', ')})`;
}

/** A type of ours in Trino's words; its Iceberg tables have timestamps of microseconds only. */
const trinoType = (type: string): string => ({ string: 'varchar', timestamp: 'timestamp(6)' })[type] ?? type;
