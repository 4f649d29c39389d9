import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { undoAll } from '../../../../core/optimize/acting/apply-and-undo.ts';
import { ownChangesIn, readOwnChanges } from '../../../../core/optimize/acting/own-changes.ts';
import { settleLeftovers } from '../../../../core/optimize/acting/settle.ts';
import { openChangeLog } from '../../../../core/optimize/log/change-log.ts';
import { addEvent, readLife } from '../../../../core/optimize/log/events.ts';
import { EntityNotFoundError, ThrottledError } from '../../../../core/ports/ad-platform-errors.ts';
import { encodeText } from '../../../../core/running/documents.ts';
import { type ActingWorld, actingWorld } from '../../../support/acting-world.ts';
import { bidding, budgeting, creativeUrn, pausing, proposal, today } from '../../../support/decided.ts';

const refusal = { call: 'GET /x', said: 'no', requestId: 'R-9' };
const usd = (amount: string) => ({ amount, currency: 'USD' });

const eventsOf = async (world: ActingWorld, id: string) =>
  (await readLife(world.objects, id)).events.map(({ event, by }) => `${event} by ${by}`);

async function raised(): Promise<ActingWorld> {
  const world = await actingWorld();
  await world.apply([proposal({ change: bidding(10, 11) })]);
  return world;
}

describe('an undo', () => {
  it('is told by its person, with the reason, in the order of intent and outcome', async () => {
    const world = await raised();
    expect(await world.undo('run-1-1')).toMatchObject({ result: 'undone' });
    expect(await eventsOf(world, 'run-1-1')).toEqual([
      'intended by run-2',
      'applied by run-2',
      'undo_intended by ann',
      'undone by ann',
    ]);
    const { events } = await readLife(world.objects, 'run-1-1');
    expect([events[2]?.detail, events[3]?.change]).toEqual([
      'Changed my mind.',
      { field: 'bid', from: usd('11'), to: usd('10.00') },
    ]);
  });

  it('gives back a budget and a status, each to its former value', async () => {
    const world = await actingWorld();
    await world.apply([proposal({ id: 'a', change: budgeting(120, 130) }), proposal({ id: 'b', campaign: '20' })]);
    await world.undo('a');
    await world.undo('b');
    expect(world.desk.values.get('budget 10')).toEqual(usd('120'));
    expect(world.desk.values.get(`status ${creativeUrn(201)}`)).toBe('ACTIVE');
  });

  it('is refused where the write was voided, failed, rejected or only approved, and touches nothing', async () => {
    const world = await actingWorld();
    world.desk.values.set('bid 10', usd('14'));
    await world.apply([proposal({ id: 'voided', change: bidding(10, 11) })]);
    world.desk.faults.push('refused');
    await world.apply([proposal({ id: 'failed' })]);
    expect([await world.status('voided'), await world.status('failed')]).toEqual(['voided', 'failed']);
    const { platform, account_id, campaign_id, creative_id, action } = proposal();
    const target = { platform, account_id, campaign_id, creative_id, action };
    for (const event of ['approved', 'rejected'] as const)
      await addEvent(
        world.objects,
        await readLife(world.objects, event),
        { decision_id: event, event, by: 'ann', detail: '', target, change: pausing, request_id: null },
        today,
      );
    for (const id of ['voided', 'failed', 'approved', 'rejected'])
      expect([id, (await world.undo(id)).result]).toEqual([id, 'refused']);
    expect(world.desk.writes).toEqual([]);
  });

  it('that is open is not begun again, and is settled by reading', async () => {
    const world = await raised();
    world.desk.faults.push('lost');
    expect(await world.undo('run-1-1')).toMatchObject({ result: 'open', stops: 'run' });
    expect(await world.undo('run-1-1')).toMatchObject({ result: 'refused' });
    expect(await world.settle()).toMatchObject([{ result: 'undone', action: 'raise_bid' }]);
    expect(world.desk.writes).toHaveLength(2);
    expect(await world.settle()).toEqual([]);
  });

  it('gives the reason why it is refused: once done, never done, or not known yet', async () => {
    const world = await raised();
    const never = await world.undo('nobody');
    world.desk.faults.push('silent');
    await world.undo('run-1-1');
    const undoOpen = await world.undo('run-1-1');
    await world.settle();
    await world.undo('run-1-1');
    const twice = await world.undo('run-1-1');
    world.desk.faults.push('silent');
    await world.apply([proposal({ id: 'open', campaign: '20' })]);
    const applyOpen = await world.undo('open');
    const all = [never, undoOpen, twice, applyOpen];
    expect(all.map(({ result }) => result)).toEqual(Array(4).fill('refused'));
    expect(new Set(all.map(({ detail }) => detail)).size).toBe(4);
    expect(twice.detail).toContain(today.toISOString());
    expect(twice.detail).toContain('ann');
  });

  it('by a program needs guardrails that can be read and writing that is allowed', async () => {
    const world = await raised();
    await world.objects.put(keys.guardrails, encodeText('{'));
    expect(await world.undo('run-1-1', { automatic: true })).toMatchObject({ result: 'refused' });
    await world.allow();
    await world.stopWrites(true);
    expect(await world.undo('run-1-1', { automatic: true, force: true })).toMatchObject({ result: 'refused' });
    expect(await world.undo('run-1-1', { automatic: false, force: false })).toMatchObject({ result: 'refused' });
    await world.stopWrites(false);
    expect(await world.undo('run-1-1', { automatic: true })).toMatchObject({ result: 'undone' });
    expect(world.desk.writes).toHaveLength(2);
  });
});

