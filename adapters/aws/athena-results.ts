import { type AthenaClient, type ColumnInfo, GetQueryResultsCommand, type Row } from '@aws-sdk/client-athena';
import { WarehouseError } from '../../core/errors.ts';
import { serviceCall } from './service-error.ts';

/** GetQueryResults gives no more at a time, the header included. */
const rowsPerPage = 1000;

/** All rows of a SELECT, in the types of the Warehouse port. Athena gives every value as text. */
export async function resultRows(client: AthenaClient, label: string, id: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let next: string | undefined;
  let isFirst = true;
  do {
    const { ResultSet, NextToken } = await serviceCall(
      `read the rows of ${label}`,
      client.send(
        new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: rowsPerPage, ...(next && { NextToken: next }) }),
      ),
    );
    const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    const page = ResultSet?.Rows ?? [];
    for (const row of isFirst ? withoutHeader(page, columns) : page) rows.push(typedRow(label, columns, row));
    isFirst = false;
    next = NextToken;
  } while (next);
  return rows;
}

/** A SELECT's first row holds the names of its columns. */
function withoutHeader(rows: readonly Row[], columns: readonly ColumnInfo[]): readonly Row[] {
  const isHeader = rows[0]?.Data?.every(({ VarCharValue }, at) => VarCharValue === columns[at]?.Name) ?? false;
  return isHeader ? rows.slice(1) : rows;
}

const typedRow = (label: string, columns: readonly ColumnInfo[], { Data = [] }: Row): Record<string, unknown> =>
  Object.fromEntries(
    columns.map(({ Name = '', Type = '' }, at) => [
      Name,
      typed(`${label}, column ${Name}`, Type, Data[at]?.VarCharValue),
    ]),
  );

/** What is absent is null; an empty text is one. Arrays and the like have no text that could be read back. */
export function typed(where: string, type: string, text: string | undefined): unknown {
  if (text === undefined) return null;
  switch (type) {
    case 'varchar':
    case 'char':
    case 'string':
    case 'bigint':
    case 'decimal':
    case 'date':
      return text;
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'double':
    case 'float':
    case 'real':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'timestamp':
      return withoutZeros(text);
    default:
      throw new WarehouseError(`${where} is of type ${type}, which has no exact text form`, 'Cast it in the SQL file.');
  }
}

/** `2026-02-03 04:05:06.700` as DuckDB writes it: `2026-02-03 04:05:06.7`. */
const withoutZeros = (timestamp: string): string => timestamp.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
