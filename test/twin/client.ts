/** A minimal honest client of the twin, for its own tests. */
import { afterEach } from 'vitest';
import { type RunningTwin, startTwin, type TwinOptions } from '../../twin/server.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed JSON; null when it is none. */
  body: unknown;
}

export const version = '202607';

export interface Client {
  twin: RunningTwin;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Answer>;
  /** GET that must succeed; the elements of its answer. */
  elements(path: string): Promise<Record<string, unknown>[]>;
  patch(path: string, set: Record<string, unknown>): Promise<Answer>;
  form(path: string, fields: Record<string, string>): Promise<Answer>;
}

let running: RunningTwin[] = [];

afterEach(async () => {
  await Promise.all(running.map((twin) => twin.close()));
  running = [];
});

/** A twin of its own for one test, closed after it. */
export async function startClient(options: TwinOptions = {}): Promise<Client> {
  const twin = await startTwin(options);
  running.push(twin);
  const standard = (): Record<string, string> => ({
    authorization: `Bearer ${twin.credentials.access_token}`,
    'linkedin-version': version,
    'x-restli-protocol-version': '2.0.0',
  });
  const send: Client['send'] = async (method, path, { headers = {}, body } = {}) => {
    const response = await fetch(`${twin.url}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
  const get: Client['get'] = (path, headers = {}) => send('GET', path, { headers: { ...standard(), ...headers } });
  return {
    twin,
    send,
    get,
    async elements(path) {
      const answer = await get(path);
      if (answer.status !== 200) throw new Error(`${answer.status} on ${path}: ${answer.text}`);
      return elementsOf(answer);
    },
    patch: (path, set) =>
      send('POST', path, {
        headers: { ...standard(), 'x-restli-method': 'PARTIAL_UPDATE', 'content-type': 'application/json' },
        body: JSON.stringify({ patch: { $set: set } }),
      }),
    form: (path, fields) =>
      send('POST', path, {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

/** What lies at this path inside a parsed body; undefined when nothing does. */
export function part(body: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], body);
}

export const elementsOf = (answer: Answer): Record<string, unknown>[] =>
  part(answer.body, 'elements') as Record<string, unknown>[];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const account = { usd: 508100001, eur: 508100002, viewer: 508100003, foreign: 508100099 } as const;

export const accountUrn = (id: number): string => `urn%3Ali%3AsponsoredAccount%3A${id}`;

/** A date range of the API from two ISO dates. */
export function dateRange(from: string, to: string): string {
  const parts = (date: string): string => {
    const [year, month, day] = date.split('-').map(Number);
    return `(year:${year},month:${month},day:${day})`;
  };
  return `(start:${parts(from)},end:${parts(to)})`;
}

export interface AnalyticsRequest {
  pivot?: string;
  granularity?: string;
  from: string;
  to: string;
  accounts?: number[];
  fields?: string;
  more?: string;
}

export function analyticsPath({
  pivot = 'CREATIVE',
  granularity = 'DAILY',
  from,
  to,
  accounts = [account.usd],
  fields,
  more = '',
}: AnalyticsRequest): string {
  const facet = accounts.length > 0 ? `&accounts=List(${accounts.map(accountUrn).join(',')})` : '';
  const mask = fields === undefined ? '' : `&fields=${fields}`;
  return `/rest/adAnalytics?q=analytics&pivot=${pivot}&timeGranularity=${granularity}&dateRange=${dateRange(from, to)}${facet}${mask}${more}`;
}