describe('undoing several', () => {
  async function undone(fault: 'none' | 'lost' | 'refused') {
    const world = await actingWorld();
    await world.apply([proposal({ id: 'a', gain: 50 }), proposal({ id: 'b', campaign: '20' })]);
    world.desk.faults.push(fault);
    const log = await openChangeLog(world.objects);
    const logged: unknown[] = [];
    const logger = { ...world.deps.logger, info: (_: string, more?: object) => void logged.push(more) };
    const wanted = ['a', 'b'].map((decision_id) => ({ decision_id, reason: 'harm' }));
    const options = { by: 'ann', log, automatic: false, force: false };
    const outcomes = await undoAll({ ...world.deps, logger }, wanted, options);
    const statuses = log.lives().map(({ status }) => status);
    return {
      results: outcomes.map(({ decision_id, result }) => `${decision_id} ${result}`),
      statuses,
      logged,
      outcomes,
    };
  }

  it('undoes each, and the log shows it at once', async () => {
    const { results, statuses, logged, outcomes } = await undone('none');
    expect(results).toEqual(['a undone', 'b undone']);
    expect(statuses).toEqual(['undone', 'undone']);
    expect(logged).toMatchObject([
      { decision_id: 'a', result: 'undone' },
      { decision_id: 'b', result: 'undone' },
    ]);
    expect(outcomes).toMatchObject(Array(2).fill({ action: null, refusal: null }));
  });

  it('ends with the first that nobody knows the end of, and goes on after one that failed', async () => {
    const open = await undone('lost');
    expect([open.results, open.statuses]).toEqual([['a open'], ['undo_intended', 'applied']]);
    expect((await undone('refused')).results).toEqual(['a failed', 'b undone']);
  });
});

describe('what an interruption left behind', () => {
  async function left(change = bidding(10, 11)) {
    const world = await actingWorld();
    world.desk.faults.push('silent');
    await world.apply([proposal({ id: 'a', change })]);
    return world;
  }

  it('is done where the new value is there, and void where the former or a third one is', async () => {
    for (const [value, result] of [
      ['11.00', 'applied'],
      ['10', 'voided'],
      ['15', 'voided'],
    ] as const) {
      const world = await left();
      world.desk.values.set('bid 10', usd(value));
      expect([value, await world.settle()]).toMatchObject([value, [{ decisionId: 'a', action: 'raise_bid', result }]]);
      expect(await world.status('a')).toBe(result);
      expect(world.desk.writes).toEqual([]);
    }
  });

  it('tells a missing write from one that somebody overtook', async () => {
    const [missing, overtaken] = [await left(), await left()];
    overtaken.desk.values.set('bid 10', usd('15'));
    const [one, other] = [await missing.settle(), await overtaken.settle()];
    expect(one[0]?.detail).not.toBe(other[0]?.detail);
    expect(other[0]?.detail).toContain('15 USD');
  });

  it('is void where the entity is gone, and stays open where it cannot be read', async () => {
    const world = await left();
    const failing = (error: Error) => ({
      ...world.deps,
      platform: { ...world.desk.platform, campaign: () => Promise.reject(error) },
    });
    expect(await world.settle(failing(new ThrottledError(refusal, 'a setting')))).toMatchObject([{ result: 'open' }]);
    expect(await world.status('a')).toBe('intended');
    await expect(world.settle(failing(new TypeError('x is undefined')))).rejects.toThrow('x is undefined');
    expect(await world.settle(failing(new EntityNotFoundError(refusal)))).toMatchObject([{ result: 'voided' }]);
    expect(await eventsOf(world, 'a')).toEqual(['intended by run-2', 'voided by run-2']);
  });

  it('is of the budget or of the ad, whichever the intent names', async () => {
    const budget = await left(budgeting(120, 130));
    budget.desk.values.set('budget 10', usd('130'));
    expect(await budget.settle()).toMatchObject([{ result: 'applied', action: 'raise_budget' }]);
    const ad = await actingWorld();
    ad.desk.faults.push('lost');
    await ad.apply([proposal({ id: 'a' })]);
    expect(await ad.settle()).toMatchObject([{ result: 'applied', action: 'pause_creative' }]);
  });

  it('is seen in the log as settled at once', async () => {
    const world = await left();
    const log = await openChangeLog(world.objects);
    await settleLeftovers(world.deps, log, 'run-3');
    expect(log.lives().map(({ status }) => status)).toEqual(['voided']);
  });

  it('is looked at only where something is open', async () => {
    const world = await raised();
    const platform = { ...world.desk.platform, campaign: () => Promise.reject(new Error('nobody asks')) };
    expect(await world.settle({ ...world.deps, platform })).toEqual([]);
  });
});

