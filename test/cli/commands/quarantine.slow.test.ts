import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { alterRows, asOlderReleaseLeft } from '../../support/older-release.ts';
import { run } from '../run.ts';
import { day, importAs, type Tried, table, totals } from '../try-import.ts';

const newFolder = temporaryFolders();
const imported = async (...rows: string[]): Promise<Tried> => importAs(await newFolder(), 'input.csv', table(...rows));

const quarantine = (folder: string, ...words: string[]) =>
  run('quarantine', ...words, '--data-dir', join(folder, 'data'), '--json');

const filesIn = async (folder: string) =>
  (await readdir(join(folder, 'data'), { recursive: true }))
    .filter((name) => /^(raw|quarantine)/.test(name))
    .toSorted();

/** Two lines of one ad on the second day; an older release could read neither the first day nor the second of the two. */
async function halfRead(): Promise<Tried & { whole: unknown }> {
  const rows = [day('2024-01-01'), day('2024-01-02', 'camp,a,50,1,0.50'), day('2024-01-02', 'camp,a,30,2,0.25')];
  const tried = await imported(...rows, day('2024-01-03'));
  const whole = (await totals(await copyOf(...rows, day('2024-01-03')))).totals;
  await asOlderReleaseLeft(
    join(tried.folder, 'data'),
    tried.json.imported[0],
    { line: 2, text: rows[0]!, creative: 'camp/a', date: '2024-01-01' },
    {
      line: 4,
      text: rows[2]!,
      creative: 'camp/a',
      date: '2024-01-02',
      rest: { impressions: 50, clicks: 1, cost: '0.50' },
    },
  );
  return { ...tried, whole };
}

const copyOf = async (...rows: string[]): Promise<string> => (await imported(...rows)).folder;

describe('quarantine list', () => {
  it('shows the causes with their counts first, then every record', async () => {
    const { folder, json } = await imported(
      day('2024-01-01'),
      day('2024-01-02', 'camp,a,-5,5,1.50'),
      day('2024-01-03', 'camp,a,-7,5,1.50'),
      day('2024-13-45'),
    );
    const ran = await quarantine(folder, 'list');
    expect(ran.exitCode).toBe(0);
    const key = json.imported[0].quarantine;
    expect(ran.json()).toMatchObject({
      open: 3,
      closed: 0,
      causes: [
        { field: 'Impressions', cause: 'impressions is negative: …', records: 2, files: ['input.csv'] },
        { field: 'Date', cause: 'date cannot be read: …', records: 1 },
      ],
      records: [
        { key, position: 1, run: json.imported[0].run_id, file: 'input.csv', line: 3, field: 'Impressions' },
        { line: 4, reason: 'impressions is negative: -7', remedy: expect.stringMatching(/^Correct the number/) },
        { line: 5, text: '2024-13-45,camp,a,100,5,1.50' },
      ],
    });
    const { stdout } = await run('quarantine', 'list', '--data-dir', join(folder, 'data'));
    expect(stdout).toContain(
      '3 records in quarantine, by cause:\n  2 records of input.csv, Impressions: impressions is',
    );
    expect(stdout).toContain(`${key}\n  input.csv, line 3, Impressions: impressions is negative: -5\n`);
  });

  it('says that nothing waits, and what it can do', async () => {
    const { folder } = await imported(day('2024-01-01'));
    expect((await run('quarantine', 'list', '--data-dir', join(folder, 'data'))).stdout).toBe(
      'Nothing is waiting in quarantine.\n',
    );
    const { exitCode, stderr } = await run('quarantine', 'empty', '--data-dir', join(folder, 'data'));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('quarantine has no action "empty"')]);
  });
});

