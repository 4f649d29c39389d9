import { afterEach, describe, expect, it } from 'vitest';
import { readKeptElements } from '../../../../adapters/linkedin/kept-elements.ts';
import type { CollectorDeps } from '../../../../core/collect/collection/run.ts';
import { keys } from '../../../../core/contracts/keys.ts';
import type { AnalyticsRow } from '../../../../core/ports/ad-performance.ts';
import type { ReprocessOutcome } from '../../../../core/process/quarantine/mark-reprocessed.ts';
import { countRejected } from '../../../../core/process/quarantine/open-records.ts';
import { pullReprocessor } from '../../../../core/process/quarantine/reprocess-pull.ts';
import { pullAccounts } from '../../../../core/stages/pull-accounts.ts';
import { type CollectedTwin, collectTwin } from '../../../support/collected-twin.ts';
import { allObjects } from './quarantined.ts';

const account = '508100001';
/** The first pull reads 20 days, the next ones ten: a day of the first ten is never asked about again. */
const oldDay = '2026-07-20';
const youngDay = '2026-08-01';

let world: CollectedTwin;
afterEach(() => world.close());

type IsUnreadable = (row: AnalyticsRow) => boolean;

const asItCame = (source: AnalyticsRow['source']) => source;

/** One pull by a release that cannot read some elements. */
async function pullWithout(isUnreadable: IsUnreadable, sent = asItCame): Promise<void> {
  const depsFor = (): CollectorDeps => {
    const deps = world.depsFor();
    const { platform } = deps;
    const analytics: typeof platform.analytics = async (question) => {
      const answer = await platform.analytics(question);
      const lost = answer.records.filter(isUnreadable);
      const rejected = lost.map(({ source }) => ({
        path: 'analytics.clicks',
        reason: 'not understood',
        remedy: 'Wait.',
        text: JSON.stringify(sent(source)),
      }));
      return { ...answer, records: answer.records.filter((row) => !isUnreadable(row)), rejected };
    };
    return { ...deps, platform: { ...platform, analytics } };
  };
  await pullAccounts({ run_id: world.shop.deps.newId(), accounts: [account] }, depsFor);
}

async function reprocessAll(): Promise<ReprocessOutcome[]> {
  const reprocess = pullReprocessor(world.shop.deps, readKeptElements);
  const outcomes: ReprocessOutcome[] = [];
  for (const object of await allObjects(world.shop.deps.objects))
    if (object.open.length > 0) outcomes.push(await reprocess(object));
  return outcomes;
}

const counted = (outcomes: readonly ReprocessOutcome[]) =>
  outcomes.map(({ run, still }) => [
    run?.reprocessed.length ?? 0,
    run?.superseded.length ?? 0,
    still.length,
    run?.objects.length ?? 0,
  ]);

/** The day's creatives with figures that a pull sees now, the busiest first. */
async function creativesOn(day: string): Promise<string[]> {
  const { platform } = world.depsFor();
  const { records } = await platform.analytics({
    account,
    pivot: 'CREATIVE',
    from: day,
    to: day,
    measures: ['impressions'],
  });
  return records
    .toSorted((one, other) => Number(other.metrics.impressions) - Number(one.metrics.impressions))
    .map(({ entity }) => entity);
}

const isOf =
  (day: string, ...entities: string[]): IsUnreadable =>
  (row) =>
    row.stat_date === day && entities.includes(row.entity);

const everything = async () => ({
  facts: await world.facts(),
  looks: await world.rows('looks'),
  reconciliation: (await world.rows('reconciliation')).map(({ run_id: _, ...day }) => day),
});

/** What would be known had every release understood everything. */
async function unbroken(later: (pull: () => Promise<unknown>) => Promise<void> = async () => undefined) {
  world = await collectTwin();
  await world.pull(account);
  await later(() => world.pull(account));
  await world.process();
  const known = await everything();
  await world.close();
  return known;
}

const storedKeys = async () => {
  const found: string[] = [];
  for await (const { key } of world.shop.deps.objects.list('')) if (!key.startsWith('state/')) found.push(key);
  return found;
};

