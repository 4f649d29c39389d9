import { describe, expect, test } from 'vitest';
import { assertTokenMayGoTo } from '../../../adapters/linkedin/token-hosts.ts';

describe('where a token may go', () => {
  test.each([
    'https://api.linkedin.com/rest/adAccounts',
    'https://www.linkedin.com/oauth/v2/accessToken',
    'http://127.0.0.1:4571/rest',
    'http://localhost:4571/rest',
    'http://[::1]:4571/rest',
  ])('to %s', (address) => expect(() => assertTokenMayGoTo(address)).not.toThrow());

  test.each([
    ['http://api.linkedin.com/rest', 'http://api.linkedin.com'],
    ['https://api.linkedin.com:8443/rest', 'https://api.linkedin.com:8443'],
    ['https://api.linkedin.com.example.org/rest', 'https://api.linkedin.com.example.org'],
    ['https://api.linkedin.com@example.org/rest', 'https://example.org'],
    ['https://127.0.0.1.example.org/', 'https://127.0.0.1.example.org'],
    ['https://media.linkedin.com/', 'https://media.linkedin.com'],
  ])('but not to %s', (address, origin) => {
    expect(() => assertTokenMayGoTo(address)).toThrow(`The token is not sent to ${origin}`);
  });
});
