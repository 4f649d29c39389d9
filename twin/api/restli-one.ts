/**
 * Queries of Rest.li protocol 1.0, which is meant when the protocol header is absent: paths in the names instead of structure
 * in the values, as in `accounts[0]=urn:li:sponsoredAccount:1` and `dateRange.start.year=2026`. Clients in use mix both.
 */
import { RestliSyntaxError, type RestliValue } from './restli.ts';

interface Branch {
  [key: string]: Branch | string;
}

export function parseQueryOne(raw: string): Map<string, RestliValue> {
  const root: Branch = Object.create(null);
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) throw new RestliSyntaxError(pair, 'has no value');
    const name = decoded(pair.slice(0, equals), pair.slice(0, equals));
    plant(root, name, decoded(pair.slice(equals + 1), name));
  }
  return new Map(Object.entries(root).map(([name, branch]) => [name, shaped(branch)]));
}

function plant(root: Branch, name: string, value: string): void {
  const path = name.match(/[^.[\]]+/g) ?? [];
  const last = path.pop();
  if (last === undefined) throw new RestliSyntaxError(name, 'is no name');
  let branch = root;
  for (const step of path) {
    branch[step] ??= Object.create(null) as Branch;
    const next = branch[step];
    if (typeof next === 'string') throw new RestliSyntaxError(name, 'is a value and a structure');
    branch = next;
  }
  if (last in branch) throw new RestliSyntaxError(name, 'is given twice');
  branch[last] = value;
}

/** Numbered branches are lists, in the order of their numbers. */
function shaped(branch: Branch | string): RestliValue {
  if (typeof branch === 'string') return branch;
  const entries = Object.entries(branch);
  if (entries.every(([key]) => /^\d+$/.test(key))) return entries.map(([, item]) => shaped(item));
  return Object.fromEntries(entries.map(([key, item]) => [key, shaped(item)]));
}

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RestliSyntaxError(name, 'holds a broken percent encoding');
  }
}
