import { msPerDay } from '../../core/domain/calendar.ts';
import type { ParquetType } from '../../core/ports/parquet-encoder.ts';

export interface PlainValues {
  /** One after the other, little-endian; texts each behind its length. */
  bytes: Buffer;
  /** Those of days, texts and truths, which readers look for; of numbers none. */
  distinct: Set<unknown>;
}

/** Values, none of them null, in Parquet's encoding PLAIN. */
export function plainValues(type: ParquetType, values: readonly unknown[]): PlainValues {
  switch (type) {
    case 'double':
      return { bytes: bytesOf(Float64Array.from(values as number[])), distinct: new Set() };
    case 'int32':
      return { bytes: bytesOf(Int32Array.from(values as number[], counted)), distinct: new Set() };
    case 'boolean':
      return { bytes: bits(values), distinct: new Set(values) };
    case 'date':
      return days(values as string[]);
    case 'string':
      return texts(values as string[]);
  }
}

/** An array of INT32 would keep the lower half of a larger number. */
function counted(value: number): number {
  if (Math.trunc(value) !== (value | 0)) throw new RangeError(`${value} does not fit into INT32`);
  return value;
}

const bytesOf = ({ buffer }: { buffer: ArrayBuffer }): Buffer => Buffer.from(buffer);

function bits(values: readonly unknown[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries()) if (value) bytes[index >> 3]! |= 1 << (index & 7);
  return bytes;
}

/** Days since 1970; the distinct ones as Date, as parquetjs-lite takes them for its statistics. */
function days(values: readonly string[]): PlainValues {
  const known = new Map<string, Date>();
  for (const day of values) if (!known.has(day)) known.set(day, new Date(`${day}T00:00:00Z`));
  const sinceEpoch = values.map((day) => (known.get(day) as Date).getTime() / msPerDay);
  return { bytes: bytesOf(Int32Array.from(sinceEpoch)), distinct: new Set(known.values()) };
}

/** Most texts of a column come again and again: each is encoded once. */
function texts(values: readonly string[]): PlainValues {
  const known = new Map<string, Buffer>();
  let length = 0;
  for (const text of values) {
    const bytes = known.get(text) ?? lengthAndText(text);
    known.set(text, bytes);
    length += bytes.length;
  }
  const bytes = Buffer.allocUnsafe(length);
  let place = 0;
  for (const text of values) {
    const each = known.get(text) as Buffer;
    bytes.set(each, place);
    place += each.length;
  }
  return { bytes, distinct: new Set(known.keys()) };
}

function lengthAndText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(4 + length);
  bytes.writeUInt32LE(length, 0);
  bytes.write(text, 4);
  return bytes;
}
