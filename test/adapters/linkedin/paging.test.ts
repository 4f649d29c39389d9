import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CursorPage,
  cursorPages,
  cursorStep,
  nothingSeen,
  offsetPages,
  offsetStep,
} from '../../../adapters/linkedin/paging.ts';

const page = (elements: unknown[], nextPageToken?: string): CursorPage => ({ elements, nextPageToken });

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const elements: T[] = [];
  for await (const one of pages) elements.push(...one);
  return elements;
}

describe('cursor paging', () => {
  test('goes on with the token of the page and ends where there is none', () => {
    expect(cursorStep(nothingSeen, page([1], 'a'))).toMatchObject({ next: 'a' });
    expect(cursorStep(nothingSeen, page([1]))).toMatchObject({ next: undefined });
  });

  test('goes on after an empty page that has a token', async () => {
    const pages: Record<string, CursorPage> = { '': page([1], 'a'), a: page([], 'b'), b: page([2]) };
    expect(await all(cursorPages('GET /x', async (token = '') => pages[token]!))).toEqual([1, 2]);
  });

  test('refuses a page token that comes again', async () => {
    const pages: Record<string, CursorPage> = { '': page([1], 'a'), a: page([2], 'b'), b: page([3], 'a') };
    await expect(all(cursorPages('GET /x', async (token = '') => pages[token]!))).rejects.toThrow(
      'The response cannot be used: GET /x: paging failed: the page token a came twice',
    );
  });

  test('refuses a page that comes again under another token, before giving it out', async () => {
    const given: unknown[] = [];
    const pages: Record<string, CursorPage> = { '': page([1], 'a'), a: page([1], 'b') };
    const reading = (async () => {
      for await (const elements of cursorPages('GET /x', async (token = '') => pages[token]!)) given.push(...elements);
    })();
    await expect(reading).rejects.toThrow('the same page came twice');
    expect(given).toEqual([1]);
  });

  test('does not go on for ever when every page is empty and has a new token', async () => {
    let number = 0;
    const endless = cursorPages('GET /x', async () => page([], `t${number++}`));
    await expect(all(endless)).rejects.toThrow('there is no end after 1000 pages');
  });
});

describe('offset paging', () => {
  test('ends with the page that is not full', () => {
    expect(offsetStep(nothingSeen, [1, 2], 0, 2)).toMatchObject({ next: 2 });
    expect(offsetStep(nothingSeen, [3], 2, 2)).toMatchObject({ next: undefined });
    expect(offsetStep(nothingSeen, [], 4, 2)).toMatchObject({ next: undefined });
  });

  test('refuses a server that ignores start', async () => {
    await expect(all(offsetPages('GET /x', 2, async () => [1, 2]))).rejects.toThrow('the same page came twice');
  });

  test('reads every list once, whatever its length and the size of the pages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), async (length, count) => {
        const list = Array.from({ length }, (_, index) => index);
        const read = await all(offsetPages('GET /x', count, async (start) => list.slice(start, start + count)));
        expect(read).toEqual(list);
      }),
    );
  });
});
