import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../core/contracts/decisions.ts';
import { ownChangesIn } from '../../../../core/optimize/acting/own-changes.ts';
import { underWriterLease } from '../../../../core/optimize/acting/writer-lease.ts';
import type { ActingDeps } from '../../../../core/optimize/acting/writing.ts';
import { openChangeLog } from '../../../../core/optimize/log/change-log.ts';
import { isOpen } from '../../../../core/optimize/log/decision-life.ts';
import { listLives, readLife } from '../../../../core/optimize/log/events.ts';
import { type ActingWorld, actingWorld } from '../../../support/acting-world.ts';
import { type AdDesk, adDesk, type Fault } from '../../../support/ad-desk.ts';
import { bidding, budgeting, creativeUrn, proposal, today } from '../../../support/decided.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';
import { KilledError, mortal, newLife } from '../../../support/mortal.ts';

const proposals: Decision[] = [
  proposal({ id: 'd-1', creative: 101, gain: 9 }),
  proposal({ id: 'd-2', creative: 102, gain: 8 }),
  proposal({ id: 'd-3', creative: 103, gain: 7 }),
  proposal({ id: 'd-4', campaign: '10', change: bidding(10, 11), gain: 6 }),
  proposal({ id: 'd-5', campaign: '20', change: budgeting(120, 100), gain: 5 }),
  proposal({ id: 'd-6', campaign: '20', change: budgeting(120, 130), gain: 4 }),
];

/** What one process does before it ends or is killed, and what people and the platform do meanwhile. */
interface Session {
  killAt: number | undefined;
  faults: Fault[];
  undo: string[];
  /** A person sets a bid or an ad by hand before it. */
  byHand: { bid?: number; pause?: number };
  stopped: boolean;
}

const session: fc.Arbitrary<Session> = fc.record({
  killAt: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
  faults: fc.array(fc.constantFrom<Fault>('none', 'none', 'silent', 'lost', 'refused', 'late'), { maxLength: 4 }),
  undo: fc.subarray(proposals.map(({ decision_id }) => decision_id)),
  byHand: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record({ bid: fc.constantFrom(10, 11, 14) }) },
    { weight: 1, arbitrary: fc.record({ pause: fc.constantFrom(101, 102, 103) }) },
  ),
  stopped: fc.boolean(),
});

/** Settles, applies, undoes, as a run does: under the lease of the writer. */
async function run(world: ActingWorld, deps: ActingDeps, runId: string, undo: readonly string[]): Promise<void> {
  await underWriterLease(deps, runId, async (leased) => {
    await world.settle(leased);
    await world.apply(proposals, { deps: leased });
    for (const id of undo) await world.undo(id, {}, leased);
  });
}

async function live(world: ActingWorld, { killAt, faults, undo, byHand, stopped }: Session, at: number): Promise<void> {
  const life = newLife(killAt);
  const { values } = world.desk;
  world.desk.faults.splice(0, Number.POSITIVE_INFINITY, ...faults);
  if (byHand.bid) values.set('bid 10', { amount: String(byHand.bid), currency: 'USD' });
  if (byHand.pause) values.set(`status ${creativeUrn(byHand.pause)}`, 'PAUSED');
  await world.stopWrites(stopped);
  // Each session comes when the lease of a killed one has ended.
  world.setTime(new Date(today.getTime() + at * 20 * 60_000));
  const deps = { ...world.deps, objects: mortalStore(world, life), platform: mortal(world.desk.platform, life) };
  await run(world, deps, `run-${at}`, undo).catch((error) => {
    if (!(error instanceof KilledError)) throw error;
  });
}

/** `list` is not a promise: it dies when it is begun. */
function mortalStore({ objects }: ActingWorld, life: ReturnType<typeof newLife>): ActingDeps['objects'] {
  const { get, put, delete: remove } = mortal(objects, life);
  return { get, put, delete: remove, list: (prefix, after) => objects.list(prefix, after) };
}

/** A world that writes down, at each write to the platform, what was told before it. */
async function watchedWorld(): Promise<{ world: ActingWorld; untold: string[] }> {
  const objects = memoryObjects();
  const told: string[] = [];
  const untold: string[] = [];
  const put: typeof objects.put = async (key, body, condition) => {
    const answer = await objects.put(key, body, condition);
    if (/-(undo_)?intended\.json$/.test(key)) told.push(new TextDecoder().decode(body as Uint8Array));
    return answer;
  };
  const desk: AdDesk = adDesk(['10', '20'], (entity) => {
    const last = told.pop();
    if (!last || !namesEntity(last, entity)) untold.push(entity);
  });
  return { world: await actingWorld(desk, { ...objects, put }), untold };
}

