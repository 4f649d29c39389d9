/**
 * Rest.li 2.0 text: structure raw, every key and value URL-encoded, also the five characters that structure is made of.
 * Never pass the result through URLSearchParams: an encoded structure is a 400 PARAM_INVALID.
 */

export type RestliValue =
  | string
  | number
  | boolean
  | readonly RestliValue[]
  | { readonly [key: string]: RestliValue | undefined };

/** `q=search&search=(status:(values:List(ACTIVE)))&fields=a,b`. Undefined parameters are left out; field names keep raw commas. */
export function encodeQuery(
  parameters: { readonly [name: string]: RestliValue | undefined },
  fields?: readonly string[],
) {
  const parts = defined(parameters).map(([name, value]) => `${encodeRestli(name)}=${encodeValue(value)}`);
  if (fields) parts.push(`fields=${fields.map(encodeRestli).join(',')}`);
  return parts.join('&');
}

/** `List(a,b)`, `(k:v,k2:v2)`, `''` for the empty string, `urn%3Ali%3A…` for a URN. */
export function encodeValue(value: RestliValue): string {
  if (isList(value)) return `List(${value.map(encodeValue).join(',')})`;
  if (typeof value === 'object') {
    return `(${defined(value)
      .map(([key, inner]) => `${encodeRestli(key)}:${encodeValue(inner)}`)
      .join(',')})`;
  }
  return encodeRestli(String(value));
}

/** One key, value or path segment. */
export function encodeRestli(text: string): string {
  if (text === '') return "''";
  // encodeURIComponent leaves ( ) and ' alone.
  return encodeURIComponent(text).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

// Array.isArray alone does not narrow a readonly array.
const isList = (value: RestliValue): value is readonly RestliValue[] => Array.isArray(value);

const defined = (record: { readonly [key: string]: RestliValue | undefined }): [string, RestliValue][] =>
  Object.entries(record).filter((entry): entry is [string, RestliValue] => entry[1] !== undefined);
