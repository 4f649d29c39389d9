/**
 * Rest.li 2.0 values as they stand in a raw query: `List(a,b)`, `(key:value)`, `''`, percent-encoded text. Only raw
 * `( ) , : '` are structure; encoded ones are text (docs/linkedin-api.md §3).
 */
export type RestliValue = string | RestliValue[] | { [key: string]: RestliValue };

export class RestliSyntaxError extends Error {
  readonly parameter: string;

  constructor(parameter: string, problem: string) {
    super(
      `Parameter "${parameter}": ${problem}. Leave ( ) , : raw where they are structure and encode them in values.`,
    );
    this.name = 'RestliSyntaxError';
    this.parameter = parameter;
  }
}

/** Parameters by name, in the order they came. `fields` is a mask with raw commas and stays as it was written. */
export function parseQuery(raw: string): Map<string, RestliValue> {
  const parameters = new Map<string, RestliValue>();
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (equals < 0) throw new RestliSyntaxError(name, 'has no value');
    if (parameters.has(name)) throw new RestliSyntaxError(name, 'is given twice');
    const value = pair.slice(equals + 1);
    parameters.set(name, name === 'fields' ? decoded(value, name) : parseValue(value, name));
  }
  return parameters;
}

export function parseValue(text: string, parameter: string): RestliValue {
  const cursor: Cursor = { text, at: 0, parameter };
  const value = readValue(cursor);
  if (cursor.at < text.length) throw problem(cursor, `unexpected "${text[cursor.at]}" at ${cursor.at}`);
  return value;
}

interface Cursor {
  text: string;
  at: number;
  parameter: string;
}

function readValue(cursor: Cursor): RestliValue {
  if (cursor.text.startsWith('List(', cursor.at)) {
    cursor.at += 'List('.length;
    return readItems(cursor);
  }
  if (cursor.text[cursor.at] === '(') {
    cursor.at += 1;
    return readFields(cursor);
  }
  return readText(cursor);
}

function readItems(cursor: Cursor): RestliValue[] {
  const items: RestliValue[] = [];
  if (taken(cursor, ')')) return items;
  do items.push(readValue(cursor));
  while (taken(cursor, ','));
  expect(cursor, ')');
  return items;
}

function readFields(cursor: Cursor): { [key: string]: RestliValue } {
  const fields: { [key: string]: RestliValue } = Object.create(null);
  if (taken(cursor, ')')) return fields;
  do {
    const key = readText(cursor);
    expect(cursor, ':');
    if (key in fields) throw problem(cursor, `the key "${key}" is given twice`);
    fields[key] = readValue(cursor);
  } while (taken(cursor, ','));
  expect(cursor, ')');
  return fields;
}

function readText(cursor: Cursor): string {
  const match = /^(?:''|[^(),:']+)/.exec(cursor.text.slice(cursor.at));
  if (!match) throw problem(cursor, `a value is missing at ${cursor.at}`);
  cursor.at += match[0].length;
  return match[0] === "''" ? '' : decoded(match[0], cursor.parameter);
}

function taken(cursor: Cursor, sign: string): boolean {
  if (cursor.text[cursor.at] !== sign) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, sign: string): void {
  if (!taken(cursor, sign)) throw problem(cursor, `"${sign}" is missing at ${cursor.at}`);
}

function decoded(text: string, parameter: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RestliSyntaxError(parameter, 'holds a broken percent encoding');
  }
}

const problem = (cursor: Cursor, text: string): RestliSyntaxError => new RestliSyntaxError(cursor.parameter, text);