describe('reprocessing a pull', () => {
  it('brings what can be read now, once, as if it had been read then', async () => {
    const known = await unbroken();
    world = await collectTwin();
    const [first = '', second = ''] = await creativesOn(oldDay);
    await pullWithout((row) => isOf(oldDay, first, second)(row) || isOf(youngDay, first)(row));
    await world.process();
    expect(await world.facts()).toHaveLength(known.facts.length - 3);
    expect(await countRejected(world.shop.deps.objects)).toMatchObject({ total: 3 });

    const [observedAt] = (await world.rows('observations')).map((row) => row.observed_at);
    world.twin.advance('3d');
    expect(counted(await reprocessAll())).toEqual([
      [2, 0, 0, 1],
      [1, 0, 0, 1],
    ]);
    await world.process();
    expect(await everything()).toEqual(known);
    expect(new Set((await world.rows('observations')).map((row) => row.observed_at))).toEqual(new Set([observedAt]));
    expect(await countRejected(world.shop.deps.objects)).toEqual({ total: 0, objects: [] });

    const before = await storedKeys();
    expect(await reprocessAll()).toEqual([]);
    expect(await storedKeys()).toEqual(before);
  });

  it('leaves a day to the later pull that answered it, also where that pull changed nothing', async () => {
    world = await collectTwin();
    await world.pull(account);
    const start = world.twin.now().getTime();
    // The platform stands still: the value in force is the first pull's, and has its time.
    world.shop.deps.now = () => new Date(start + 60_000);
    const isYoung: IsUnreadable = (row) => row.stat_date === youngDay && row.pivot === 'CREATIVE';
    await pullWithout(isYoung, (source) => ({ ...source, impressions: 9_999_999 }));
    world.shop.deps.now = () => new Date(start + 120_000);
    await world.pull(account);
    await world.process();
    const known = await everything();
    const outcomes = await reprocessAll();
    expect(outcomes.flatMap(({ run }) => run?.objects)).toEqual([]);
    expect(outcomes.flatMap(({ run }) => run?.superseded).length).toBeGreaterThan(0);
    await world.process();
    expect(await everything()).toEqual(known);
    expect(known.facts.some((row) => row.stat_date === youngDay)).toBe(true);
  });

  it('of an old day reaches the facts although later pulls were made', async () => {
    const twoMore = async (pull: () => Promise<unknown>) => {
      for (let each = 0; each < 2; each += 1) {
        world.twin.advance('6h');
        await pull();
      }
    };
    const known = await unbroken(twoMore);
    world = await collectTwin();
    const [creative = ''] = await creativesOn(oldDay);
    await pullWithout((row) => row.entity === creative && row.stat_date <= youngDay);
    await twoMore(() => world.pull(account));
    await world.process();
    expect(await world.facts()).not.toEqual(known.facts);
    const outcomes = await reprocessAll();
    expect(outcomes.flatMap(({ run }) => run?.reprocessed).length).toBeGreaterThan(0);
    expect(outcomes.flatMap(({ run }) => run?.superseded).length).toBeGreaterThan(0);
    await world.process();
    expect((await everything()).facts).toEqual(known.facts);
  });

  it('makes a day whole again whose total was not understood', async () => {
    const known = await unbroken();
    world = await collectTwin();
    await pullWithout((row) => row.stat_date === oldDay && row.pivot === 'ACCOUNT');
    await world.process();
    const isWhole = async () =>
      (await world.rows('reconciliation')).find((row) => row.stat_date === oldDay)?.is_reconciled;
    expect(await isWhole()).toBe(false);
    expect(counted(await reprocessAll())).toEqual([[1, 0, 0, 1]]);
    await world.process();
    expect(await isWhole()).toBe(true);
    expect(await everything()).toEqual(known);
  });

  it('keeps what still cannot be read, and takes it with a later one', async () => {
    const known = await unbroken();
    world = await collectTwin();
    const [first = '', second = ''] = await creativesOn(oldDay);
    await pullWithout(isOf(oldDay, first, second));
    const { deps } = world.shop;
    const halfway = pullReprocessor(deps, (texts, asked) =>
      readKeptElements(texts, asked).map((element) =>
        element.row?.entity === second
          ? { ...element, row: undefined, problem: { reason: 'not yet', remedy: 'Wait.' } }
          : element,
      ),
    );
    const [object] = await allObjects(deps.objects);
    const outcome = await halfway(object!);
    expect(outcome.still).toEqual([expect.objectContaining({ reason: 'not yet', remedy: 'Wait.' })]);
    expect(await countRejected(deps.objects)).toMatchObject({ total: 1 });
    await world.process();
    expect(await world.facts()).toHaveLength(known.facts.length - 1);
    expect(counted(await reprocessAll())).toEqual([[1, 0, 0, 1]]);
    await world.process();
    expect(await everything()).toEqual(known);
  });

  it('does no harm when it was killed before it said so', async () => {
    const known = await unbroken();
    world = await collectTwin();
    const [creative = ''] = await creativesOn(oldDay);
    await pullWithout(isOf(oldDay, creative));
    await world.process();
    const { objects } = world.shop.deps;
    const [object] = await allObjects(objects);
    await reprocessAll();
    await objects.delete(keys.quarantineReprocessing(object!.key));
    await world.process();
    world.twin.advance('1d');
    expect(counted(await reprocessAll())).toEqual([[1, 0, 0, 1]]);
    await world.process();
    expect(await everything()).toEqual(known);
  });

  it('gives the same facts when the warehouse is made again from raw', async () => {
    world = await collectTwin();
    const [creative = ''] = await creativesOn(oldDay);
    await pullWithout(isOf(oldDay, creative));
    world.twin.advance('6h');
    await world.pull(account);
    await world.process();
    await reprocessAll();
    world.twin.advance('6h');
    await world.pull(account);
    const raw: [string, Uint8Array][] = [];
    for (const key of await storedKeys())
      if (key.startsWith('raw/')) raw.push([key, (await world.shop.deps.objects.get(key))!.body]);
    await world.process();
    const known = await everything();
    await world.close();
    world = await collectTwin();
    for (const [key, body] of raw) await world.shop.deps.objects.put(key, body);
    await world.process();
    expect(await everything()).toEqual(known);
  });
});

describe('reprocessing a list', () => {
  it('leaves it to the next list', async () => {
    world = await collectTwin();
    const { deps } = world.shop;
    const platform = world.depsFor().platform;
    const campaigns = async (id: string) => {
      const result = await platform.campaigns(id);
      const rejected = [{ path: 'campaign.name', reason: 'no name', remedy: 'Wait.', text: '{}' }];
      return { ...result, rejected };
    };
    const depsFor = () => ({ ...world.depsFor(), platform: { ...platform, campaigns } });
    await pullAccounts({ run_id: deps.newId(), accounts: [account] }, depsFor);
    const [outcome] = await reprocessAll();
    expect(outcome?.run).toBe(null);
    expect(outcome?.still).toEqual([
      {
        at: 0,
        reason: 'no name',
        remedy: 'Run "npm run ads -- collect": it lists the account again and reads the element again.',
      },
    ]);
    world.twin.advance('25h');
    await world.pull(account);
    expect(counted(await reprocessAll())).toEqual([[0, 1, 0, 0]]);
    expect(await countRejected(deps.objects)).toMatchObject({ total: 0 });
  });
});
