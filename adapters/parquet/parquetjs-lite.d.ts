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

  /** A page of a column as it stands in the file, and what its column's metadata says of it. */
  export interface ColumnPage {
    page: Buffer;
    first_row_index: number;
    num_values: number;
    /** Left out where the column has no statistics; days as Date. */
    statistics: { min_value?: unknown; max_value?: unknown; null_count: number };
    distinct_values: Set<unknown>;
  }

  export class ParquetWriter {
    static openStream(
      schema: ParquetSchema,
      stream: Writable,
      options?: { pageIndex?: boolean },
    ): Promise<ParquetWriter>;
    /** What `close()` writes as the last row group; `pageRowCount` rows of it would have to be made into pages. */
    rowBuffer: { rowCount: number; pageRowCount: number; pages: Record<string, readonly ColumnPage[]> };
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
