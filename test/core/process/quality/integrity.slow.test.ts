import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyDay } from '../../../../core/process/merging/fact-days.ts';
import { checkIntegrity } from '../../../../core/process/quality/integrity.ts';
import { dataProcessor } from '../../../../core/stages/data-processor.ts';
import { openWorkshop, type Workshop } from '../../../support/workshop.ts';

const damage = new Map([
  ['test/damage', "update creative_daily set clicks = -1 where stat_date = date '2026-03-02'"],
  ['test/fix', "update creative_daily set clicks = 1 where stat_date = date '2026-03-02'"],
]);

let shop: Workshop;
let asked: Record<string, unknown>[];

beforeEach(async () => {
  shop = await openWorkshop({}, damage);
  asked = [];
  const rows = shop.deps.warehouse.rows;
  shop.deps.warehouse.rows = (file, parameters) => {
    if (file.startsWith('checks/')) asked.push({ file, from_day: parameters?.from_day, to_day: parameters?.to_day });
    return rows(file, parameters);
  };
});

afterEach(() => shop.close());

const process = (publish = true) => dataProcessor({ publish }, shop.deps);

describe('what is checked before publishing', () => {
  it('is everything before the first publication, and then the days that came in since', async () => {
    await shop.storeImport([{ stat_date: '2026-03-02' }]);
    await process();
    expect(new Set(asked.map(({ from_day, to_day }) => `${from_day} ${to_day}`))).toEqual(
      new Set(['0001-01-01 9999-12-31']),
    );
    asked = [];
    await shop.storeImport([{ stat_date: '2026-03-04' }, { stat_date: '2026-03-06' }]);
    await shop.storeImport([{ stat_date: '2026-03-09' }]);
    await process();
    expect(asked).toEqual(
      ['creative_daily_is_keyed', 'no_negative_values', 'no_days_of_the_future', 'days_agree_across_grains'].map(
        (name) => ({ file: `checks/${name}`, from_day: '2026-03-04', to_day: '2026-03-09' }),
      ),
    );
  });

  it('is everything where something was merged before and not published', async () => {
    await shop.storeImport([{ stat_date: '2026-03-02' }]);
    await process();
    await shop.storeImport([{ stat_date: '2026-03-04' }]);
    await process(false);
    asked = [];
    await shop.storeImport([{ stat_date: '2026-03-06' }]);
    await process();
    expect(asked[0]).toMatchObject({ from_day: '0001-01-01', to_day: '9999-12-31' });
  });

  it('is nothing where only a setting changed', async () => {
    await shop.storeImport([{ stat_date: '2026-03-02' }]);
    await process();
    asked = [];
    shop.deps.config.categories.high = 4;
    await process();
    expect(asked).toEqual([]);
  });

  it('leaves the keys of very large imports to a look at everything', async () => {
    await checkIntegrity(shop.deps, { days: everyDay, rows: 1_000_001 });
    expect(asked.map(({ file }) => file)).not.toContain('checks/creative_daily_is_keyed');
    expect(asked).toHaveLength(3);
    await checkIntegrity(shop.deps, { days: everyDay, rows: 1_000_000 });
    expect(asked.map(({ file }) => file)).toContain('checks/creative_daily_is_keyed');
  });

  it('stops publishing until it is fixed, and says what to do', async () => {
    await shop.storeImport([{ stat_date: '2026-03-02' }]);
    await process(false);
    await shop.deps.warehouse.run(['test/damage']);
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(process()).rejects.toMatchObject({
        message: expect.stringMatching(/^checks\/no_negative_values found 1 row that must not be there, the first: {/),
        remedy: expect.stringMatching(/^The published aggregates were left as they are\. .*Look the day up/),
      });
    await shop.deps.warehouse.run(['test/fix']);
    expect((await process()).data_through).toBe('2026-03-02');
  });
});
