import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { dataClock, readAccountFacts } from '../../../../core/process/quality/accounts.ts';
import { encodeJson } from '../../../../core/running/documents.ts';
import { dataProcessor } from '../../../../core/stages/data-processor.ts';
import { importRecord } from '../../../support/import-record.ts';
import { openWorkshop, type Workshop } from '../../../support/workshop.ts';
import { putRecords, recordOf } from '../quarantine/quarantined.ts';

const ofTheApi = new Map([
  ['test/pulled', "update creative_daily set source = 'api' where account_id = 'pulled'"],
  ['test/no_currency', "update creative_daily set currency = null where stat_date = date '2026-03-02'"],
]);

let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop({}, ofTheApi);
});

afterEach(() => shop.close());

const process = () => dataProcessor({}, shop.deps);

describe('what an account’s score is made of', () => {
  it('is counted from its facts, by account', async () => {
    await shop.storeImport([
      { account_id: 'a', campaign_id: 'unknown', creative_id: 'unknown/x' },
      { account_id: 'a', stat_date: '2026-03-05' },
      { account_id: 'b', stat_date: '2026-03-04' },
    ]);
    await process();
    await shop.deps.warehouse.run(['test/no_currency']);
    expect(await readAccountFacts(shop.deps)).toEqual([
      {
        platform: 'linkedin',
        account_id: 'a',
        is_pulled: false,
        first_day: '2026-03-02',
        last_day: '2026-03-05',
        facts: 2,
        facts_of_unknown: 1,
        facts_without_currency: 1,
        rejected: 0,
        observed_at: new Date('2026-06-01T08:00:00Z'),
        unseen_days: 0,
        first_unseen_day: null,
        compared_days: 0,
        reconciled_days: 0,
      },
      expect.objectContaining({
        account_id: 'b',
        first_day: '2026-03-04',
        facts: 1,
        facts_of_unknown: 0,
        facts_without_currency: 0,
      }),
    ]);
  });

  it('has the days between files that no file has, but not those inside of one', async () => {
    await shop.storeImport([{ stat_date: '2026-01-01' }, { stat_date: '2026-01-20' }]);
    await shop.storeImport([{ stat_date: '2026-01-10' }, { stat_date: '2026-01-31' }]);
    await shop.storeImport([{ stat_date: '2026-02-01' }]);
    await shop.storeImport([{ stat_date: '2026-02-04' }]);
    await shop.storeImport([{ stat_date: '2026-03-01' }]);
    await process();
    expect(await readAccountFacts(shop.deps)).toEqual([
      expect.objectContaining({ unseen_days: 2 + 24, first_unseen_day: '2026-02-02' }),
    ]);
  });

  it('asks lists for what the API gave', async () => {
    await shop.storeImport([
      { account_id: 'pulled' },
      { account_id: 'pulled', creative_id: 'c1/b', creative_name: 'B' },
    ]);
    await process();
    await shop.deps.warehouse.run(['test/pulled']);
    expect(await readAccountFacts(shop.deps)).toEqual([
      // no list names the campaign
      expect.objectContaining({ is_pulled: true, facts: 2, facts_of_unknown: 2 }),
    ]);
  });

  it('counts rows in quarantine for the accounts of their file', async () => {
    const runId = await shop.storeImport([{ account_id: 'a' }, { account_id: 'b' }, { account_id: 'c' }]);
    await process();
    const at = shop.deps.now();
    await shop.deps.objects.put(keys.importMapping('linkedin', at, runId), encodeJson(mappingOf(runId, at)));
    await putRecords(shop.deps.objects, keys.quarantine('linkedin', at, runId), recordOf(), recordOf(), recordOf());
    const facts = await readAccountFacts(shop.deps);
    expect(facts.map(({ account_id, rejected }) => [account_id, rejected])).toEqual([
      ['a', 3],
      ['b', 3],
      ['c', 0],
    ]);
  });
});

describe('the clock that ages are measured with', () => {
  it('is the wall clock, but for simulated data its newest observation', async () => {
    await shop.storeImport([{}]);
    await process();
    shop.setTime('2026-11-01T00:00:00.000Z');
    expect(await dataClock(shop.deps)).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect(await dataClock({ ...shop.deps, simulated: true })).toEqual(new Date('2026-06-01T08:00:00Z'));
  });

  it('is the wall clock where nothing was observed', async () => {
    expect(await dataClock({ ...shop.deps, simulated: true })).toEqual(new Date('2026-06-01T08:00:00Z'));
    shop.setTime('2026-11-01T00:00:00.000Z');
    expect(await dataClock({ ...shop.deps, simulated: true })).toEqual(new Date('2026-11-01T00:00:00Z'));
  });
});

const mappingOf = (runId: string, at: Date) =>
  importRecord({
    run_id: runId,
    imported_at: at.toISOString(),
    accounts: ['a', 'b'],
    counts: { rows: 6, accepted: 3, summed: 0, keys: 3, totals_rows: 0, rejected: 3, flagged: 0 },
  });
