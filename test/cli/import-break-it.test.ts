import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../adapters/local/temporary-folder.ts';
import { run } from './run.ts';

const newFolder = temporaryFolders();

const header = 'Date,Campaign,Ad name,Impressions,Clicks,Cost';
const day = (date: string, rest = 'camp,a,100,5,1.50') => `${date},${rest}`;

interface Tried {
  exitCode: number;
  /** The import's JSON document. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents whose shape they assert
  json: any;
  folder: string;
  /** What lies in quarantine. */
  quarantine: { line: number; column: string | null; reason: string; remedy: string; text: string }[];
}

async function tryImport(content: string | Uint8Array, ...options: string[]): Promise<Tried> {
  const folder = await newFolder();
  return again(folder, 'input.csv', content, ...options);
}

async function again(folder: string, name: string, content: string | Uint8Array, ...options: string[]): Promise<Tried> {
  const path = join(folder, name);
  await writeFile(path, content);
  const dataDir = join(folder, 'data');
  const ran = await run('import', path, '--data-dir', dataDir, '--json', ...options);
  const json = ran.json();
  const key = json.imported?.[0]?.quarantine;
  const lines = key
    ? gunzipSync(await readFile(join(dataDir, key)))
        .toString('utf8')
        .trimEnd()
        .split('\n')
    : [];
  return { exitCode: ran.exitCode, json, folder, quarantine: lines.map((line) => JSON.parse(line)) };
}

async function totals(folder: string) {
  await run('process', '--data-dir', join(folder, 'data'), '--json');
  const report = await run('report', '--data-dir', join(folder, 'data'), '--json');
  return report.json();
}

const table = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

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
    expect(json.imported[0].notes).toContain('1 row(s) have more clicks than impressions; they were kept as they are.');
    expect((await totals(folder)).totals).toMatchObject({ impressions: 5, clicks: 9 });
  });

  const damaged: [title: string, row: string, column: string | null, reason: string][] = [
    ['the year 20225', day('20225-01-02'), 'Date', 'date is not a plausible day: "20225-01-02"'],
    ['a day that is not', day('2024-02-30'), 'Date', 'date cannot be read: "2024-02-30"'],
    [
      'a cell too many',
      day('2024-01-02', 'ca,mp,a,100,5,1.50'),
      null,
      'The line is followed by more: the line has 7 columns; a value may hold a separator without quotes',
    ],
    [
      'an unclosed quotation mark',
      day('2024-01-02', '"camp,a,100,5,1.50'),
      'Campaign',
      'Campaign has a quotation mark that is never closed',
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
        reason: 'Column "Campaign" is missing: the line ends after 2 columns, as if cut off',
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

describe('what is no table of daily numbers', () => {
  const png = Buffer.from([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0xff, 0xd8,
  ]);
  const cases: [title: string, content: string | Uint8Array, reason: string, remedy: RegExp][] = [
    ['an empty file', '', 'it is empty', /^Export it again/],
    ['a header alone', `${header}\n`, 'it has a header but no rows', /^Export it again/],
    ['a picture', png, 'it is a picture', /as CSV/],
    ['a database', Buffer.from('SQLite format 3\u0000\u0010\u0000\u0001'), 'it is no text file', /as CSV/],
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

describe('repeated imports', () => {
  it('change nothing for the same file', async () => {
    const { folder } = await tryImport(table(day('2024-01-01')));
    const before = await totals(folder);
    const second = await again(folder, 'copy of input.csv', table(day('2024-01-01')));
    expect(second.json.imported[0].repeated).toBe(true);
    expect(await totals(folder)).toEqual(before);
    const { stdout } = await run('import', join(folder, 'input.csv'), '--data-dir', join(folder, 'data'));
    expect(stdout).toContain('nothing to do');
  });

  it('let the newest file win, day by day', async () => {
    const { folder } = await tryImport(table(day('2024-01-01'), day('2024-01-02')));
    await totals(folder);
    await again(folder, 'newer.csv', table(day('2024-01-02', 'camp,a,150,6,2.25'), day('2024-01-03')));
    expect(await totals(folder)).toMatchObject({ totals: { impressions: 350, clicks: 16, cost: 5.25, days: 3 } });
  });

  it('refuse the other grain for an account', async () => {
    const { folder } = await tryImport(table(day('2024-01-01')));
    const campaigns = 'Date,Campaign,Impressions,Clicks,Cost\n2024-01-01,camp,100,5,1.5\n';
    const { exitCode, json } = await again(folder, 'campaigns.csv', campaigns);
    expect(exitCode).toBe(1);
    expect(json.refused[0].message).toContain(
      'it is an export per campaign, but account "default" was imported per ad',
    );
    expect((await again(folder, 'campaigns.csv', campaigns, '--account', 'other')).exitCode).toBe(0);
  });
});

describe('the folder and the command line', () => {
  it('keep real data out of a simulated folder', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'data', 'state'), { recursive: true });
    await writeFile(join(folder, 'data', 'state', 'data-folder.json'), '{"kind":"simulated","schema_version":1}');
    const { exitCode, json } = await again(folder, 'input.csv', table(day('2024-01-01')));
    expect(exitCode).toBe(1);
    expect(json.error.message).toContain('holds the simulated data of the demo and takes no real data');
  });

  it('print one JSON document for a misuse as well', async () => {
    for (const words of [
      ['import'],
      ['import', 'x.csv', '--map', 'nothing'],
      ['import', 'x.csv', '--wrong'],
      ['imprt'],
    ]) {
      const ran = await run(...words, '--json');
      expect(ran.exitCode).toBe(1);
      expect(ran.json().error.remedy).toMatch(/\w/);
    }
  });

  it('take the good files and name the bad ones', async () => {
    const { folder } = await tryImport(table(day('2024-01-01')));
    await writeFile(join(folder, 'bad.csv'), 'id,name\n1,x\n');
    await writeFile(join(folder, 'good.csv'), table(day('2024-02-01')));
    const files = ['bad.csv', 'good.csv'].map((name) => join(folder, name));
    const ran = await run('import', ...files, '--data-dir', join(folder, 'data'), '--json');
    expect(ran.exitCode).toBe(1);
    expect(ran.json()).toMatchObject({ imported: [{ file: 'good.csv' }], refused: [{ file: files[0] }] });
  });
});
