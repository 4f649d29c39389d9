import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { approveOrReject } from '../../../../core/optimize/acting/approval.ts';
import { readLife } from '../../../../core/optimize/log/events.ts';
import { encodeText } from '../../../../core/running/documents.ts';
import { actingWorld } from '../../../support/acting-world.ts';
import {
  accountState,
  bidding,
  budgeting,
  campaignState,
  creativeUrn,
  pausing,
  proposal,
} from '../../../support/decided.ts';

const brief = (done: { result: string; detail: string }[]) => done.map(({ result, detail }) => `${result}: ${detail}`);
const listed = async (world: Awaited<ReturnType<typeof actingWorld>>) => {
  const found: string[] = [];
  for await (const { key } of world.objects.list('decisions/')) found.push(key);
  return found;
};

describe('applying a decision', () => {
  it('intends, writes and records, each event an object of its own', async () => {
    const world = await actingWorld();
    expect(brief(await world.apply([proposal()]))).toEqual(['applied: Written and read back.']);
    expect(world.desk.writes).toEqual([`status ${creativeUrn(101)}: ACTIVE > PAUSED`]);
    expect(await listed(world)).toEqual([
      'decisions/events/run-1-1/1-intended.json',
      'decisions/events/run-1-1/2-applied.json',
    ]);
    const { events } = await readLife(world.objects, 'run-1-1');
    const target = {
      platform: 'linkedin',
      account_id: '5',
      campaign_id: '10',
      creative_id: creativeUrn(101),
      action: 'pause_creative',
    };
    expect(events).toEqual([
      {
        decision_id: 'run-1-1',
        number: 1,
        event: 'intended',
        at: '2026-11-20T08:00:00.000Z',
        by: 'run-2',
        detail: `pause_creative ad ${creativeUrn(101)} of campaign 10: ACTIVE to PAUSED. Because.`,
        target,
        change: pausing,
        request_id: null,
      },
      {
        decision_id: 'run-1-1',
        number: 2,
        event: 'applied',
        at: '2026-11-20T08:00:00.000Z',
        by: 'run-2',
        detail: 'Written and read back.',
        target,
        change: pausing,
        request_id: 'W-1',
      },
    ]);
  });

  it('is done once, however often it is asked for', async () => {
    const world = await actingWorld();
    await world.apply([proposal()]);
    expect(await world.apply([proposal()])).toEqual([]);
    expect(world.desk.writes).toHaveLength(1);
  });

  it('sets bids and budgets', async () => {
    const world = await actingWorld();
    await world.apply([
      proposal({ id: 'a', change: bidding(10, 11) }),
      proposal({ id: 'b', campaign: '20', change: budgeting(120, 100) }),
    ]);
    expect(world.desk.writes.toSorted()).toEqual(['bid 10: 10.00 > 11', 'budget 20: 120 > 100']);
  });

  it('is void when somebody changed the entity since the decision was made', async () => {
    const world = await actingWorld();
    world.desk.values.set('bid 10', { amount: '14', currency: 'USD' });
    expect(brief(await world.apply([proposal({ change: bidding(10, 11) })]))).toEqual([
      'voided: Someone changed it in the meantime: expected 10 USD, found 14 USD. Nothing was overwritten.',
    ]);
    expect(world.desk.writes).toEqual([]);
    expect(await world.status('run-1-1')).toBe('voided');
    world.desk.values.set('bid 10', { amount: '10', currency: 'USD' });
    expect(await world.apply([proposal({ change: bidding(10, 11) })])).toEqual([]);
  });

  it('fails with the cause when the platform refuses', async () => {
    const world = await actingWorld();
    world.desk.faults.push('refused');
    const done = await world.apply([proposal({ gain: 50 }), proposal({ id: 'run-1-2', creative: 102 })]);
    expect(done.map(({ result }) => result)).toEqual(['failed', 'applied']);
    expect(done[0]?.detail).toMatch(
      /^The request was refused: POST \/x: no \(request R-1\) Fix the value that the message names\./,
    );
    expect(await world.status('run-1-1')).toBe('failed');
    expect(world.desk.writes).toEqual([`status ${creativeUrn(102)}: ACTIVE > PAUSED`]);
  });

  it('leaves the rest of an account alone whose token may not write, and goes on with the others', async () => {
    const world = await actingWorld();
    world.desk.faults.push('denied');
    const other = accountState({ accountId: '6', campaigns: [campaignState('20')] });
    const done = await world.apply(
      [
        proposal({ gain: 50 }),
        proposal({ id: 'run-1-2', creative: 102 }),
        proposal({ id: 'run-1-3', campaign: '20', gain: 5, more: { account_id: '6' } }),
      ],
      { states: [accountState(), other] },
    );
    expect(brief(done)).toEqual([
      expect.stringMatching(/^failed: Access was denied: /),
      'applied: Written and read back.',
    ]);
    expect(world.desk.writes).toEqual([`status ${creativeUrn(201)}: ACTIVE > PAUSED`]);
  });

  it.each(['silent', 'lost', 'late'] as const)(
    'stays open when nobody knows whether it happened (%s), and stops the run',
    async (fault) => {
      const world = await actingWorld();
      world.desk.faults.push(fault);
      const done = await world.apply([proposal({ gain: 50 }), proposal({ id: 'run-1-2', creative: 102 })]);
      expect(done.map(({ result }) => result)).toEqual(['open']);
      expect(await world.status('run-1-1')).toBe('intended');
      expect((await world.settle()).map(({ result }) => result)).toEqual([fault === 'silent' ? 'voided' : 'applied']);
      expect(world.desk.writes).toHaveLength(fault === 'silent' ? 0 : 1);
    },
  );

  it('is not taken up when its proposal has ended, or has no end', async () => {
    const world = await actingWorld();
    world.setTime(new Date('2026-11-21T08:00:00Z'));
    expect(brief(await world.apply([proposal()]))).toEqual([
      'blocked: The proposal expired at 2026-11-21T08:00:00.000Z.',
    ]);
    expect(brief(await world.apply([proposal({ more: { expires_at: null } })]))).toEqual([
      'blocked: The proposal has already expired.',
    ]);
    expect(await listed(world)).toEqual([]);
  });

  it('waits for a person where one must approve, and heeds a rejection', async () => {
    const world = await actingWorld();
    const [one, other] = [proposal(), proposal({ id: 'run-1-2', creative: 102 })];
    expect(await world.apply([one, other], { approvedOnly: true })).toEqual([]);
    const word = { by: 'ann', detail: 'Yes.' };
    expect(await approveOrReject(world.deps, one, { event: 'approved', ...word })).toBeNull();
    expect(await approveOrReject(world.deps, other, { event: 'rejected', ...word })).toBeNull();
    expect((await world.apply([one, other], { approvedOnly: true })).map(({ result }) => result)).toEqual(['applied']);
    expect(await world.apply([other])).toEqual([]);
    expect(await approveOrReject(world.deps, other, { event: 'approved', ...word })).toEqual({
      code: 'already',
      status: 'rejected',
    });
    expect(await approveOrReject(world.deps, one, { event: 'rejected', ...word })).toEqual({
      code: 'already',
      status: 'applied',
    });
    expect(world.desk.writes).toHaveLength(1);
  });

  it('takes an approval back', async () => {
    const world = await actingWorld();
    const word = { by: 'ann', detail: '' };
    await approveOrReject(world.deps, proposal(), { event: 'approved', ...word });
    expect(await approveOrReject(world.deps, proposal(), { event: 'rejected', ...word })).toBeNull();
    expect(await world.apply([proposal()], { approvedOnly: true })).toEqual([]);
  });

  it('hears no word on a proposal that has ended, or that changes nothing', async () => {
    const world = await actingWorld();
    const word = { event: 'approved', by: 'ann', detail: '' } as const;
    expect(await approveOrReject(world.deps, proposal({ change: null }), word)).toEqual({ code: 'no-change' });
    world.setTime(new Date('2026-11-22T08:00:00Z'));
    expect(await approveOrReject(world.deps, proposal(), word)).toEqual({
      code: 'ended',
      expiresAt: '2026-11-21T08:00:00.000Z',
    });
  });
});