describe('an event that tells no entity', () => {
  const told = { by: 'run', detail: '', target: null, change: null, request_id: null };

  it('is no change of ours, cannot be settled and cannot be undone', async () => {
    const world = await actingWorld();

    const begun = { status: 'proposed' as const, events: [] };
    await addEvent(world.objects, begun, { ...told, decision_id: 'open', event: 'intended' }, today);
    const life = await addEvent(world.objects, begun, { ...told, decision_id: 'done', event: 'intended' }, today);
    await addEvent(world.objects, life!, { ...told, decision_id: 'done', event: 'applied' }, today);
    expect(await ownChangesIn(await openChangeLog(world.objects))).toEqual({ applied: [], open: [] });
    expect(await world.settle()).toEqual([]);
    expect(await world.undo('done')).toMatchObject({ result: 'refused' });
  });
});

describe('our own changes', () => {
  it('are those that were written, oldest first, with what is open apart', async () => {
    const world = await actingWorld();
    world.setTime(new Date('2026-11-20T10:00:00Z'));
    await world.apply([proposal({ id: 'a-late', campaign: '20' })]);
    world.setTime(new Date('2026-11-20T09:00:00Z'));
    await world.apply([proposal({ id: 'b-early', change: bidding(10, 11) })]);
    world.setTime(new Date('2026-11-20T11:00:00Z'));
    world.desk.faults.push('silent');
    await world.apply([proposal({ id: 'c-open', campaign: '20', change: budgeting(120, 130) })]);
    world.desk.faults.push('refused');
    await world.apply([proposal({ id: 'd-failed', creative: 102 })]);
    const { applied, open } = await ownChangesIn(await openChangeLog(world.objects));
    expect(applied).toEqual([
      {
        decisionId: 'b-early',
        action: 'raise_bid',
        campaignId: '10',
        creativeId: null,
        appliedAt: new Date('2026-11-20T09:00:00Z'),
        undoneAt: null,
        from: 10,
        to: 11,
      },
      {
        decisionId: 'a-late',
        action: 'pause_creative',
        campaignId: '20',
        creativeId: creativeUrn(201),
        appliedAt: new Date('2026-11-20T10:00:00Z'),
        undoneAt: null,
        from: 'ACTIVE',
        to: 'PAUSED',
      },
    ]);
    expect(open.map(({ decisionId, from, to }) => [decisionId, from, to])).toEqual([['c-open', 120, 130]]);
  });

  it('stand while their undoing is open, and carry its time when it is done', async () => {
    const world = await raised();
    world.desk.faults.push('lost');
    await world.undo('run-1-1');
    const { applied, open } = await ownChangesIn(await openChangeLog(world.objects));
    expect([applied.map(({ undoneAt }) => undoneAt), open]).toEqual([[null], []]);
    world.setTime(new Date('2026-11-20T12:00:00Z'));
    await world.settle();
    expect((await readOwnChanges(world.objects)).map(({ undoneAt }) => undoneAt)).toEqual([
      new Date('2026-11-20T12:00:00Z'),
    ]);
  });

  it('are of the accounts that are asked for, or of all', async () => {
    const world = await raised();
    const of = async (accounts?: string[]) => (await readOwnChanges(world.objects, accounts)).length;
    expect([await of(), await of(['5']), await of(['6']), await of(['6', '5']), await of([])]).toEqual([1, 1, 0, 1, 0]);
  });

  it('are all read, however many there are', async () => {
    const world = await actingWorld();
    const { platform, account_id, campaign_id, creative_id, action } = proposal();
    for (let each = 1; each <= 40; each += 1) {
      const decision_id = `d-${String(each).padStart(2, '0')}`;
      const target = { platform, account_id, campaign_id, creative_id, action };
      const told = { decision_id, by: 'run', detail: '', target, change: pausing, request_id: null };
      const at = new Date(today.getTime() + each * 1000);
      const life = await addEvent(
        world.objects,
        { status: 'proposed', events: [] },
        { ...told, event: 'intended' },
        at,
      );
      await addEvent(world.objects, life!, { ...told, event: 'applied' }, at);
    }
    const found = await readOwnChanges(world.objects);
    expect(found.map(({ decisionId }) => decisionId)).toEqual(
      Array.from({ length: 40 }, (_, at) => `d-${String(at + 1).padStart(2, '0')}`),
    );
  });
});
