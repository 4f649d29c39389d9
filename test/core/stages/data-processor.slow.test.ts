import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aggregateFiles, keys, prefixes } from '../../../core/contracts/keys.ts';
import { report } from '../../../core/operate/report.ts';
import { readManifest } from '../../../core/process/aggregates/publish.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { openWorkshop, type Workshop } from '../../support/workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop();
});

afterEach(() => shop.close());

const process = (run_id?: string) => dataProcessor(run_id ? { run_id } : {}, shop.deps);
const totals = async () => (await report(shop.deps)).totals;

describe('data-processor', () => {
  it('merges an import once, however often it runs', async () => {
    await shop.storeImport([{}, { creative_id: 'c1/b', clicks: 7 }]);
    expect(await process()).toMatchObject({
      merged_runs: 1,
      merged_rows: 2,
      new_keys: 2,
      changed_keys: 0,
      more: false,
    });
    expect(await process()).toMatchObject({ merged_runs: 0, merged_rows: 0, new_keys: 0 });
    expect(await totals()).toMatchObject({
      impressions: 2000,
      clicks: 12,
      cost: 20,
      creatives: 2,
      campaigns: 1,
      days: 1,
    });
  });

  it('makes four pulls of the same days report the same as one', async () => {
    for (const hour of ['00', '06', '12', '18']) {
      shop.setTime(`2026-06-01T${hour}:00:00.000Z`);
      await shop.storeImport([{ cost: '123.456789012' }]);
      await process();
    }
    expect((await totals()).cost).toBe(123.456789012);
  });

  it('lets a restated day overwrite and keeps the old value readable', async () => {
    await shop.storeImport([{ clicks: 5 }]);
    shop.setTime('2026-06-02T08:00:00.000Z');
    await shop.storeImport([{ clicks: 6 }]);
    expect(await process()).toMatchObject({ merged_runs: 2, new_keys: 1, changed_keys: 1 });
    expect((await totals()).clicks).toBe(6);
    const observations = await shop.deps.warehouse.rows('checks/newest_observation_is_current');
    expect(observations).toEqual([]);
    expect(
      await shop.deps.warehouse.rows('queries/process/run_counts', {
        run_id: 'ID000002',
        from_day: '2026-03-02',
        to_day: '2026-03-02',
      }),
    ).toEqual([{ merged_rows: '1', new_keys: '0', changed_keys: '1' }]);
  });

  it('merges the imports that wait in the order they were made, whatever their keys sort like', async () => {
    shop.setTime('2026-06-01T23:00:00.000Z');
    await shop.storeImport([{ platform: 'meta', clicks: 1 }]);
    shop.setTime('2026-06-02T01:00:00.000Z');
    await shop.storeImport([{ platform: 'meta', clicks: 2 }]);
    await process();
    expect((await totals()).clicks).toBe(2);
  });

  it('keeps a blank apart from a zero', async () => {
    await shop.storeImport([
      { conversions: null, leads: null, cost: null },
      { creative_id: 'c1/b', conversions: '0', cost: null },
    ]);
    await process();
    expect(await totals()).toMatchObject({ conversions: 0, leads: null, cost: null });
  });

  it('never adds two currencies', async () => {
    await shop.storeImport([
      { cost: '10' },
      { creative_id: 'c1/b', currency: 'SEK', cost: '100', conversion_value: '7' },
    ]);
    await process();
    const { totals: sums, by_currency } = await report(shop.deps);
    expect(sums).toMatchObject({ cost: null, conversion_value: null, currency: null, impressions: 2000 });
    expect(by_currency).toMatchObject({
      USD: { cost: 10, conversion_value: null },
      SEK: { cost: 100, conversion_value: 7 },
    });
  });

  it('publishes a whole generation, names it in the manifest and copies it to the fixed keys', async () => {
    await shop.storeImport([{}]);
    const { generation } = await process();
    const manifest = (await readManifest(shop.deps))?.manifest;
    expect(manifest).toMatchObject({
      generation,
      data_through: '2026-03-02',
      provisional_from: null,
      reconciled: null,
      schema_version: 1,
    });
    for (const file of aggregateFiles) {
      const original = await shop.deps.objects.get(manifest?.files[file]?.key ?? '');
      expect((await shop.deps.objects.get(keys.aggregate(file)))?.etag).toBe(original?.etag);
    }
  });

  it('publishes nothing new for nothing new, and anew for other settings', async () => {
    await shop.storeImport([{}]);
    const first = await process();
    expect((await process()).generation).toBe(first.generation);
    shop.deps.config.categories.high = 4;
    expect((await process()).generation).not.toBe(first.generation);
  });

  it('heals copies that an interrupted run left behind', async () => {
    await shop.storeImport([{}]);
    await process();
    await shop.deps.objects.put(keys.aggregate('creative_metadata.json'), new TextEncoder().encode('{}'));
    await shop.deps.objects.delete(keys.aggregateCopies);
    await process();
    expect(JSON.parse(await shop.text(keys.aggregate('creative_metadata.json')))).toHaveProperty(['c1/a']);
  });

  it('has nothing to publish before the first import', async () => {
    expect(await process()).toMatchObject({ generation: null, data_through: null, merged_runs: 0 });
    expect(await report(shop.deps)).toMatchObject({ totals: { impressions: null, creatives: 0 }, data_through: null });
  });

  it('returns the stored output of a run that is done', async () => {
    await shop.storeImport([{}]);
    const first = await process('refresh-2026-06-01T06');
    await shop.storeImport([{ creative_id: 'c1/late' }]);
    expect(await process('refresh-2026-06-01T06')).toEqual(first);
  });

  it('stops before its deadline and goes on with the next call', async () => {
    await shop.storeImport([{}]);
    await shop.storeImport([{ creative_id: 'c1/b' }]);
    const start = Date.parse('2026-06-01T08:00:00.000Z');
    shop.deps.deadline = new Date(start + 61_000);
    const run = shop.deps.warehouse.run;
    shop.deps.warehouse.run = async (files, parameters) => {
      await run(files, parameters);
      // the first merge took two seconds, which leaves less than the minute in reserve
      shop.setTime(new Date(start + 2000).toISOString());
    };
    expect(await process()).toMatchObject({ more: true, merged_runs: 1, generation: null });
    delete shop.deps.deadline;
    expect(await process()).toMatchObject({ more: false, merged_runs: 1 });
    expect((await totals()).creatives).toBe(2);
  });

  it('calls days provisional that were observed too early, until they are observed again', async () => {
    shop.setTime('2026-03-05T08:00:00.000Z');
    await shop.storeImport([{ stat_date: '2026-03-02' }, { stat_date: '2026-02-20' }]);
    await process();
    expect((await readManifest(shop.deps))?.manifest.provisional_from).toBe('2026-02-27');
    shop.setTime('2026-03-20T08:00:00.000Z');
    await shop.storeImport([{ stat_date: '2026-03-02' }]);
    await process();
    expect((await report(shop.deps)).provisional_from).toBeNull();
  });

  it('remembers names and when they changed', async () => {
    await shop.storeImport([{ campaign_name: 'Spring', creative_name: 'Blue' }]);
    shop.setTime('2026-06-02T08:00:00.000Z');
    await shop.storeImport([{ campaign_name: 'Spring 2', creative_name: 'Blue', clicks: 9 }]);
    await process();
    expect(JSON.parse(await shop.text(keys.aggregate('creative_metadata.json')))['c1/a']).toMatchObject({
      campaign_name: 'Spring 2',
      creative_name: 'Blue',
      lifetime_clicks: 9,
    });
  });

  it('sends what it merged as metrics', async () => {
    await shop.storeImport([{}, { creative_id: 'c1/b' }]);
    await process();
    expect(shop.metrics).toEqual([
      { namespace: 'LinkedInAds/Pipeline', metrics: [{ name: 'SpendToday', value: 20, unit: 'None' }] },
      {
        namespace: 'LinkedInAds/Pipeline',
        metrics: [
          { name: 'RowsMerged', value: 2, unit: 'Count' },
          { name: 'Quarantined', value: 0, unit: 'Count' },
        ],
      },
    ]);
  });

  it('leaves the published aggregates alone when a check finds wrong numbers', async () => {
    await shop.storeImport([{}]);
    const { generation } = await process();
    await shop.storeImport([{ creative_id: 'c1/broken', clicks: -5 }]);
    await expect(process()).rejects.toThrow(/^checks\/no_negative_values found 1 row that must not be there/);
    expect((await readManifest(shop.deps))?.manifest.generation).toBe(generation);
  });

  it('refuses to publish over a manifest that someone else changed in between', async () => {
    await shop.storeImport([{}]);
    await process();
    await shop.storeImport([{ creative_id: 'c1/b' }]);
    const put = shop.deps.objects.put;
    shop.deps.objects.put = async (key, body, condition) => {
      if (key === keys.manifest) await put(keys.manifest, new TextEncoder().encode('{}'));
      return put(key, body, condition);
    };
    await expect(process()).rejects.toThrow(`${keys.manifest} was changed by someone else`);
  });

  it('lists only whole generations', async () => {
    await shop.storeImport([{}]);
    const { generation } = await process();
    const found: string[] = [];
    for await (const { key } of shop.deps.objects.list(prefixes.generations)) found.push(key);
    expect(found).toEqual(aggregateFiles.map((file) => keys.generation(generation ?? '', file)).toSorted());
  });
});