describe('before every write', () => {
  it('the guardrails are read anew: a file that goes away stops the rest', async () => {
    const world = await actingWorld();
    const platform: typeof world.desk.platform = {
      ...world.desk.platform,
      setCreativeStatus: async (change) => {
        await world.objects.delete(keys.guardrails);
        return world.desk.platform.setCreativeStatus(change);
      },
    };
    const done = await world.apply([proposal({ gain: 50 }), proposal({ id: 'run-1-2', creative: 102 })], {
      deps: { ...world.deps, platform },
    });
    expect(brief(done)).toEqual([
      'applied: Written and read back.',
      'blocked: guardrail-file: There are no guardrails (control/guardrails.json), so this is a recommendation and nothing is applied.',
    ]);
  });

  it('the kill switch is read anew, and one that cannot be read stops too', async () => {
    const world = await actingWorld();
    await world.stopWrites(true);
    expect(brief(await world.apply([proposal()]))).toEqual([
      'blocked: stop-writes: Writing was stopped by ann at 2026-11-20T08:00:00.000Z.',
    ]);
    await world.objects.put(keys.stopWrites, encodeText('{'));
    expect(brief(await world.apply([proposal()]))[0]).toMatch(/^blocked: stop-writes: The kill switch cannot be read/);
    await world.stopWrites(false);
    expect(brief(await world.apply([proposal()]))).toEqual(['applied: Written and read back.']);
  });

  it('what was applied counts against the limits of what comes after, over runs', async () => {
    const world = await actingWorld();
    await world.allow({ actions_per_run: 2, actions_per_day: 3 });
    const proposals = [101, 102, 201, 202].map((creative, at) =>
      proposal({ id: `run-1-${at + 1}`, creative, campaign: creative < 200 ? '10' : '20', gain: 50 - at }),
    );
    const results = async () =>
      (await world.apply(proposals)).map(({ result, detail }) => `${result}: ${detail.split(':')[0]}`);
    expect(await results()).toEqual([
      'applied: Written and read back.',
      'applied: Written and read back.',
      'blocked: actions-per-run',
      'blocked: actions-per-run',
    ]);
    expect(await results()).toEqual(['applied: Written and read back.', 'blocked: actions-per-day']);
    expect(world.desk.writes).toHaveLength(3);
  });

  it('the platform is asked for the siblings: a person may have paused them since', async () => {
    const world = await actingWorld();
    world.desk.values.set(`status ${creativeUrn(102)}`, 'PAUSED');
    world.desk.values.delete(`status ${creativeUrn(103)}`);
    expect(brief(await world.apply([proposal()]))).toEqual([
      'blocked: active-creatives: On the platform, the campaign would be left with 0 active ads; the minimum is 1.',
    ]);
    world.desk.values.set(`status ${creativeUrn(102)}`, 'ACTIVE');
    expect(brief(await world.apply([proposal()]))).toEqual(['applied: Written and read back.']);
  });

  it('the deadline is looked at', async () => {
    const world = await actingWorld();
    const deadline = new Date(world.deps.now().getTime() + 59_000);
    expect(await world.apply([proposal()], { deps: { ...world.deps, deadline } })).toEqual([]);
    expect(world.desk.writes).toEqual([]);
  });
});
