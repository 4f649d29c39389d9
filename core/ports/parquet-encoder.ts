export type ParquetType = 'date' | 'int32' | 'double' | 'string' | 'boolean';

export interface ParquetColumn {
  name: string;
  type: ParquetType;
  optional: boolean;
}

/** Rows to a Parquet file that parquetjs-lite, hyparquet, DuckDB, pandas and Athena all open. */
export interface ParquetEncoder {
  /** Dates in the rows are `YYYY-MM-DD` strings. */
  encode(columns: readonly ParquetColumn[], rows: readonly object[]): Promise<Uint8Array>;
}
