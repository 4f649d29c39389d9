import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { run } from '../run.ts';
import { day, header, importAs, type Tried, table } from '../try-import.ts';

const newFolder = temporaryFolders();

const tryImport = async (content: string | Uint8Array): Promise<Tried> =>
  importAs(await newFolder(), 'input.csv', content);

describe('what is no table of daily numbers', () => {
  const png = Buffer.from([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0xff, 0xd8,
  ]);
  const cases: [title: string, content: string | Uint8Array, reason: string, remedy: RegExp][] = [
    ['an empty file', '', 'it is empty', /^Export it again/],
    ['a header alone', `${header}\n`, 'it has a header but no rows', /^Export it again/],
    ['a picture', png, 'it is an image', /as CSV/],
    ['a database', Buffer.from('SQLite format 3\u0000\u0010\u0000\u0001'), 'it is not a text file', /as CSV/],
    [
      'an Excel workbook',
      Buffer.from('PK\u0003\u0004....'),
      'it is an Excel workbook or a ZIP archive',
      /save it as CSV/,
    ],
    ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0]), 'it is compressed', /gunzip/],
    [
      'two columns of one name with different values',
      'Date,Campaign,Ad name,Impressions,Clicks,Clicks,Cost\n2024-01-01,c,a,100,5,7,1.5\n',
      'it has two columns "Clicks" with different values',
      /^Rename/,
    ],
    ['rows that are all bad', table(day('2024-13-01'), day('2024-13-02')), 'none of its 2 rows can be read', /./],
    [
      'sums beyond any account',
      table(day('2024-01-01', 'c,a,1,1,900000000'), day('2024-01-01', 'c,a,1,1,900000000')),
      'the rows of one ad and day add up',
      /./,
    ],
  ];
  for (const [title, content, reason, remedy] of cases) {
    it(`refuses ${title} with reason and remedy, and leaves nothing behind`, async () => {
      const { exitCode, json, folder } = await tryImport(content);
      expect(exitCode).toBe(1);
      expect(json.imported).toEqual([]);
      expect(json.refused[0].message).toContain(reason);
      expect(json.refused[0].remedy).toMatch(remedy);
      expect((await readdir(join(folder, 'data'))).filter((name) => name === 'raw')).toEqual([]);
    });
  }

  it('says what is wrong with a path', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'a folder'));
    for (const [name, message] of [
      ['a folder', 'is a folder, not a file'],
      ['missing.csv', 'There is no file'],
    ] as const) {
      const { exitCode, json } = await run('import', join(folder, name), '--data-dir', join(folder, 'data'), '--json');
      expect(exitCode).toBe(1);
      expect(json().refused[0].message).toContain(message);
    }
  });

  it('takes a column without a name, and two of one name with the same values', async () => {
    const { exitCode } = await tryImport(
      'Date,Campaign,Ad name,,Impressions,Clicks,Clicks,Cost\n2024-01-01,c,a,x,100,5,5,1.5\n',
    );
    expect(exitCode).toBe(0);
  });
});
