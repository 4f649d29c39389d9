import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { run } from '../run.ts';
import { day, header, importAs, type Tried, table, totals } from '../try-import.ts';

const newFolder = temporaryFolders();

const tryImport = async (content: string | Uint8Array): Promise<Tried> =>
  importAs(await newFolder(), 'input.csv', content);

describe('a broken file', () => {
  it('loses only the row with a negative count, and says so in exit code, summary and report', async () => {
    const { exitCode, json, folder, quarantine } = await tryImport(
      table(day('2024-01-01'), day('2024-01-02', 'camp,a,-1,0,1'), day('2024-01-03')),
    );
    expect(exitCode).toBe(2);
    expect(json.imported[0].counts).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
    expect(quarantine).toMatchObject([
      { line: 3, column: 'Impressions', reason: 'impressions is negative: -1', text: '2024-01-02,camp,a,-1,0,1' },
    ]);
    expect(await totals(folder)).toMatchObject({ rejected: 1, totals: { impressions: 200, clicks: 10, cost: 3 } });
    expect((await run('import', join(folder, 'input.csv'), '--data-dir', join(folder, 'other'))).stdout).toContain(
      'line 3: impressions is negative: -1.',
    );
  });

  it('keeps clicks above impressions, flagged', async () => {
    const { exitCode, json, folder } = await tryImport(table(day('2024-01-01', 'camp,a,5,9,1')));
    expect(exitCode).toBe(0);
    expect(json.imported[0].counts).toMatchObject({ accepted: 1, flagged: 1, rejected: 0 });
    expect(json.imported[0].notes).toContain('1 row has more clicks than impressions and was kept unchanged.');
    expect((await totals(folder)).totals).toMatchObject({ impressions: 5, clicks: 9 });
  });

  const damaged: [title: string, row: string, column: string | null, reason: string][] = [
    ['the year 20225', day('20225-01-02'), 'Date', 'date is implausible: "20225-01-02"'],
    ['a day that is not', day('2024-02-30'), 'Date', 'date cannot be read: "2024-02-30"'],
    [
      'a cell too many',
      day('2024-01-02', 'ca,mp,a,100,5,1.50'),
      null,
      'The line is followed by extra cells: the line has 7 columns; a value may contain an unquoted separator',
    ],
    [
      'an unclosed quotation mark',
      day('2024-01-02', '"camp,a,100,5,1.50'),
      'Campaign',
      'Campaign has an unclosed quotation mark',
    ],
    ['the header again', header, 'Date', 'date cannot be read: "Date"'],
    [
      'a number with a NUL',
      day('2024-01-02', 'camp,a,1\u00000,5,1.50'),
      'Impressions',
      'impressions cannot be read: "1\u00000"',
    ],
    [
      'half an impression',
      day('2024-01-02', 'camp,a,0.5,0,1.50'),
      'Impressions',
      'impressions is not a whole number: 0.5',
    ],
    ['no campaign', day('2024-01-02', ',a,1,0,1.50'), 'Campaign', 'campaign is empty'],
  ];
  for (const [title, row, column, reason] of damaged) {
    it(`quarantines ${title} in the middle, and nothing else`, async () => {
      const { exitCode, json, quarantine } = await tryImport(
        table(day('2024-01-01'), row, day('2024-01-03'), day('2024-01-04')),
      );
      expect(exitCode).toBe(2);
      expect(json.imported[0].counts).toMatchObject({ rows: 4, accepted: 3, rejected: 1 });
      expect(quarantine).toMatchObject([{ line: 3, column, reason, text: row }]);
    });
  }

  it('quarantines a last line that was cut off', async () => {
    const { quarantine, json } = await tryImport(`${table(day('2024-01-01'))}2024-01-02,ca`);
    expect(json.imported[0].counts).toMatchObject({ accepted: 1, rejected: 1 });
    expect(quarantine).toMatchObject([
      {
        line: 3,
        reason: 'Column "Campaign" is missing: the line ends after 2 columns and may be cut off',
        text: '2024-01-02,ca',
      },
    ]);
  });

  it('quarantines an unclosed quotation mark at the end', async () => {
    const { quarantine } = await tryImport(table(day('2024-01-01'), day('2024-01-02', '"camp,a,1,0,1')));
    expect(quarantine).toMatchObject([{ line: 3, column: 'Campaign' }]);
  });

  it('quarantines bytes that are no text, and keeps the letters of the others', async () => {
    const bytes = Buffer.from(
      table(day('2024-01-01', 'Grün,a,1,0,1'), day('2024-01-02', 'X,a,1,0,1'), day('2024-01-03', 'Öl,a,1,0,1')),
    );
    bytes[bytes.indexOf('X')] = 0xff;
    const { quarantine, json } = await tryImport(bytes);
    expect(json.imported[0]).toMatchObject({ dialect: { encoding: 'utf-8' }, counts: { accepted: 2, rejected: 1 } });
    expect(quarantine).toMatchObject([{ line: 3, column: 'Campaign' }]);
  });

  it('quarantines a line of 3 MB whole', async () => {
    const long = day('2024-01-02', `${'x'.repeat(3_000_000)},a,1,0,1`);
    const { quarantine, json } = await tryImport(table(day('2024-01-01'), long, day('2024-01-03')));
    expect(json.imported[0].counts).toMatchObject({ accepted: 2, rejected: 1 });
    expect(quarantine[0]?.line).toBe(3);
    expect(quarantine[0]?.text).toBe(long);
  });
});
