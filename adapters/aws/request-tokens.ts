import { createHash } from 'node:crypto';

export interface RequestTokens {
  /** For one call that only reads. */
  forRead(statement: string): (attempt: number) => string;
  /** For one call that changes something. */
  forWrite(statement: string): (attempt: number) => string;
}

/**
 * Tokens by which Athena knows a query that it was asked for already: it answers with the execution that it has instead of starting
 * another. So the rule for each kind of statement:
 *
 * - What reads must see the data as it is now, though its text is the same as before: its token is of this invocation
 *   (`invocation`, unique) and of the call's number in it. Only the SDK's own repeats of one request share it.
 * - What writes is known by its run (`run`, the same when a killed invocation is repeated), its text, and how often this
 *   invocation has sent that text: a repeat finds the MERGE of the killed invocation, still running or done, instead of starting a second one
 *   beside it. That is sound because these statements are idempotent. The same text twice in one run has two numbers and runs twice.
 *
 * Each new attempt after a failure has another token, or Athena would answer with the failure.
 */
export function requestTokens({ run, invocation }: { run: string; invocation: string }): RequestTokens {
  let reads = 0;
  const writes = new Map<string, number>();
  return {
    forRead(statement) {
      const number = ++reads;
      return (attempt) => token(['read', invocation, number, attempt, statement]);
    },
    forWrite(statement) {
      const number = (writes.get(statement) ?? 0) + 1;
      writes.set(statement, number);
      return (attempt) => token(['write', run, number, attempt, statement]);
    },
  };
}

/** 64 hex digits: Athena takes 32 to 128 characters. */
const token = (parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
