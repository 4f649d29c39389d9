/** The little of Thrift's compact protocol that a page header needs. parquetjs-lite writes the rest of the file, and only once. */

export interface PageSizes {
  /** Nulls included. */
  values: number;
  nulls: number;
  levelBytes: number;
  /** Levels and values, unpacked and as they are stored. */
  bytes: number;
  packedBytes: number;
}

const dataPageV2 = 3;
const plainEncoding = 0;

/** `PageHeader` of parquet.thrift for one page of version 2 with packed values; its statistics are in the column's metadata. */
export function pageHeader({ values, nulls, levelBytes, bytes, packedBytes }: PageSizes): Buffer {
  const sizes = [values, nulls, values, plainEncoding, levelBytes, 0];
  return Buffer.from([
    ...[dataPageV2, bytes, packedBytes].flatMap(integerField),
    // from field 3 to field 8, a struct
    (5 << 4) | structType,
    ...sizes.flatMap(integerField),
    // the next field, true: the values are packed
    (1 << 4) | trueType,
    endOfStruct,
    endOfStruct,
  ]);
}

const integerType = 5;
const structType = 12;
const trueType = 1;
const endOfStruct = 0;

/** The field after the one before, with a number that is not negative. */
const integerField = (value: number): number[] => [(1 << 4) | integerType, ...varint(value << 1)];

/** Seven bits a byte, the lowest first. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
