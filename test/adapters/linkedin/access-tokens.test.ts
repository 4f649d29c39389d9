import { describe, expect, test } from 'vitest';
import { tokensFromSecret } from '../../../adapters/linkedin/access-tokens.ts';

function secretsOf(...tokens: (string | undefined)[]) {
  const secrets = { readings: 0, read: async () => ({ access_token: tokens[secrets.readings++] ?? '' }) };
  return secrets;
}

describe('the access token', () => {
  test('is read once, however many ask', async () => {
    const secrets = secretsOf('a', 'b');
    const tokens = tokensFromSecret(secrets, 'linkedin-access-token');
    expect(await Promise.all([tokens.current(), tokens.current()])).toEqual(['a', 'a']);
    expect(secrets.readings).toBe(1);
  });

  test('is read again when the one in use was rejected', async () => {
    const tokens = tokensFromSecret(secretsOf('a', 'b'), 'linkedin-access-token');
    await tokens.current();
    expect(await tokens.replacementFor('a')).toBe('b');
    expect(await tokens.current()).toBe('b');
  });

  test('is not read again when another call did so already', async () => {
    const secrets = secretsOf('a', 'b', 'c');
    const tokens = tokensFromSecret(secrets, 'linkedin-access-token');
    await tokens.current();
    await tokens.replacementFor('a');
    expect(await tokens.replacementFor('a')).toBe('b');
    expect(secrets.readings).toBe(2);
  });

  test('is read again once when several calls were rejected at the same time', async () => {
    const secrets = secretsOf('a', 'b', 'c');
    const tokens = tokensFromSecret(secrets, 'linkedin-access-token');
    await tokens.current();
    expect(await Promise.all([tokens.replacementFor('a'), tokens.replacementFor('a')])).toEqual(['b', 'b']);
    expect(secrets.readings).toBe(2);
  });

  test('has no replacement when the secret holds the same', async () => {
    const tokens = tokensFromSecret(secretsOf('a', 'a'), 'linkedin-access-token');
    expect(await tokens.replacementFor('a')).toBeUndefined();
  });

  test('is asked for again after a reading that failed', async () => {
    const tokens = tokensFromSecret(secretsOf(undefined, 'b'), 'linkedin-access-token');
    await expect(tokens.current()).rejects.toThrow(
      'The secret linkedin-access-token is not valid:\n  access_token is missing',
    );
    expect(await tokens.current()).toBe('b');
  });
});
