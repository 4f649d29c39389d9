import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeQuery, encodeRestli, encodeValue, type RestliValue } from '../../../adapters/linkedin/encoding.ts';
import { decodeValue } from './restli-decoder.ts';

describe('Rest.li 2.0 encoding', () => {
  test('encodes every character that structure is made of', () => {
    expect(encodeRestli(",()':")).toBe('%2C%28%29%27%3A');
  });

  test('encodes a URN wholly', () => {
    expect(encodeRestli('urn:li:sponsoredCreative:119962155')).toBe('urn%3Ali%3AsponsoredCreative%3A119962155');
  });

  test("writes the empty string as ''", () => {
    expect(encodeValue({ name: '' })).toBe("(name:'')");
  });

  test('leaves the structure of lists and records raw', () => {
    expect(encodeValue({ status: { values: ['ACTIVE', 'PAUSED'] }, test: false })).toBe(
      '(status:(values:List(ACTIVE,PAUSED)),test:false)',
    );
    expect(encodeValue([])).toBe('List()');
    expect(encodeValue({})).toBe('()');
  });

  test('encodes a compound key with colons between names and values', () => {
    expect(encodeValue({ account: 'urn:li:sponsoredAccount:1', user: 'urn:li:person:X' })).toBe(
      '(account:urn%3Ali%3AsponsoredAccount%3A1,user:urn%3Ali%3Aperson%3AX)',
    );
  });

  test('keeps the commas between field names raw and leaves undefined parameters out', () => {
    expect(encodeQuery({ q: 'search', pageToken: undefined, name: 'a b&c' }, ['impressions', 'clicks'])).toBe(
      'q=search&name=a%20b%26c&fields=impressions,clicks',
    );
  });

  test('is undone by a decoder, whatever the value', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', "''", ",()':", 'List(a)', '%2C', '(a:b)'),
    );
    const { value } = fc.letrec<{ value: RestliValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        text,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (original) => {
        expect(decodeValue(encodeValue(original))).toEqual(plain(original));
      }),
    );
  });
});

/** fast-check's dictionaries have no prototype. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
