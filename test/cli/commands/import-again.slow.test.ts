import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { run } from '../run.ts';
import { day, importAs, type Tried, table, totals } from '../try-import.ts';

const newFolder = temporaryFolders();

const tryImport = async (content: string | Uint8Array): Promise<Tried> =>
  importAs(await newFolder(), 'input.csv', content);

describe('repeated imports', () => {
  it('change nothing for the same file', async () => {
    const { folder } = await tryImport(table(day('2024-01-01')));
    const before = await totals(folder);
    const second = await importAs(folder, 'copy of input.csv', table(day('2024-01-01')));
    expect(second.json.imported[0].repeated).toBe(true);
    expect(await totals(folder)).toEqual(before);
    const { stdout } = await run('import', join(folder, 'input.csv'), '--data-dir', join(folder, 'data'));
    expect(stdout).toContain('nothing to do');
    expect(stdout).not.toContain('Next:');
  });

  it('let the newest file win, day by day', async () => {
    const { folder } = await tryImport(table(day('2024-01-01'), day('2024-01-02')));
    await totals(folder);
    await importAs(folder, 'newer.csv', table(day('2024-01-02', 'camp,a,150,6,2.25'), day('2024-01-03')));
    expect(await totals(folder)).toMatchObject({ totals: { impressions: 350, clicks: 16, cost: 5.25, days: 3 } });
  });

  it('refuse the other grain for an account', async () => {
    const { folder } = await tryImport(table(day('2024-01-01')));
    const campaigns = 'Date,Campaign,Impressions,Clicks,Cost\n2024-01-01,camp,100,5,1.5\n';
    const { exitCode, json } = await importAs(folder, 'campaigns.csv', campaigns);
    expect(exitCode).toBe(1);
    expect(json.refused[0].message).toContain(
      'it has one row per campaign, but account "default" was imported with one row per ad',
    );
    expect((await importAs(folder, 'campaigns.csv', campaigns, '--account', 'other')).exitCode).toBe(0);
  });
});

describe('the folder and the command line', () => {
  it('keep real data out of a simulated folder', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'data', 'state'), { recursive: true });
    await writeFile(join(folder, 'data', 'state', 'data-folder.json'), '{"kind":"simulated","schema_version":2}');
    const { exitCode, json } = await importAs(folder, 'input.csv', table(day('2024-01-01')));
    expect(exitCode).toBe(1);
    expect(json.error.message).toContain('holds the simulated data of the demo and cannot take real data');
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
