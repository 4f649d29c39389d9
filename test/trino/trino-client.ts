/** The part of Trino's REST protocol that runs one statement after another. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const pollMilliseconds = 5;
const statementSeconds = 120;

const column = z.object({ name: z.string(), type: z.string() });
export type TrinoColumn = z.infer<typeof column>;

const answer = z.object({
  nextUri: z.string().optional(),
  columns: z.array(column).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.object({ errorName: z.string(), message: z.string() }).optional(),
});
type Answer = z.infer<typeof answer>;

export interface TrinoResult {
  columns: TrinoColumn[];
  data: unknown[][];
}

class TrinoError extends Error {
  override name = 'TrinoError';
}

export interface TrinoSession {
  url: string;
  catalog: string;
  schema: string;
}

/** Runs a statement to its end. A TrinoError carries Trino's own words. */
export async function runOnTrino(session: TrinoSession, statement: string): Promise<TrinoResult> {
  const until = Date.now() + statementSeconds * 1000;
  const result: TrinoResult = { columns: [], data: [] };
  let next: Answer = await exchange(session, `${session.url}/v1/statement`, statement);
  for (;;) {
    if (next.error) throw new TrinoError(`${next.error.errorName}: ${next.error.message}`);
    if (next.columns) result.columns = next.columns;
    if (next.data) result.data.push(...next.data);
    if (next.nextUri === undefined) return result;
    if (Date.now() > until) throw new TrinoError(`no end after ${statementSeconds} s: ${statement.slice(0, 200)}`);
    if (!next.data) await pause(pollMilliseconds);
    next = await exchange(session, next.nextUri);
  }
}

async function exchange({ catalog, schema }: TrinoSession, url: string, body?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'X-Trino-User': 'test',
      'X-Trino-Catalog': catalog,
      'X-Trino-Schema': schema,
      'X-Trino-Time-Zone': 'UTC',
    },
    body: body ?? null,
    signal: AbortSignal.timeout(statementSeconds * 1000),
  });
  if (!response.ok) throw new TrinoError(`HTTP ${response.status}: ${await response.text()}`);
  return answer.parse(JSON.parse(quotedIfLong(await response.text())));
}

/** JSON.parse rounds whole numbers of more than 15 digits: they are read as text. */
const quotedIfLong = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|(?<=[[,])-?\d{16,}(?=[\],])/g, (part) => (part.startsWith('"') ? part : `"${part}"`));
