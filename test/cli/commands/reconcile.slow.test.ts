import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import { encodeJson } from '../../../core/running/documents.ts';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { type CollectedTwin, collectTwin } from '../../support/collected-twin.ts';
import { run } from '../run.ts';
import { day, importAs, table } from '../try-import.ts';

const newFolder = temporaryFolders();

interface Row {
  kind: string;
  creative: string;
  gap: { impressions: number };
}

/** Every file but logs, with its content. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(folder, { recursive: true })).toSorted()) {
    const path = join(folder, name);
    if (name.startsWith('logs') || (await stat(path)).isDirectory()) continue;
    found[name] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  }
  return found;
}

async function reconcile(dataDir: string, content: string, ...options: string[]) {
  const file = join(await newFolder(), 'export.csv');
  await writeFile(file, content);
  const before = await contentOf(dataDir);
  const ran = await run('reconcile', file, '--data-dir', dataDir, '--json', ...options);
  const person = await run('reconcile', file, '--data-dir', dataDir, ...options);
  expect(await contentOf(dataDir)).toEqual(before);
  expect(person.exitCode).toBe(ran.exitCode);
  return { exitCode: ran.exitCode, json: ran.json(), lines: person.stdout };
}

describe('reconcile with what was imported', () => {
  const rows = [day('2024-01-01'), day('2024-01-02'), day('2024-01-03', 'camp,b,50,1,0.75')];
  let dataDir: string;

  beforeAll(async () => {
    const folder = await newFolder();
    dataDir = join(folder, 'data');
    await importAs(folder, 'input.csv', table(...rows), '--currency', 'EUR');
    await run('process', '--data-dir', dataDir, '--json');
  });

  it('agrees with the same file, whose currency it takes from the warehouse, and changes nothing', async () => {
    const { exitCode, json, lines } = await reconcile(dataDir, table(...rows));
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      agrees: true,
      compared_by: 'ad',
      matched_by: 'campaign name and ad name',
      accounts: ['default'],
      metrics: ['impressions', 'clicks', 'cost'],
      totals: [{ currency: 'EUR', gap: { impressions: 0, cost: 0 } }],
      rows: [],
    });
    expect(lines).toContain('2024-01-01 to 2024-01-03: 3 of 3 days agree within 0.1%');
    expect(lines).toContain('The file and the warehouse agree. Nothing was changed.');
  });

  it('names days, gap and rows that differ, and ends with 2', async () => {
    const other = [day('2024-01-01', 'camp,a,90,5,1.50'), day('2024-01-02'), day('2024-01-03', 'camp,c,50,1,0.75')];
    const { exitCode, json, lines } = await reconcile(dataDir, table(...other, day('2024-01-04', 'camp,a,,,x')));
    expect(exitCode).toBe(2);
    expect(json.days.map((each: { agrees: boolean }) => each.agrees)).toEqual([false, true, false]);
    expect((json.rows as Row[]).map(({ kind, creative, gap }) => [kind, creative, gap.impressions])).toEqual([
      ['only_in_warehouse', 'camp/b', 50],
      ['only_in_file', 'camp/c', -50],
      ['differs', 'camp/a', 10],
    ]);
    expect(json.unread_rows).toBe(1);
    expect(lines).toContain('1 of 3 days agree within 0.1%');
    expect(lines).toContain('impressions 240 in the file, 250 in the warehouse: 10 more (4.17%)');
    expect(lines).toContain('  2024-01-01: impressions 90 → 100');
    expect(lines).toContain('2024-01-03 camp / camp/c: only in the file: impressions 50, clicks 1, spend 0.75 EUR');
    expect(lines).toContain('Left out: 1 row of the file that cannot be read.');
  });

  it('compares campaigns where the file has campaigns', async () => {
    const campaigns = 'Date,Campaign,Impressions,Clicks,Cost\n2024-01-01,camp,100,5,1.50\n2024-01-03,camp,50,1,0.75\n';
    expect((await reconcile(dataDir, campaigns)).json).toMatchObject({ agrees: false, compared_by: 'campaign' });
    const whole = campaigns.replace('2024-01-03', '2024-01-02,camp,100,5,1.50\n2024-01-03');
    expect((await reconcile(dataDir, whole)).json).toMatchObject({ agrees: true, compared_by: 'campaign' });
  });

  it('fails with 1 where there is nothing to compare, and says what to do', async () => {
    const messages = [
      ['name,value\na,1\n', 'was not imported'],
      [table(day('2023-01-01')), 'The warehouse has no figures for the platform other from 2023-01-01 to 2023-01-01'],
      [table(day('2024-01-01', 'strange,x,1,1,1')), 'The warehouse has no campaign of export.csv'],
    ] as const;
    for (const [content, message] of messages) {
      const { exitCode, json } = await reconcile(dataDir, content);
      expect([exitCode, json.error.message]).toEqual([1, expect.stringContaining(message)]);
    }
    expect((await run('reconcile', 'one.csv', 'two.csv', '--data-dir', dataDir)).stderr).toContain(
      'reconcile takes one file',
    );
    const empty = join(await newFolder(), 'data');
    expect((await run('reconcile', 'x.csv', '--data-dir', empty)).exitCode).toBe(1);
  });

  it('says that something waits to be merged', async () => {
    const folder = await newFolder();
    const own = join(folder, 'data');
    await importAs(folder, 'input.csv', table(...rows));
    expect((await reconcile(own, table(...rows))).json.error.message).toContain('There is nothing in');
    await run('process', '--data-dir', own, '--json');
    await importAs(folder, 'newer.csv', table(day('2024-01-09')));
    const { json, lines } = await reconcile(own, table(...rows));
    expect(json.unmerged_objects).toBe(1);
    expect(lines).toContain('Not merged yet: 1 object.');
  });
});

describe('reconcile with what the API gave', () => {
  const account = '508100001';
  let world: CollectedTwin;

  beforeAll(async () => {
    world = await collectTwin();
    const { deps } = world.shop;
    await world.pull(account);
    await world.process();
    await deps.objects.put(keys.dataFolder, encodeJson({ kind: 'simulated', schema_version: 2 }));
    const [gone] = (await world.facts()).map(({ creative_id }) => String(creative_id));
    world.twin.fault({ kind: 'deleted-entities', entities: [gone!] });
    world.twin.advance('25h');
    await world.pull(account);
    await world.process();
    await deps.warehouse.close();
  });
  afterAll(() => world.close());

  /** What Campaign Manager would export of the facts: what is deleted now is not in it. */
  async function exportOf(header: string, line: (row: Record<string, string>) => string): Promise<string> {
    const facts = (await world.facts()) as Record<string, string>[];
    const names = (await world.rows('creatives')) as Record<string, string>[];
    const campaigns = (await world.rows('campaigns')) as Record<string, string>[];
    await world.shop.deps.warehouse.close();
    const named = facts.map((row) => ({
      ...row,
      ad: names.find(({ creative_id }) => creative_id === row.creative_id)?.name ?? '',
      campaign: campaigns.find(({ campaign_id }) => campaign_id === row.campaign_id)?.name ?? '',
      id: row.creative_id!.replace(/.*:/, ''),
    }));
    return `${header}\n${named.map(line).join('\n')}\n`;
  }

  it('agrees with an export that has ids, and with one that has names only', async () => {
    const byIds = await exportOf(
      'Start Date,Campaign Group Name,Campaign ID,Ad ID,Total Spent,Impressions,Clicks,Leads',
      (row) =>
        [
          row.stat_date,
          'g',
          row.campaign_id,
          row.id,
          Number(row.cost).toFixed(2),
          row.impressions,
          row.clicks,
          row.leads,
        ].join(),
    );
    const ids = await reconcile(world.shop.folder, byIds);
    expect(ids.json).toMatchObject({ agrees: true, matched_by: 'ad id', accounts: [account], simulated: true });
    expect(ids.lines).toContain('This is a simulated LinkedIn account');
    const byNames = await exportOf(
      'Start Date,Account Name,Campaign Group Name,Campaign Name,Ad Name,Total Spent,Impressions,Clicks',
      (row) =>
        [
          row.stat_date,
          'Acme',
          'g',
          `"${row.campaign}"`,
          `"${row.ad}"`,
          Number(row.cost).toFixed(2),
          row.impressions,
          row.clicks,
        ].join(),
    );
    const names = await reconcile(world.shop.folder, byNames);
    expect(names.json).toMatchObject({ agrees: true, matched_by: 'campaign name and ad name', accounts: [account] });
  });

  it('explains a deleted ad that the export leaves out, and a provisional day', async () => {
    const header = 'Start Date,Campaign Group Name,Campaign ID,Ad ID,Total Spent,Impressions,Clicks';
    const whole = await exportOf(header, (row) =>
      [row.stat_date, 'g', row.campaign_id, row.id, row.cost, row.impressions, row.clicks].join(),
    );
    const lines = whole.trimEnd().split('\n');
    const [, first = ''] = lines;
    const goneId = first.split(',')[3];
    const kept = lines.filter((line) => line.split(',')[3] !== goneId);
    const last = kept.at(-1)!.split(',');
    last[5] = String(Number(last[5]) + 1000);
    const { exitCode, json } = await reconcile(
      world.shop.folder,
      `${[...kept.slice(0, -1), last.join()].join('\n')}\n`,
    );
    expect(exitCode).toBe(2);
    const explained = json.rows as { kind: string; explanation: string | null }[];
    const surplus = explained.filter(({ kind }) => kind === 'only_in_warehouse');
    expect(surplus.length).toBeGreaterThan(0);
    expect(new Set(surplus.map(({ explanation }) => explanation))).toEqual(
      new Set(['it was deleted on the platform: exports leave it out, and its figures stay in the warehouse']),
    );
    expect(explained.filter(({ kind }) => kind === 'differs')).toHaveLength(1);
  });
});
