/** The data-processor on the warehouse of Athena, held against the one of this machine, over pulls that restate and lose ads. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Warehouse } from '../../../core/ports/warehouse.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { type CollectedTwin, collectTwin } from '../../support/collected-twin.ts';
import { type OpenWarehouse, openPipeline } from './open-warehouse.ts';

let twin: CollectedTwin;
let athena: OpenWarehouse;

beforeEach(async () => {
  twin = await collectTwin();
  athena = await openPipeline(twin.shop.deps.objects);
  await athena.open().setUp();
});

afterEach(async () => {
  await athena.close();
  await twin.close();
});

const questions = [
  ...['facts', 'revisions', 'observations', 'reconciliation', 'campaigns'],
  ...['report_totals', 'report_entities'].map((query) => `queries/operate/${query}`),
  ...['open_days', 'data_span', 'known_maturity', 'watermark'].map((query) => `queries/process/${query}`),
];
async function state(warehouse: Warehouse): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const question of questions) answers[question] = await warehouse.rows(question);
  return answers;
}

const processThere = async (warehouse = athena.open()) => {
  // Without aggregates: what is published from one store would be published twice.
  while ((await dataProcessor({ publish: false }, { ...twin.shop.deps, warehouse })).more);
};
const processHere = () => dataProcessor({ publish: false }, twin.shop.deps);

describe('the data-processor on Athena', () => {
  it('makes of every pull the same facts as on one machine', async () => {
    await twin.pull('508100001');
    for (const span of ['6h', '1d', '6h']) {
      twin.twin.advance(span);
      if (span === '1d') twin.twin.fault({ kind: 'restatement-storm', magnitude: 0.5, withinDays: 30 });
      await twin.pull('508100001');
      await processHere();
      await processThere();
      expect(await state(athena.open())).toEqual(await state(twin.shop.deps.warehouse));
    }
    expect((await twin.facts()).length).toBeGreaterThan(50);
  });

  it('comes to the same facts wherever a run was cut off, when it is repeated', async () => {
    await twin.pull('508100001');
    // nothing is superseded or missing in days that nothing was known of
    await cutOffAt(['account_reconciliation', 'account_observation', 'creative_daily', 'campaign', 'processed_run']);
    twin.twin.advance('1d');
    twin.twin.fault({ kind: 'restatement-storm', magnitude: 0.5, withinDays: 30 });
    await twin.pull('508100001');
    await cutOffAt([
      'account_reconciliation',
      'missing_observation',
      'superseded_observation',
      'creative_daily',
      'processed_run',
    ]);
  });
});

/** Fails once at each merge of what waits, then lets it through. */
async function cutOffAt(tables: readonly string[]): Promise<void> {
  const failed = () =>
    athena.athena.executions.filter(
      ({ state, statement }) => state === 'FAILED' && /^merge into (\w+)/.test(statement),
    );
  const before = failed().length;
  for (const table of tables) {
    const statement = new RegExp(`^merge into ${table} `);
    athena.athena.fault({ statement, times: 1, kind: 'fail', reason: 'cut off' });
    await expect(processThere()).rejects.toThrow(/cut off/);
  }
  expect(failed()).toHaveLength(before + tables.length);
  await processHere();
  await processThere();
  expect(await state(athena.open())).toEqual(await state(twin.shop.deps.warehouse));
}

describe('exposed objects', () => {
  it('are seen by the invocation that exposed them and by no other', async () => {
    await twin.pull('508100001');
    const keys: string[] = [];
    for await (const { key } of twin.shop.deps.objects.list('raw/analytics/')) keys.push(key);
    expect(keys.length).toBeGreaterThan(1);
    const counts = keys.map((key) => ({ key, warehouse: athena.open() }));
    for (const { key, warehouse } of counts) await warehouse.expose('raw_analytics', [key]);
    const rows = await Promise.all(counts.map(({ warehouse }) => warehouse.rows('pulled')));
    const all = athena.open();
    await all.expose('raw_analytics', keys);
    const sum = (several: Record<string, unknown>[]) =>
      several.reduce((total, { pulled }) => total + Number(pulled), 0);
    expect(rows.every(([row]) => Number(row?.pulled) > 0)).toBe(true);
    expect(sum(rows.flat())).toBe(sum(await all.rows('pulled')));
    expect(await athena.open().rows('pulled')).toEqual([{ pulled: '0' }]);
  });

  it('keep Athena from every other day and file', async () => {
    const warehouse = athena.open();
    await warehouse.expose('raw_analytics', [
      'raw/analytics/platform=linkedin/dt=2026-03-04/a%2Eb~1.ndjson.gz',
      'raw/analytics/platform=linkedin/dt=2026-03-05/c.ndjson.gz',
    ]);
    await warehouse.rows('pulled');
    expect(athena.athena.executions.at(-1)?.statement).toContain(
      `from linkedin_ads.raw_analytics where platform in ('linkedin') and dt in ('2026-03-04', '2026-03-05') and "$path" in (` +
        "'s3://data/raw/analytics/platform=linkedin/dt=2026-03-04/a%2Eb~1.ndjson.gz', 's3://data/raw/analytics/platform=linkedin/dt=2026-03-04/a%252Eb~1.ndjson.gz', " +
        "'s3://data/raw/analytics/platform=linkedin/dt=2026-03-05/c.ndjson.gz')",
    );
  });
});
