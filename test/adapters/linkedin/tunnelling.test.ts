import { describe, expect, test } from 'vitest';
import { httpMessage } from '../../../adapters/linkedin/tunnelling.ts';

const ofLength = (length: number): string => `q=${'x'.repeat(length - 2)}`;

describe('query tunnelling', () => {
  test('leaves a query of 4,000 characters in the address', () => {
    expect(httpMessage('/adAnalytics', ofLength(4000), undefined)).toEqual({
      method: 'GET',
      target: `/adAnalytics?${ofLength(4000)}`,
      headers: {},
    });
  });

  test('moves a query of 4,001 characters into the form body of a POST that says it is a GET', () => {
    expect(httpMessage('/adAnalytics', ofLength(4001), undefined)).toEqual({
      method: 'POST',
      target: '/adAnalytics',
      headers: { 'X-HTTP-Method-Override': 'GET', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: ofLength(4001),
    });
  });

  test('sends a long query with a JSON body as two parts', () => {
    const message = httpMessage('/things', ofLength(4001), '{"a":1}');
    expect(message.headers).toEqual({
      'X-HTTP-Method-Override': 'POST',
      'Content-Type': 'multipart/mixed; boundary=part-1',
    });
    expect(message.body).toBe(
      `--part-1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n${ofLength(4001)}\r\n` +
        '--part-1\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n--part-1--',
    );
  });

  test('chooses a boundary that the content does not hold', () => {
    const message = httpMessage('/things', ofLength(4001), '{"name":"part-1 and part-2"}');
    expect(message.headers['Content-Type']).toBe('multipart/mixed; boundary=part-3');
  });

  test('sends a write without a query as JSON', () => {
    expect(httpMessage('/things', '', '{}')).toEqual({
      method: 'POST',
      target: '/things',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
  });
});
