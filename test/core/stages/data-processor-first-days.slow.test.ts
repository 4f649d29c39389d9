import { describe, expect, it } from 'vitest';
import { writePull } from '../../../bench/refresh/history.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { openWorkshop, type Workshop } from '../../support/workshop.ts';

const tables = [
  'creative_daily',
  'superseded_observation',
  'missing_observation',
  'account_observation',
  'account_reconciliation',
  'reconciliation_gap',
  'account_coverage',
];
const everything = new Map(tables.map((table) => [`all/${table}`, `select * from ${table} order by all`]));

const account = { creatives: 12, campaigns: 3 };
const firstPull = new Date('2026-03-02T06:00:00.000Z');
/** The two pieces of a first pull, and a later pull that restates some of their days. */
const pulls = [
  { at: firstPull, from: '2026-01-01', to: '2026-01-31' },
  { at: firstPull, from: '2026-02-01', to: '2026-03-02' },
  { at: new Date('2026-03-03T06:00:00.000Z'), from: '2026-01-25', to: '2026-03-03' },
];

async function tablesAfter(steps: (shop: Workshop) => Promise<void>) {
  const shop = await openWorkshop({}, everything);
  shop.setTime('2026-03-03T08:00:00.000Z');
  try {
    await steps(shop);
    const found = [];
    for (const table of tables) found.push([table, await shop.deps.warehouse.rows(`all/${table}`)] as const);
    return Object.fromEntries(found);
  } finally {
    await shop.close();
  }
}

describe('days that nothing was known of', () => {
  it('are merged as they would be beside others, and what comes after them as ever', async () => {
    const atOnce = await tablesAfter(async (shop) => {
      for (const pull of pulls) await writePull(shop.folder, account, pull);
      await dataProcessor({}, shop.deps);
    });
    const oneByOne = await tablesAfter(async (shop) => {
      await shop.storeImport([{ account_id: 'other', stat_date: '2026-03-03' }]);
      for (const pull of pulls) {
        await dataProcessor({ publish: false }, shop.deps);
        await writePull(shop.folder, account, pull);
      }
      await dataProcessor({}, shop.deps);
    });
    const ofThePulls = Object.fromEntries(
      Object.entries(oneByOne).map(([table, rows]) => [table, rows.filter((row) => row.account_id !== 'other')]),
    );
    expect(ofThePulls).toEqual(atOnce);
    expect(atOnce.creative_daily?.length).toBeGreaterThan(12 * 55);
    expect(atOnce.superseded_observation?.length).toBeGreaterThan(50);
  });

  it('do not stand twice when their merge is run again after a crash that nothing spans', async () => {
    const shop = await openWorkshop({}, everything);
    shop.setTime('2026-03-03T08:00:00.000Z');
    await writePull(shop.folder, account, pulls[0]!);
    // Athena: the facts are there and the watermark is not.
    const { warehouse } = shop.deps;
    const cutOff = {
      ...warehouse,
      run: (files: readonly string[], parameters = {}) => warehouse.run(files.slice(0, -1), parameters),
    };
    await dataProcessor({ publish: false }, { ...shop.deps, warehouse: cutOff });
    const facts = await warehouse.rows('all/creative_daily');
    expect(await dataProcessor({}, shop.deps)).toMatchObject({ merged_runs: 1 });
    expect(await warehouse.rows('all/creative_daily')).toEqual(facts);
    expect(await warehouse.rows('all/superseded_observation')).toEqual([]);
    await shop.close();
  });
});
