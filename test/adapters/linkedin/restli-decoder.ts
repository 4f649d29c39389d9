/** Reads Rest.li 2.0 text back: lists, records and texts. For tests only. */

export function decodeValue(encoded: string): unknown {
  const [value, rest] = readValue(encoded);
  if (rest !== '') throw new Error(`Something is left over: ${rest}`);
  return value;
}

function readValue(encoded: string): [value: unknown, rest: string] {
  if (encoded.startsWith('List(')) return readItems(encoded.slice('List('.length));
  if (encoded.startsWith('(')) return readFields(encoded.slice(1));
  return readText(encoded);
}

function readItems(encoded: string): [unknown[], string] {
  const items: unknown[] = [];
  let rest = encoded;
  while (!rest.startsWith(')')) {
    const [item, after] = readValue(rest.startsWith(',') ? rest.slice(1) : rest);
    items.push(item);
    rest = after;
  }
  return [items, rest.slice(1)];
}

function readFields(encoded: string): [Record<string, unknown>, string] {
  const entries: [string, unknown][] = [];
  let rest = encoded;
  while (!rest.startsWith(')')) {
    const [key, colon] = readText(rest.startsWith(',') ? rest.slice(1) : rest);
    const [value, after] = readValue(colon.slice(1));
    entries.push([key, value]);
    rest = after;
  }
  return [Object.fromEntries(entries), rest.slice(1)];
}

function readText(encoded: string): [string, string] {
  const end = encoded.search(/[,():]/);
  const raw = end < 0 ? encoded : encoded.slice(0, end);
  return [raw === "''" ? '' : decodeURIComponent(raw), end < 0 ? '' : encoded.slice(end)];
}
