import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder, runAds } from './run-ads.ts';

const good =
  'Date,Campaign,Ad name,Impressions,Clicks,Spend\n2026-03-01,Spring,Blue,1000,5,10.50\n2026-03-01,Spring,Red,2000,6,20\n';
const bad = `${good}2026-03-02,Spring,Blue,-5,0,1\n`;

async function fileWith(text: string): Promise<{ folder: string; file: string }> {
  const folder = await newFolder();
  const file = join(folder, 'my export.csv');
  await writeFile(file, text);
  return { folder: join(folder, 'data'), file };
}

describe('the command line', () => {
  it('runs the demo whole, says that it is simulated, and keeps it apart from real data', async () => {
    const folder = join(await newFolder(), 'demo');
    const demo = await runAds('start', '--once', '--days', '2', '--data-dir', folder);
    expect(demo.code).toBe(0);
    expect(demo.stdout).toContain('This is a simulated LinkedIn account: every number is made up.');
    expect(demo.stdout).toMatch(/Recommended \(nothing was changed\): pause \d+ ads?/);
    expect(demo.stdout).toContain('Simulated 2026-08-03 to 2026-08-05: ');
    const { file } = await fileWith(good);
    const mixed = await runAds('import', file, '--data-dir', folder);
    expect([mixed.code, mixed.stdout]).toEqual([1, '']);
    expect(mixed.stderr).toContain('holds the simulated data of the demo and cannot take real data');
  });

  it('runs a person’s own file whole, counts rows in quarantine as done, and says where they lie', async () => {
    const { folder, file } = await fileWith(bad);
    const { code, stdout } = await runAds('start', file, '--data-dir', folder, '--currency', 'EUR');
    expect(code).toBe(0);
    expect(stdout).not.toContain('simulated');
    expect(stdout).toContain('line 4: impressions is negative: -5');
    expect(stdout).toMatch(
      /The rejected rows are in \S+quarantine\/platform=other\/dt=\d{4}-\d\d-\d\d\/\w+\.ndjson\.gz/,
    );
    expect(stdout).toContain('Spend 30.50 EUR');
  });

  it('reads the example export as the README shows it', async () => {
    const folder = join(await newFolder(), 'example');
    const { code, stdout } = await runAds('start', 'examples/linkedin-campaign-manager.csv', '--data-dir', folder);
    expect(code).toBe(0);
    expect(stdout).toContain('Spend 50,336.22 EUR, conversions 186, leads 53, conversion value no data');
    expect(stdout).toContain(
      'Recommended (nothing was changed): pause 2 ads; expected gain 1,071.33 EUR; 1 needs more evidence, 15 stay unchanged',
    );
  });

  it('says what a collection would ask, and what it lacks, before anything is called', async () => {
    const plan = await runAds('plan-collection', '--campaigns', '50', '--creatives', '400', '--json');
    expect(JSON.parse(plan.stdout)).toMatchObject({ usual_pull: { calls: 4, analytics: 3 }, calls_a_day: 16 });
    const folder = await newFolder();
    const collect = await runAds('collect', '--data-dir', folder, '--secrets', join(folder, 'none.json'));
    expect([collect.code, collect.stdout]).toEqual([1, '']);
    expect(collect.stderr).toContain('There is no LinkedIn token');
  });

  it('gives 0 for done, 2 for done with something in quarantine, 1 for failed', async () => {
    const clean = await fileWith(good);
    const imported = await runAds('import', clean.file, '--data-dir', clean.folder);
    expect([imported.code, imported.stdout.trimEnd().split('\n').at(-1)]).toEqual([0, 'Next: npm run ads -- process']);
    expect((await runAds('process', '--data-dir', clean.folder)).code).toBe(0);
    const dirty = await fileWith(bad);
    expect((await runAds('import', dirty.file, '--data-dir', dirty.folder)).code).toBe(2);
    expect((await runAds('process', '--data-dir', dirty.folder)).code).toBe(2);
    expect((await runAds('process', '--data-dir', dirty.folder)).code).toBe(0);
    expect((await runAds('import', 'no-such-file.csv', '--data-dir', dirty.folder)).code).toBe(1);
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const { folder, file } = await fileWith(bad);
    const documents = [
      await runAds('import', file, '--data-dir', folder, '--json'),
      await runAds('process', '--data-dir', folder, '--json'),
      await runAds('optimize', '--data-dir', folder, '--json'),
      await runAds('report', '--data-dir', folder, '--json'),
      await runAds('doctor', '--data-dir', folder, '--json'),
      await runAds('report', '--data-dir', join(folder, 'nowhere'), '--json'),
    ].map(({ stdout }) => JSON.parse(stdout));
    expect(documents[0]).toMatchObject({ imported: [{ counts: { rows: 3, accepted: 2, rejected: 1 } }], refused: [] });
    expect(documents[3]).toMatchObject({
      simulated: false,
      totals: {
        impressions: 3000,
        clicks: 11,
        cost: 30.5,
        conversions: null,
        leads: null,
        creatives: 2,
        campaigns: 1,
        days: 1,
        currency: 'USD',
      },
      rejected: 1,
    });
    expect(documents[4]).toMatchObject({ problems: 0 });
    expect(documents[5].error.message).toMatch(/^There is no data in .*nowhere yet$/);
  });

  it('refuses one file and takes the others', async () => {
    const { folder, file } = await fileWith(good);
    const other = join(folder, '..', 'names.csv');
    await writeFile(other, 'id,name\n1,a\n');
    const { code, stdout } = await runAds('import', other, file, '--data-dir', folder, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      imported: [{ file: 'my export.csv' }],
      refused: [{ message: expect.stringMatching(/^names\.csv was not imported: /) }],
    });
  });

  it('explains options that it does not have and values that cannot be', async () => {
    for (const [words, message] of [
      [['import', 'x.csv', '--curency', 'EUR'], "Unknown option '--curency'"],
      [['import', 'x.csv', '--currency', 'euros'], '--currency "EUROS" is not valid'],
      [['import', 'x.csv', '--platform', 'bing'], '--platform "bing" is not valid'],
      [['import', 'x.csv', '--map', 'spend=Cost'], '--map: "spend" is not a field'],
      [['import'], 'import needs a file'],
      [['optimise'], 'There is no command "optimise"\nWhat to do: Did you mean "optimize"? The commands are start, '],
    ] as const) {
      const { code, stderr, stdout } = await runAds(...words, '--data-dir', await newFolder());
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(message);
      expect(stderr).toContain('What to do: ');
    }
  });

  it('names the path of a bad key in the settings', async () => {
    const folder = await newFolder();
    const config = join(folder, 'mine.json');
    await writeFile(config, JSON.stringify({ decisions: { margin: 2, marign: 1 }, currency: 'eur' }));
    const { code, stderr } = await runAds('start', '--config', config, '--data-dir', join(folder, 'data'));
    expect(code).toBe(1);
    expect(stderr).toContain('decisions.margin: ');
    expect(stderr).toContain('decisions: Unrecognized key: "marign"');
    expect(stderr).toContain('currency: must be a currency code of three capital letters');
  });

  it('finds what is wrong with a folder', async () => {
    const { folder, file } = await fileWith(good);
    await runAds('start', file, '--data-dir', folder);
    await writeFile(join(folder, 'processed', 'aggregates', 'creative_metadata.json'), '{}');
    await mkdir(join(folder, 'raw', 'imports', 'platform=other', 'dt=2026-01-01', 'KILLED'), { recursive: true });
    await writeFile(join(folder, 'raw', 'imports', 'platform=other', 'dt=2026-01-01', 'KILLED', 'x.csv'), 'half');
    const { code, stdout } = await runAds('doctor', '--data-dir', folder);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'PROBLEM  aggregates: processed/aggregates/creative_metadata.json does not belong to generation',
    );
    expect(stdout).toContain('interrupted: raw/imports/platform=other/dt=2026-01-01/KILLED');
  });

  it('rebuilds a lost database from raw', async () => {
    const { folder, file } = await fileWith(good);
    await runAds('start', file, '--data-dir', folder);
    const before = JSON.parse((await runAds('report', '--data-dir', folder, '--json')).stdout);
    await rm(join(folder, 'warehouse'), { recursive: true });
    await runAds('process', '--data-dir', folder);
    const after = JSON.parse((await runAds('report', '--data-dir', folder, '--json')).stdout);
    expect(after.totals).toEqual(before.totals);
  });

  it('keeps the imported file untouched, with its mapping beside it', async () => {
    const { folder, file } = await fileWith(good);
    const [imported] = JSON.parse((await runAds('import', file, '--data-dir', folder, '--json')).stdout).imported;
    const day = imported.imported_at.slice(0, 10);
    const raw = join(folder, 'raw', 'imports', 'platform=other', `dt=${day}`, imported.run_id);
    expect(await readFile(join(raw, 'my_export.csv'), 'utf8')).toBe(good);
    expect(JSON.parse(await readFile(join(raw, 'mapping.json'), 'utf8'))).toMatchObject({
      mapping: { creative: ['Ad name'] },
      grain: 'creative',
    });
  });
});