describe('quarantine reprocess of an import', () => {
  it('imports what can be read now, exactly once, and counts it as done', async () => {
    const { folder, whole } = await halfRead();
    expect(await totals(folder)).toMatchObject({ rejected: 2, totals: { impressions: 150, clicks: 6, cost: 2 } });
    const ran = await quarantine(folder, 'reprocess', '--all');
    expect(ran.exitCode).toBe(0);
    expect(ran.json()).toMatchObject({ reprocessed: 2, superseded: 0, rows: 2, still: 0 });
    const after = await totals(folder);
    expect(after).toMatchObject({ rejected: 0, quarantine: [], totals: whole });

    const files = await filesIn(folder);
    const again = await quarantine(folder, 'reprocess');
    expect([again.exitCode, again.json()]).toEqual([
      0,
      { reprocessed: 0, superseded: 0, rows: 0, still: 0, objects: [] },
    ]);
    expect(await filesIn(folder)).toEqual(files);
    expect(await totals(folder)).toEqual(after);
    expect((await quarantine(folder, 'list')).json()).toMatchObject({ open: 0, closed: 2, records: [] });
    const doctor = (await run('doctor', '--data-dir', join(folder, 'data'), '--json')).json();
    expect(doctor).toMatchObject({
      problems: 0,
      findings: expect.arrayContaining([
        expect.objectContaining({ check: 'imports', detail: '1 complete' }),
        expect.objectContaining({ check: 'quarantine', detail: 'empty' }),
      ]),
    });
  });

  it('takes the objects that are named, by key, path or run', async () => {
    const { folder, json } = await halfRead();
    const { run_id: runId, imported_at: at } = json.imported[0];
    const key = `quarantine/platform=other/dt=${at.slice(0, 10)}/${runId}.ndjson.gz`;
    const unknown = await quarantine(folder, 'reprocess', 'quarantine/nothing.ndjson.gz');
    expect(unknown.json().error.message).toBe('There is nothing in quarantine under quarantine/nothing.ndjson.gz');
    expect((await quarantine(folder, 'reprocess', join(folder, 'data', key))).json()).toMatchObject({ reprocessed: 2 });
    for (const name of [key, runId]) expect((await quarantine(folder, 'reprocess', name)).json().reprocessed).toBe(0);
  });

  it('leaves to a later import what that one says anew', async () => {
    const { folder } = await halfRead();
    await importAs(folder, 'newer.csv', table(day('2024-01-01', 'camp,a,7,1,0.07')));
    const before = (await totals(folder)).totals;
    const ran = await quarantine(folder, 'reprocess');
    expect(ran.json()).toMatchObject({ reprocessed: 2, objects: [{ left_to_later_imports: 1 }] });
    expect((await totals(folder)).totals).toMatchObject({ impressions: before.impressions + 30, cost: 2.32 });
  });

  it('does not bring back a value that a later import confirmed the one before of', async () => {
    const folder = await newFolder();
    await importAs(folder, 'first.csv', table(day('2024-01-01', 'camp,a,10,1,0.10'), day('2024-01-05')));
    const second = await importAs(
      folder,
      'second.csv',
      table(day('2024-01-01', 'camp,a,99,9,9.90'), day('2024-01-06')),
    );
    await asOlderReleaseLeft(join(folder, 'data'), second.json.imported[0], {
      line: 2,
      text: day('2024-01-01', 'camp,a,99,9,9.90'),
      creative: 'camp/a',
      date: '2024-01-01',
    });
    await importAs(folder, 'third.csv', table(day('2024-01-01', 'camp,a,10,1,0.10')));
    const before = (await totals(folder)).totals;
    expect((await quarantine(folder, 'reprocess')).json()).toMatchObject({ superseded: 1, reprocessed: 0 });
    expect((await totals(folder)).totals).toEqual(before);
  });

  it('closes the rows of a file whose corrected copy was imported', async () => {
    const { folder } = await imported(day('2024-01-01'), day('2024-01-02', 'camp,a,-5,5,1.50'));
    expect((await quarantine(folder, 'reprocess')).json()).toMatchObject({ reprocessed: 0, superseded: 0, still: 1 });
    await importAs(folder, 'corrected.csv', table(day('2024-01-01'), day('2024-01-02')));
    expect((await quarantine(folder, 'reprocess')).json()).toMatchObject({ superseded: 1, still: 0 });
    expect(await totals(folder)).toMatchObject({ rejected: 0, totals: { days: 2 } });
  });

  it('keeps what still cannot be read, says why, and ends with 2', async () => {
    const { folder } = await imported(day('2024-01-01'), day('2024-01-02', 'camp,a,-5,5,1.50'));
    const files = await filesIn(folder);
    const ran = await quarantine(folder, 'reprocess');
    expect(ran.exitCode).toBe(2);
    expect(ran.json().objects[0].still).toEqual([
      {
        file: 'input.csv',
        line: 3,
        field: 'Impressions',
        reason: 'impressions is negative: -5',
        remedy: 'Correct the number. Credits and refunds cannot be assigned to one ad and day.',
      },
    ]);
    expect(await filesIn(folder)).toEqual(files);
    const { stdout } = await run('quarantine', 'reprocess', '--data-dir', join(folder, 'data'));
    expect(stdout).toContain('line 3: impressions is negative: -5. Correct the number');
    expect(stdout).toContain('Reprocessed 0 records into 0 rows; 0 superseded by later data; 1 still in quarantine.');
  });

  it('changes nothing where today’s reading takes other rows than the import did', async () => {
    const { folder, json } = await imported(day('2024-01-01'), day('2024-01-02'), day('2024-01-03'));
    const [dataDir, record] = [join(folder, 'data'), json.imported[0]];
    const line = { line: 2, text: day('2024-01-01'), creative: 'camp/a', date: '2024-01-01' };
    await asOlderReleaseLeft(dataDir, record, line);
    const rest = { impressions: 1000, clicks: 5, cost: '1.50' };
    await alterRows(dataDir, record, { creative: 'camp/a', date: '2024-01-02', rest });
    const files = await filesIn(folder);
    const ran = await quarantine(folder, 'reprocess');
    expect(ran.exitCode).toBe(2);
    expect(ran.json().objects[0].still[0].reason).toMatch(
      /^input\.csv reads differently today than when it was imported/,
    );
    expect(await filesIn(folder)).toEqual(files);
  });
});
