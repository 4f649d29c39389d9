declare module 'parquetjs-lite' {
  import type { Writable } from 'node:stream';

  export interface FieldDefinition {
    type: 'DATE' | 'INT32' | 'DOUBLE' | 'UTF8' | 'BOOLEAN';
    optional?: boolean;
    compression?: 'UNCOMPRESSED' | 'GZIP' | 'SNAPPY';
    /** Least, largest and number of distinct values; true when absent. */
    statistics?: boolean;
  }

  export class ParquetSchema {
    constructor(fields: Record<string, FieldDefinition>);
  }

  /** Values of a column that are not in a page yet. */
  export interface ColumnData {
    /** As they are stored, without nulls; texts as they are. */
    values: unknown[];
    /** For the statistics: dates as Date. */
    distinct_values: Set<unknown>;
    /** 1 where an optional column has a value, else 0; one a row. */
    dlevels: number[];
    /** One a row, of nested columns only. */
    rlevels: number[];
    /** Rows. */
    count: number;
  }

  export class ParquetWriter {
    static openStream(
      schema: ParquetSchema,
      stream: Writable,
      options?: { pageIndex?: boolean },
    ): Promise<ParquetWriter>;
    /** What `close()` writes as the last row group. */
    rowBuffer: {
      rowCount: number;
      pageRowCount: number;
      columnData: Record<string, ColumnData>;
      pages: Record<string, unknown[]>;
    };
    close(): Promise<void>;
  }

  export interface ParquetCursor {
    next(): Promise<Record<string, unknown> | null>;
  }

  export class ParquetReader {
    static openFile(path: string): Promise<ParquetReader>;
    static openBuffer(buffer: Buffer): Promise<ParquetReader>;
    getCursor(): ParquetCursor;
    getRowCount(): number;
    close(): Promise<void>;
  }

  const parquet: {
    ParquetSchema: typeof ParquetSchema;
    ParquetWriter: typeof ParquetWriter;
    ParquetReader: typeof ParquetReader;
  };
  export default parquet;
}
