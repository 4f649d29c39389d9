import { afterEach, describe, expect, it } from 'vitest';
import type { ProvisionalDay } from '../../../../core/contracts/aggregates.ts';
import { keys } from '../../../../core/contracts/keys.ts';
import { addDays, dayOf } from '../../../../core/domain/calendar.ts';
import type { DaySnapshot } from '../../../../core/process/maturity/day-snapshot.ts';
import { learnMaturity } from '../../../../core/process/maturity/learn.ts';
import { readMaturity, withLearnedWindow, writeMaturity } from '../../../../core/process/maturity/store.ts';
import { dataProcessor } from '../../../../core/stages/data-processor.ts';
import { type CollectedTwin, collectTwin, smallWorld } from '../../../support/collected-twin.ts';
import { openWorkshop } from '../../../support/workshop.ts';

let world: CollectedTwin;
const account = '508100001';

afterEach(() => world.close());

async function simulateDays(days: number, config: object = {}): Promise<void> {
  world = await collectTwin(smallWorld, { ...config, collection: { backfillDays: 20, windowDays: 30, chunkDays: 90 } });
  for (let day = 0; day < days; day += 1) {
    world.twin.advance('1d');
    await world.pull(account);
    await world.process();
  }
}

const known = () => world.shop.deps.warehouse.rows('queries/process/known_maturity');

describe('what is known of maturity', () => {
  it('is learned from what pulls saw, kept for the collector, and written to the warehouse', async () => {
    await simulateDays(12);
    const kept = await readMaturity(world.shop.deps.objects);
    expect(kept?.learned_on).toBe(dayOf(world.twin.now()));
    const conversions = kept?.maturity.accounts[0]?.metrics.conversions;
    expect(conversions?.days).toBeGreaterThan(20);
    const rows = await known();
    expect(rows.map(({ metric }) => metric)).toEqual([
      'clicks',
      'conversion_value',
      'conversions',
      'cost',
      'impressions',
      'leads',
    ]);
    expect(rows.every(({ is_learned, account_id }) => is_learned === true && account_id === account)).toBe(true);
    const days = new Map(rows.map((row) => [row.metric, Number(row.mature_after_days)]));
    expect(days.get('conversions')).toBe(conversions?.mature_after_days);
    expect(days.get('impressions')).toBeLessThan(days.get('conversions') as number);
  });

  it('marks the days that may still grow in manifest and aggregates, and says what each is expected to come to', async () => {
    await simulateDays(12);
    const longest = Math.max(...(await known()).map((row) => Number(row.mature_after_days)));
    const manifest = JSON.parse(await world.shop.text(keys.manifest));
    const today = dayOf(world.twin.now());
    expect(manifest.provisional_from).toBe(addDays(today, 1 - longest));
    const daily = await world.shop.deps.warehouse.rows('marts/aggregate_daily', { data_through: today, days: 90 });
    const marked = daily.map((row) => row.is_provisional === String(row.report_date) >= manifest.provisional_from);
    expect(marked.every(Boolean)).toBe(true);

    const days: ProvisionalDay[] = JSON.parse(await world.shop.text(keys.aggregate('provisional_days.json')));
    expect(days.length).toBeGreaterThan(5);
    expect(days.every(({ stat_date }) => stat_date >= manifest.provisional_from && stat_date < today)).toBe(true);
    const yesterday = days.find(({ stat_date }) => stat_date === addDays(today, -1));
    const cost = yesterday?.metrics.cost;
    expect(cost?.share).toBeLessThan(1);
    expect(cost?.expected).toBeGreaterThan(cost?.seen as number);
    expect(cost?.low95).toBeLessThanOrEqual(cost?.low80 as number);
    expect(cost?.high95).toBeGreaterThanOrEqual(cost?.high80 as number);
  });

  it('sets how far back the collector looks, within its bounds', async () => {
    await simulateDays(1);
    const { objects, config } = world.shop.deps;
    const named = { platform: 'linkedin', account_id: account };
    expect((await withLearnedWindow(config.collection, named, objects)).windowDays).toBe(30);
    await writeMaturity(objects, {
      learned_on: '2026-08-04',
      settings: '',
      maturity: learnMaturity(snapshotsThatSettleAfter(12), { level: 0.95, horizonDays: 120 }),
    });
    expect((await withLearnedWindow(config.collection, named, objects)).windowDays).toBe(14);
    world.twin.advance('1d');
    const [output] = (await world.pull(account)).outputs;
    expect(output?.from).toBe(addDays(output?.to as string, -14));
    const narrow = { ...config.collection, wideWindowDays: 9 };
    expect((await withLearnedWindow(narrow, named, objects)).windowDays).toBe(9);
  });

  it('is learned once a day, and again when a setting changes', async () => {
    await simulateDays(2);
    const stored = async () => (await world.shop.deps.objects.get(keys.maturity))?.etag;
    const first = await stored();
    world.twin.advance('6h');
    await world.pull(account);
    await world.process();
    expect(await stored()).toBe(first);
    world.shop.deps.config.maturity.level = 0.99;
    await world.process();
    expect(await stored()).not.toBe(first);
  });

  it('stands in the warehouse as it is kept, whatever stood there before', async () => {
    await simulateDays(3);
    const before = await known();
    const key = { platform: 'linkedin', account_id: account };
    const wrong = { mature_after_days: 99, is_learned: false, updated_at: world.twin.now() };
    await world.shop.deps.warehouse.write('metric_maturity', [{ ...key, metric: 'clicks', ...wrong }]);
    expect(await known()).not.toEqual(before);
    await world.process();
    expect(await known()).toEqual(before);
  });

  it('is assumed for accounts that only files tell of', async () => {
    const shop = await openWorkshop({ maturity: { assumedDays: 3 } });
    world = { close: () => shop.close() } as CollectedTwin;
    await shop.storeImport([{ stat_date: '2026-05-29' }, { stat_date: '2026-05-30' }]);
    await dataProcessor({}, shop.deps);
    const rows = await shop.deps.warehouse.rows('queries/process/known_maturity');
    expect(rows.map((row) => [row.mature_after_days, row.is_learned])).toEqual(Array(6).fill(['3', false]));
    expect(JSON.parse(await shop.text(keys.manifest)).provisional_from).toBe('2026-05-30');
    expect(JSON.parse(await shop.text(keys.aggregate('provisional_days.json')))).toEqual([]);
  });
});

/** A snapshot a day of each of ninety days, whose numbers grow by the same part every day until they are whole. */
function snapshotsThatSettleAfter(days: number): DaySnapshot[] {
  return Array.from({ length: 90 }, (_, day) =>
    Array.from({ length: 40 }, (_, age) => {
      const seen = Math.round(100_000 * Math.min(1, 0.4 + (0.6 * age) / days));
      const values = {
        impressions: seen,
        clicks: seen,
        cost: seen,
        conversions: seen,
        conversion_value: seen,
        leads: seen,
      };
      return {
        platform: 'linkedin',
        account_id: account,
        stat_date: addDays('2026-04-01', day),
        age_hours: 24 * age,
        values,
      };
    }),
  ).flat();
}