const namesEntity = (event: string, entity: string): boolean => {
  const { target } = JSON.parse(event) as { target: { campaign_id: string; creative_id: string | null } };
  return target.creative_id === entity || (target.creative_id === null && target.campaign_id === entity);
};

describe('runs that are killed between any two steps', () => {
  it('never write without an intent, never twice for one decision, and leave nothing open in the end', async () => {
    let appliedInAll = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(session, { minLength: 1, maxLength: 6 }), async (sessions) => {
        const { world, untold } = await watchedWorld();
        for (const [at, each] of sessions.entries()) await live(world, each, at);
        const last: Session = { killAt: undefined, faults: [], undo: [], byHand: {}, stopped: true };
        await live(world, last, sessions.length);

        expect(untold).toEqual([]);
        expect((await listLives(world.objects)).filter(({ status }) => isOpen(status))).toEqual([]);
        for (const { decision_id } of proposals) {
          const { events } = await readLife(world.objects, decision_id);
          const count = (name: string) => events.filter(({ event }) => event === name).length;
          expect([decision_id, count('intended') <= 1, count('applied') <= 1, count('undone') <= 1]).toEqual([
            decision_id,
            true,
            true,
            true,
          ]);
          if (count('undone') === 1) expect(count('applied')).toBe(1);
        }
        appliedInAll += (await ownChangesIn(await openChangeLog(world.objects))).applied.length;
        // Not the last active ad, whatever came between.
        const active = [101, 102, 103].filter(
          (each) => world.desk.values.get(`status ${creativeUrn(each)}`) === 'ACTIVE',
        );
        const byHand = sessions.some((each) => 'pause' in each.byHand);
        if (!byHand) expect(active.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
    expect(appliedInAll).toBeGreaterThan(150);
  });

  it('find out about every write, at whichever step the run was killed', async () => {
    const settled = new Set<string>();
    for (let killAt = 1; ; killAt += 1) {
      const { world, untold } = await watchedWorld();
      await live(world, { killAt, faults: [], undo: ['d-1'], byHand: {}, stopped: false }, 0);
      const written = [...world.desk.writes];
      await live(world, { killAt: undefined, faults: [], undo: [], byHand: {}, stopped: true }, 1);
      expect(untold).toEqual([]);
      // Nothing is written by settling, and what was written is known: by its value.
      expect(world.desk.writes).toEqual(written);
      const { applied, open } = await ownChangesIn(await openChangeLog(world.objects));
      expect(open).toEqual([]);
      const undone = applied.filter(({ undoneAt }) => undoneAt !== null);
      expect([killAt, applied.length + undone.length]).toEqual([killAt, written.length]);
      settled.add(String(written.length));
      const ended = await world.objects.get('state/leases/writer.json');
      if (!ended && written.length > 3 && killAt > 300) break;
    }
    expect([...settled].toSorted()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('keep two runs apart, and let the second go on when the lease of the first has ended', async () => {
    const world = await actingWorld();
    const busy = underWriterLease(world.deps, 'run-1', () => run(world, world.deps, 'run-2', []));
    await expect(busy).rejects.toThrow(
      'Ads are being changed by run run-1, until 2026-11-20T08:15:00.000Z at the latest',
    );
    expect(world.desk.writes).toEqual([]);
    await run(world, world.deps, 'run-2', []);
    expect(world.desk.writes.length).toBeGreaterThan(0);
  });

  it('go on when the lease has ended by the clock on the wall, though the time of the demo stands still', async () => {
    const world = await actingWorld();
    const wall = { now: today };
    const deps = { ...world.deps, wallClock: () => wall.now };
    const killed = { run_id: 'run-1', expires_at: new Date(today.getTime() + 15 * 60_000).toISOString() };
    await world.objects.put('state/leases/writer.json', new TextEncoder().encode(JSON.stringify(killed)));
    const next = () => underWriterLease(deps, 'run-2', async () => undefined);
    await expect(next()).rejects.toThrow('Ads are being changed by run run-1');
    wall.now = new Date(today.getTime() + 16 * 60_000);
    const done = await underWriterLease(deps, 'run-3', (leased) => world.apply(proposals, { deps: leased }));
    expect(done.some(({ result }) => result === 'applied')).toBe(true);
  });

  it('write once where two work side by side in spite of the lease', async () => {
    const world = await actingWorld();
    await Promise.all([world.apply(proposals), world.apply(proposals), world.apply(proposals)]);
    const names = world.desk.writes.map((each) => each.split(':').slice(0, -1).join(':'));
    expect(new Set(names).size).toBe(names.length);
  });
});
