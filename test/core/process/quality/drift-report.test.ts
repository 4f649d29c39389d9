import { afterEach, describe, expect, it } from 'vitest';
import { keys, prefixes, pullIdOf } from '../../../../core/contracts/keys.ts';
import type { DriftRecord } from '../../../../core/contracts/raw-rows.ts';
import { driftReport } from '../../../../core/process/quality/drift-report.ts';
import { encodeJson } from '../../../../core/running/documents.ts';
import { type CollectedTwin, collectTwin } from '../../../support/collected-twin.ts';
import { openWorkshop, type Workshop } from '../../../support/workshop.ts';

let world: CollectedTwin | undefined;
let shop: Workshop | undefined;

afterEach(async () => {
  await world?.close();
  await shop?.close();
  world = undefined;
  shop = undefined;
});

const account = '508100001';

describe('the drift report', () => {
  it('has the fields that pulls did not know, with the runs that saw them', async () => {
    world = await collectTwin();
    world.twin.fault({ kind: 'unknown-fields', endpoint: 'adAnalytics' });
    const [first] = (await world.pull(account)).outputs;
    world.twin.advance('6h');
    const [second] = (await world.pull(account)).outputs;
    world.twin.clearFaults();
    world.twin.advance('6h');
    await world.pull(account);
    const seen = (output: typeof first) => output?.drift.find(({ path }) => path.endsWith('Insights'))?.seen ?? 0;
    const report = await driftReport(world.shop.deps.objects);
    expect(report).toEqual(
      ['analytics.deliveryInsights', 'analytics.engagementQualityIndex'].map((path) => ({
        path,
        change: 'unknown',
        seen: seen(first) + seen(second),
        runs: 2,
        accounts: [account],
        first_run: first?.run_id,
        first_at: '2026-08-03T00:00:00.000Z',
        last_run: second?.run_id,
        last_at: '2026-08-03T06:00:00.000Z',
      })),
    );
    expect(seen(first)).toBeGreaterThan(0);
  });

  it('has what a run found that failed afterwards', async () => {
    world = await collectTwin();
    world.twin.fault({ kind: 'unknown-fields', endpoint: 'creatives' });
    world.twin.fault({ kind: 'server-error', endpoint: 'adAnalytics' });
    expect((await world.pull(account)).failures).toHaveLength(1);
    const report = await driftReport(world.shop.deps.objects);
    expect(report.map(({ path }) => path)).toContain('creative.engagementQualityIndex');
  });

  it('is empty, and nothing is stored, where every field is known', async () => {
    world = await collectTwin();
    await world.pull(account);
    expect(await driftReport(world.shop.deps.objects)).toEqual([]);
    expect(await listed(world.shop)).toEqual([]);
  });

  it('tells unknown from missing, puts the newest first, and forgets what 120 newer runs did not find', async () => {
    shop = await openWorkshop();
    const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number));
    const store = (at: Date, run_id: string, drift: DriftRecord['drift']) =>
      shop?.deps.objects.put(
        keys.drift('linkedin', at, pullIdOf(at, run_id, '7', 'drift')),
        encodeJson({ run_id, account: '7', started_at: at.toISOString(), drift } satisfies DriftRecord),
      );
    await store(day(0), 'old', [{ path: 'analytics.gone', change: 'unknown', seen: 1 }]);
    for (let run = 1; run <= 120; run += 1)
      await store(day(run), `run-${run}`, [{ path: 'creative.a', change: run <= 60 ? 'unknown' : 'missing', seen: 2 }]);
    const report = await driftReport(shop.deps.objects);
    expect(
      report.map(({ path, change, seen, runs, first_run, last_run }) => [
        path,
        change,
        seen,
        runs,
        first_run,
        last_run,
      ]),
    ).toEqual([
      ['creative.a', 'missing', 120, 60, 'run-61', 'run-120'],
      ['creative.a', 'unknown', 120, 60, 'run-1', 'run-60'],
    ]);
  });
});

async function listed({ deps }: Workshop): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of deps.objects.list(prefixes.drift)) found.push(key);
  return found;
}
