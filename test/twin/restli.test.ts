import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery, parseValue, RestliSyntaxError, type RestliValue } from '../../twin/api/restli.ts';
import { parseQueryOne } from '../../twin/api/restli-one.ts';

const encodeText = (text: string): string =>
  text === ''
    ? "''"
    : encodeURIComponent(text).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The rule of the protocol, written a second time and the other way round. */
function encode(value: RestliValue): string {
  if (typeof value === 'string') return encodeText(value);
  if (Array.isArray(value)) return `List(${value.map(encode).join(',')})`;
  return `(${Object.entries(value)
    .map(([key, field]) => `${encodeText(key)}:${encode(field)}`)
    .join(',')})`;
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const value = fc.letrec<{ value: RestliValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
})).value;

describe('the Rest.li 2.0 parser', () => {
  it('reads back whatever was encoded', () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(parseValue(encode(original), 'p')).toEqual(original);
      }),
    );
  });

  it('either reads a text or says which parameter is wrong', () => {
    const structure = fc.string({
      unit: fc.constantFrom('(', ')', ',', ':', "'", 'List(', 'a', '%3A', '%'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(structure, (raw) => {
        try {
          parseValue(raw, 'search');
        } catch (error) {
          expect(error).toBeInstanceOf(RestliSyntaxError);
          expect((error as RestliSyntaxError).parameter).toBe('search');
        }
      }),
    );
  });

  it('takes encoded structure for text', () => {
    expect(parseValue('%28status%3AACTIVE%29', 'search')).toBe('(status:ACTIVE)');
    expect(parseValue('List(urn%3Ali%3AsponsoredAccount%3A1)', 'accounts')).toEqual(['urn:li:sponsoredAccount:1']);
  });

  it('reads nested records, empty lists and the empty text', () => {
    expect(parseValue("(start:(year:2026,month:1),ids:List(),name:'')", 'p')).toEqual({
      start: { year: '2026', month: '1' },
      ids: [],
      name: '',
    });
  });

  it.each([
    ['a raw colon in a text', 'urn:li:sponsoredAccount:1'],
    ['a raw comma in a text', 'a,b'],
    ['an open list', 'List(a'],
    ['an open record', '(a:b'],
    ['a record without a value', '(a:)'],
    ['a key given twice', '(a:1,a:2)'],
    ['a list with a hole', 'List(a,,b)'],
    ['text after the end', '(a:b)c'],
    ['a broken percent encoding', 'List(%ZZ)'],
    ['nothing at all', ''],
  ])('refuses %s', (_, raw) => {
    expect(() => parseValue(raw, 'p')).toThrow(RestliSyntaxError);
  });

  it('keeps the raw commas of the fields mask', () => {
    expect(parseQuery('q=search&fields=id,name').get('fields')).toBe('id,name');
  });

  it('refuses a parameter that is given twice', () => {
    expect(() => parseQuery('q=search&q=search')).toThrow('Parameter "q": is given twice');
  });

  it('does not let a key named __proto__ change anything', () => {
    expect(Object.keys(parseValue('(__proto__:(polluted:1))', 'p') as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the parser of protocol 1.0', () => {
  it('finds structure in the names', () => {
    const query =
      'q=analytics&accounts[0]=urn:li:sponsoredAccount:1&accounts[1]=b%2Cc&dateRange.start.year=2026&fields=a,b';
    expect(Object.fromEntries(parseQueryOne(query))).toEqual({
      q: 'analytics',
      accounts: ['urn:li:sponsoredAccount:1', 'b,c'],
      dateRange: { start: { year: '2026' } },
      fields: 'a,b',
    });
  });

  it.each(['a=1&a=2', 'a=1&a.b=2', 'a', '=1', 'a=%ZZ'])('refuses %s', (raw) => {
    expect(() => parseQueryOne(raw)).toThrow(RestliSyntaxError);
  });
});
