import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../local/temporary-folder.ts';
import { type AdDay, adDays, type Dialect, dialects, write } from './dialects.ts';
import { readText } from './reading.ts';

const newFolder = temporaryFolders();
const runs = 30;

describe('readCsvFile', () => {
  it('reads a table back exactly, in whatever dialect it was written', async () => {
    const folder = await newFolder();
    await fc.assert(
      fc.asyncProperty(adDays, dialects, async (rows, dialect) => {
        const read = await readText(folder, write(rows, dialect).bytes, { platform: 'meta', currency: 'EUR' });
        expect(read.bad).toEqual([]);
        expect(read.rows).toEqual(expected(rows));
        expect(read.counts).toMatchObject({
          rows: rows.length + (dialect.total === 'none' ? 0 : 1),
          accepted: rows.length,
          totals_rows: dialect.total === 'none' ? 0 : 1,
          rejected: 0,
        });
      }),
      { numRuns: runs },
    );
  });

  it('quarantines a damaged row with its line and whole text, and leaves every other row as it was', async () => {
    const folder = await newFolder();
    await fc.assert(
      fc.asyncProperty(adDays, dialects, damages, fc.nat(), async (rows, dialect, damage, where) => {
        const at = 1 + (where % rows.length);
        const all = [...rows, ...rows.map((row) => ({ ...row, creative: `${row.creative} too` }))];
        const file = write(all, dialect, (text, index) => (index === at ? damage(text, dialect) : text));
        const read = await readText(folder, file.bytes, { platform: 'meta', currency: 'EUR' });
        expect(read.bad.map(({ line, text }) => ({ line, text }))).toEqual([
          { line: file.lines[at], text: file.texts[at] },
        ]);
        expect(read.rows).toEqual(expected(all.filter((_, index) => index !== at)));
        const { rows: records, accepted, totals_rows: totals, rejected } = read.counts;
        expect({ records, accepted, rejected }).toEqual({
          records: accepted + totals + rejected,
          accepted: all.length - 1,
          rejected: 1,
        });
      }),
      { numRuns: runs },
    );
  });
});

/** Each is a row that cannot be right, however the rest is written. */
const damages = fc.constantFrom<((text: string, dialect: Dialect) => string)[]>(
  (text, { delimiter }) => text.slice(0, text.lastIndexOf(delimiter)),
  (text, { delimiter }) => `${text}${delimiter}more`,
  (text, { delimiter }) => `${text.slice(0, text.lastIndexOf(delimiter) + 1)}12abc`,
  (text, { delimiter }) => `${text.slice(0, text.lastIndexOf(delimiter) + 1)}-7`,
  (text, { delimiter }) => `20225-13-45${text.slice(text.indexOf(delimiter))}`,
  (text, { delimiter }) => `garbled${text.slice(text.indexOf(delimiter))}`,
);

function expected(rows: readonly AdDay[]) {
  const plain = (value: string | undefined) => value && String(Number(value));
  return rows
    .map(({ date, campaign, creative, impressions, clicks, cost, conversions }) =>
      Object.fromEntries(
        Object.entries({
          account_id: 'default',
          campaign_id: campaign,
          creative_id: `${campaign}/${creative}`,
          stat_date: date,
          currency: 'EUR',
          impressions: plain(impressions),
          clicks: plain(clicks),
          cost: plain(cost),
          conversions: plain(conversions),
          quality: Number(clicks) > Number(impressions) ? 'flag:clicks_above_impressions' : undefined,
        }).filter(([, value]) => value !== undefined),
      ),
    )
    .toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

const keyOf = (row: Record<string, string | undefined>): string => `${row.creative_id}\u0000${row.stat_date}`;
