import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys, prefixes } from '../../../core/contracts/keys.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { housekeeper } from '../../../core/stages/housekeeper.ts';
import { openWorkshop, type Workshop } from '../../support/workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop({ aggregates: { keptGenerations: 2 } });
});

afterEach(() => shop.close());

const generations = async () => {
  const found = new Set<string>();
  for await (const { key } of shop.deps.objects.list(prefixes.generations)) found.add(key.split('/')[3] as string);
  return [...found];
};

/** One more import and the set of aggregates made from it; returns the generation. */
async function publish(day: number): Promise<string> {
  shop.setTime(`2026-06-${String(day).padStart(2, '0')}T08:00:00.000Z`);
  await shop.storeImport([{ impressions: 1000 + day }]);
  return String((await dataProcessor({}, shop.deps)).generation);
}

describe('housekeeper', () => {
  it('removes the generations that nobody reads any more, and leaves the rest whole', async () => {
    const made = [await publish(1), await publish(2), await publish(3), await publish(4), await publish(5)];
    const being = keys.generation('ZZ-being-built', 'creative_metadata.json');
    await shop.deps.objects.put(being, new TextEncoder().encode('{}'));
    expect(await housekeeper({}, shop.deps)).toMatchObject({ removed_objects: 10, more: false, late_objects: 0 });
    expect(await generations()).toEqual([...made.slice(2), 'ZZ-being-built']);
    expect(JSON.parse(await shop.text(keys.manifest)).generation).toBe(made[4]);
    expect(await housekeeper({}, shop.deps)).toMatchObject({ removed_objects: 0 });
  });

  it('changes no number', async () => {
    await publish(1);
    await publish(2);
    const before = await shop.deps.warehouse.rows('queries/operate/report_totals');
    await housekeeper({}, shop.deps);
    expect(await shop.deps.warehouse.rows('queries/operate/report_totals')).toEqual(before);
  });

  it('counts objects that arrived too late for the processor’s look at the newest days; all_days takes them in', async () => {
    await publish(20);
    shop.setTime('2026-06-02T08:00:00.000Z');
    await shop.storeImport([{ creative_id: 'c1/late', cost: '3.00' }]);
    shop.setTime('2026-06-21T08:00:00.000Z');
    expect(await dataProcessor({}, shop.deps)).toMatchObject({ merged_runs: 0 });
    expect(await housekeeper({}, shop.deps)).toMatchObject({ late_objects: 1 });
    expect(await dataProcessor({ all_days: true }, shop.deps)).toMatchObject({ merged_runs: 1, new_keys: 1 });
    expect(await housekeeper({}, shop.deps)).toMatchObject({ late_objects: 0 });
  });

  it('stops a minute before its deadline and goes on with the next call', async () => {
    for (let day = 1; day <= 4; day += 1) await publish(day);
    const hurried = { ...shop.deps, deadline: new Date(shop.deps.now().getTime() + 59_000) };
    expect(await housekeeper({}, hurried)).toMatchObject({ more: true, removed_objects: 0 });
    expect(await housekeeper({}, shop.deps)).toMatchObject({ more: false, removed_objects: 5 });
  });
});
