/** Typed reading of a request's parameters. Whatever has the wrong type is answered with PARAM_INVALID and its name. */
import { paramInvalid, paramNotAllowed } from './reply.ts';
import type { ApiRequest } from './request.ts';
import { parseQuery, RestliSyntaxError, type RestliValue } from './restli.ts';
import { parseQueryOne } from './restli-one.ts';

export interface Parameters {
  has(name: string): boolean;
  text(name: string): string;
  optionalText(name: string): string | null;
  /** Absent is null; an empty list is empty. */
  list(name: string): string[] | null;
  /** A list, or a single text as a list of one. */
  oneOrMore(name: string): string[];
  record(name: string): { [key: string]: RestliValue } | null;
  integer(name: string, fallback: number): number;
  /** `X` or `(value:X)`: both are accepted by the analytics finder (docs/linkedin-api.md §9). */
  textOrWrapped(name: string): string | null;
  fields(): string[] | null;
}

/** The part of a request that holds its parameters. */
export type Query = Pick<ApiRequest, 'rawQuery' | 'protocol'>;

/** Parameters that every GET takes. */
const everywhere = ['fields', 'q'];

export function readParameters(query: Query, allowed: readonly string[]): Parameters {
  const values = parsed(query);
  for (const name of values.keys()) {
    if (!allowed.includes(name) && !everywhere.includes(name)) throw paramNotAllowed(name);
  }
  const optionalText = (name: string): string | null => {
    const value = values.get(name);
    if (value !== undefined && typeof value !== 'string') throw paramInvalid(name);
    return value ?? null;
  };
  return {
    has: (name) => values.has(name),
    optionalText,
    text(name) {
      const value = optionalText(name);
      if (value === null) throw paramInvalid(name, 'Param is required but missing');
      return value;
    },
    list(name) {
      const value = values.get(name);
      if (value === undefined) return null;
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw paramInvalid(name);
      return value as string[];
    },
    oneOrMore(name) {
      const value = values.get(name);
      const items = Array.isArray(value) ? value : [value];
      if (items.length === 0 || !items.every((item) => typeof item === 'string')) throw paramInvalid(name);
      return items as string[];
    },
    record(name) {
      const value = values.get(name);
      if (value === undefined) return null;
      return recordOf(value, name);
    },
    integer(name, fallback) {
      const value = optionalText(name);
      if (value === null) return fallback;
      if (!/^\d{1,9}$/.test(value)) throw paramInvalid(name);
      return Number(value);
    },
    textOrWrapped(name) {
      const value = values.get(name);
      if (value === undefined || typeof value === 'string') return value ?? null;
      const wrapped = recordOf(value, name).value;
      if (typeof wrapped !== 'string') throw paramInvalid(name);
      return wrapped;
    },
    fields() {
      const value = optionalText('fields');
      return value === null ? null : value.split(',').map((field) => field.trim());
    },
  };
}

function parsed({ rawQuery, protocol }: Query): Map<string, RestliValue> {
  try {
    return protocol === '2.0.0' ? parseQuery(rawQuery) : parseQueryOne(rawQuery);
  } catch (error) {
    if (error instanceof RestliSyntaxError) {
      // Dotted names are the encoding of protocol 1.
      throw error.parameter.includes('.') ? paramNotAllowed(error.parameter) : paramInvalid(error.parameter);
    }
    throw error;
  }
}

export function recordOf(value: RestliValue | undefined, name: string): { [key: string]: RestliValue } {
  if (value === undefined || typeof value === 'string' || Array.isArray(value)) throw paramInvalid(name);
  return value;
}

/** The number at the end of a URN with this beginning. */
export function idOfUrn(urn: string, beginning: string, parameter: string): number {
  const match = urn.startsWith(beginning) ? /^\d{1,15}$/.exec(urn.slice(beginning.length)) : null;
  if (!match) throw paramInvalid(parameter);
  return Number(match[0]);
}
