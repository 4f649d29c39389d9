import { expect, test } from 'vitest';
import { type FailureKind, type RetryAction, retryTable, ruleFor } from '../../../adapters/linkedin/retry-table.ts';
import { errorAnswer } from '../../../adapters/linkedin/schemas/error-answer.ts';
import { expectedOf, onPlatformBodies, ownBodies } from '../../support/platform-bodies.ts';

interface Expected {
  kind: FailureKind;
  action: RetryAction;
  code: string | null;
  serviceErrorCode: number | null;
  /** Of our own body only: its words are ours to choose. */
  message?: string;
}

interface Registered {
  code: string;
  status: number;
  message_template: string;
}

/** What is done about an answer of this status and body. */
function handled(status: number, body: unknown): Expected {
  const { message, code, serviceErrorCode } = errorAnswer(body);
  const { kind, action } = ruleFor({ status, code, serviceErrorCode, message: message ?? '' });
  return { kind, action, code, serviceErrorCode, ...(message !== undefined && { message }) };
}

onPlatformBodies('error answers', ({ isReal, names, body }) => {
  const errors = names.filter((name) => /^error-\d/.test(name));

  test.each(errors)('%s', (name) => {
    const { message, ...expected } = expectedOf<Expected>(name);
    const found = handled(Number(name.split('-')[1]), body(name));
    if (isReal) expect(found).toMatchObject(expected);
    else expect(found).toEqual(message === undefined ? expected : { ...expected, message });
  });

  test('no registered refusal is tried again, every registered outage is', () => {
    const registry = body('error-codes') as Registered[];
    for (const { code, status, message_template: message } of registry) {
      const { action } = ruleFor({ status, code, serviceErrorCode: null, message });
      const expected = status === 408 || status >= 500 ? 'back-off-reads' : 'never';
      if (status !== 401 && status !== 429) expect({ code, action }).toEqual({ code, action: expected });
    }
    expect(registry.length).toBe(isReal ? 88 : 21);
  });
});

test('every kind of failure that has a body, a redirect excepted, is tried with one of our own', () => {
  const tried = ownBodies.names.filter((name) => /^error-\d/.test(name)).map((name) => expectedOf<Expected>(name).kind);
  const answered = retryTable.filter(({ when, kind }) => when.status !== undefined && kind !== 'redirected');
  expect(new Set(tried)).toEqual(new Set(answered.map(({ kind }) => kind)));
});
