/** What the warehouse does when Athena is slow, fails, refuses, or was asked before. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WarehouseError } from '../../../core/errors.ts';
import type { Warehouse } from '../../../core/ports/warehouse.ts';
import { type OpenWarehouse, openWarehouse } from './open-warehouse.ts';

const sql = new Map([
  [
    'tables/note',
    '-- grain: one row per id\n-- partitions: none\ncreate table if not exists note (\n  id int,\n  times int\n)',
  ],
  [
    'merges/note',
    'merge into note as target using (select :id as id) as new on target.id = new.id when matched then update set times = target.times + 1 when not matched then insert (id, times) values (new.id, 1)',
  ],
  ['marts/notes', 'select id, times from note order by id'],
  [
    'marts/many',
    "select n, n % 2 = 0 as is_even, nullif(n, 2) as not_two from unnest(split(:numbers, ',')) as numbers(text) cross join (select 1) as one cross join lateral (select cast(text as int) as n) as number order by n",
  ],
]);

let world: OpenWarehouse;
let warehouse: Warehouse;

beforeEach(async () => {
  world = await openWarehouse(sql);
  warehouse = world.open();
  await warehouse.setUp();
  world.waits.length = 0;
});

afterEach(() => world.close());

const merges = () => world.athena.executions.filter(({ statement }) => statement.startsWith('merge'));
const times = async () => (await world.open().rows('marts/notes')).map((row) => row.times);

describe('rows', () => {
  it('come all, a thousand at a time and without the header', async () => {
    const numbers = Array.from({ length: 2500 }, (_, n) => n + 1);
    const rows = await warehouse.rows('marts/many', { numbers: numbers.join(',') });
    expect(rows.map(({ n }) => n)).toEqual(numbers);
    expect(rows[1]).toEqual({ n: 2, is_even: true, not_two: null });
    expect(world.athena.pages).toBeGreaterThanOrEqual(3);
  });

  it('of exactly one page are not asked for twice', async () => {
    const before = world.athena.pages;
    await warehouse.rows('marts/many', { numbers: Array.from({ length: 999 }, (_, n) => n).join(',') });
    expect(world.athena.pages - before).toBe(1);
  });

  it('are read anew at each call, though the statement is the same', async () => {
    expect(await warehouse.rows('marts/notes')).toEqual([]);
    await warehouse.run(['merges/note'], { id: 1 });
    expect(await warehouse.rows('marts/notes')).toEqual([{ id: 1, times: 1 }]);
  });
});

describe('a query', () => {
  it('may be queued again while it runs', async () => {
    world.athena.fault({ statement: /^select id/, times: 1, kind: 'waver' });
    expect(await warehouse.rows('marts/notes')).toEqual([]);
    expect(world.waits.slice(0, 4)).toEqual([200, 300, 450, 675]);
  });

  it('is started again after an error that passes', async () => {
    world.athena.fault({ statement: /^merge/, times: 2, kind: 'fail', reason: 'INTERNAL', retryable: true });
    await warehouse.run(['merges/note'], { id: 1 });
    expect(merges().map(({ state }) => state)).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
    expect(world.waits.filter((each) => [1000, 2000].includes(each))).toEqual([1000, 2000]);
    expect(await times()).toEqual([1]);
  });

  it('is started again when two runs wrote to one table at once', async () => {
    world.athena.fault({ statement: /^merge/, times: 1, kind: 'fail', reason: 'ICEBERG_COMMIT_ERROR: conflict' });
    await warehouse.run(['merges/note'], { id: 1 });
    expect(merges().map(({ state }) => state)).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('fails at its third failure, and at once when repeating cannot help', async () => {
    world.athena.fault({ statement: /^merge/, times: 3, kind: 'fail', reason: 'INTERNAL', retryable: true });
    await expect(warehouse.run(['merges/note'], { id: 1 })).rejects.toThrow(
      /^athena\/merges\/note\.sql failed: INTERNAL \(query query-\d+\)$/,
    );
    world.athena.fault({ statement: /^merge/, times: 1, kind: 'fail', reason: 'HIVE_BAD_DATA' });
    await expect(warehouse.run(['merges/note'], { id: 2 })).rejects.toThrow(/HIVE_BAD_DATA/);
    expect(merges()).toHaveLength(4);
  });

  it('that somebody cancelled is not started again', async () => {
    world.athena.fault({ statement: /^merge/, times: 1, kind: 'cancel', reason: 'Bytes scanned limit was exceeded' });
    await expect(warehouse.run(['merges/note'], { id: 1 })).rejects.toThrow(
      /note\.sql failed: it was cancelled: Bytes scanned limit was exceeded/,
    );
    expect(merges()).toHaveLength(1);
  });

  it('that takes too long is stopped', async () => {
    world.athena.fault({ statement: /^merge/, times: 1, kind: 'stall' });
    const impatient = world.open({ statementSeconds: 0.05 });
    await expect(impatient.run(['merges/note'], { id: 1 })).rejects.toThrow(
      /^athena\/merges\/note\.sql failed: it took too long and was stopped \(query query-\d+\)$/,
    );
    expect(merges().map(({ state }) => state)).toEqual(['CANCELLED']);
  });

  it('is stopped 15 s before the invocation ends', async () => {
    world.athena.fault({ statement: /^merge/, times: 1, kind: 'stall' });
    const late = world.open({ deadline: new Date(Date.now() + 15_050) });
    await expect(late.run(['merges/note'], { id: 1 })).rejects.toThrow(/took too long and was stopped/);
  });

  it('is asked for again by the SDK when Athena is asked too often', async () => {
    world.athena.fault({ statement: /^merge/, times: 1, kind: 'refuse' });
    await warehouse.run(['merges/note'], { id: 1 });
    expect(await times()).toEqual([1]);
  });

  it('of more than 262,144 bytes is not sent', async () => {
    const long = warehouse.rows('marts/many', { numbers: 'é'.repeat(131_072) });
    await expect(long).rejects.toThrow(WarehouseError);
    await expect(long).rejects.toThrow(
      /^The statement of athena\/marts\/many\.sql has 262,\d\d\d bytes; Athena takes 262,144 at most$/,
    );
  });
});

describe('a run that is repeated', () => {
  const again = { run: 'refresh-1' };

  it('finds what its killed invocation wrote, and writes nothing twice', async () => {
    await world.open(again).run(['merges/note'], { id: 1 });
    await world.open(again).run(['merges/note'], { id: 1 });
    expect(merges()).toHaveLength(1);
    expect(await times()).toEqual([1]);
  });

  it('writes anew what failed then', async () => {
    world.athena.fault({ statement: /^merge/, times: 3, kind: 'fail', reason: 'INTERNAL', retryable: true });
    await expect(world.open(again).run(['merges/note'], { id: 1 })).rejects.toThrow(/INTERNAL/);
    const aMinuteLater = () => new Date(Date.now() + 60_000);
    await world.open({ ...again, now: aMinuteLater }).run(['merges/note'], { id: 1 });
    expect(merges().map(({ state }) => state)).toEqual(['FAILED', 'FAILED', 'FAILED', 'SUCCEEDED']);
    expect(await times()).toEqual([1]);
  });

  it('runs the same statement twice where it stands twice in it', async () => {
    await world.open(again).run(['merges/note', 'merges/note'], { id: 1 });
    expect(await times()).toEqual([2]);
  });

  it('is another run’s affair to no other run', async () => {
    await world.open({ run: 'refresh-1' }).run(['merges/note'], { id: 1 });
    await world.open({ run: 'refresh-2' }).run(['merges/note'], { id: 1 });
    expect(await times()).toEqual([2]);
  });
});

describe('maintenance', () => {
  it('packs each table until nothing is left to do', async () => {
    world.athena.fault({
      statement: /^vacuum/,
      times: 2,
      kind: 'fail',
      reason: 'ICEBERG_VACUUM_MORE_RUNS_NEEDED: again',
    });
    await warehouse.maintain();
    const asked = world.athena.executions
      .map(({ statement }) => statement)
      .filter((each) => /^(optimize|vacuum)/.test(each));
    expect(asked).toEqual([
      'optimize linkedin_ads.note rewrite data using bin_pack',
      'vacuum linkedin_ads.note',
      'vacuum linkedin_ads.note',
      'vacuum linkedin_ads.note',
    ]);
  });
});
