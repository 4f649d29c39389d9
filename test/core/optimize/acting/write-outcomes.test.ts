import { describe, expect, it } from 'vitest';
import type { EntityChange } from '../../../../core/contracts/decisions.ts';
import { isChanging } from '../../../../core/domain/proposals.ts';
import { keepsLiveSiblings } from '../../../../core/optimize/acting/live-siblings.ts';
import { carryOut, type Intent } from '../../../../core/optimize/acting/writing.ts';
import { readLife } from '../../../../core/optimize/log/events.ts';
import type { AdWriter } from '../../../../core/ports/ad-changes.ts';
import {
  AccessDeniedError,
  EntityNotFoundError,
  PlatformUnavailableError,
  RequestRefusedError,
  ThrottledError,
} from '../../../../core/ports/ad-platform-errors.ts';
import { actingWorld } from '../../../support/acting-world.ts';
import {
  accountState,
  bidding,
  budgeting,
  campaignState,
  creativeState,
  creativeUrn,
  pausing,
  proposal,
} from '../../../support/decided.ts';

const refusal = { call: 'POST /x', said: 'no', requestId: 'R-9' };
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** A world whose platform fails as told when a bid is set; the bid that is there afterwards is `left`, or cannot be read. */
async function failing(error: Error, left: string | 'unreadable' = '10') {
  const world = await actingWorld();
  const platform: AdWriter = {
    ...world.desk.platform,
    setBid: async () => {
      if (left !== 'unreadable') world.desk.values.set('bid 10', usd(left));
      throw error;
    },
    campaign: async (account, id) => {
      if (left === 'unreadable') throw new ThrottledError(refusal, 'a setting');
      return await world.desk.platform.campaign(account, id);
    },
  };
  const deps = { ...world.deps, platform };
  const two = [
    proposal({ id: 'first', gain: 50, change: bidding(10, 11) }),
    proposal({ id: 'second', campaign: '20', gain: 5 }),
  ];
  const done = await world.apply(two, { deps });
  return { done: done.map(({ decision, result, stops }) => [decision.decision_id, result, stops]), world };
}

const applied = ['second', 'applied', undefined];

describe('a write that ends in an error', () => {
  it.each([
    ['a request that was refused', new RequestRefusedError('400', refusal)],
    ['an entity that is gone', new EntityNotFoundError(refusal)],
  ])('fails alone when it is %s', async (_, error) => {
    const { done, world } = await failing(error);
    expect(done).toEqual([['first', 'failed', undefined], applied]);
    expect(await world.status('first')).toBe('failed');
  });

  it('fails for the whole account where the token may not write', async () => {
    expect((await failing(new AccessDeniedError(refusal))).done).toEqual([['first', 'failed', 'account']]);
  });

  it('fails for the whole run when the cause would meet every other write too', async () => {
    const { done, world } = await failing(new ThrottledError(refusal, 'a setting'));
    expect(done).toEqual([['first', 'failed', 'run']]);
    expect(await world.status('second')).toBe('proposed');
  });

  it('is done when the entity shows the new value, and keeps the number of the request', async () => {
    const { done, world } = await failing(new RequestRefusedError('400', refusal), '11.00');
    expect(done).toEqual([['first', 'applied', undefined], applied]);
    const { events } = await readLife(world.objects, 'first');
    expect(events.map(({ event, request_id }) => [event, request_id])).toEqual([
      ['intended', null],
      ['applied', 'R-9'],
    ]);
  });

  it('keeps the number of the request of what failed', async () => {
    const { world } = await failing(new RequestRefusedError('400', refusal));
    const { events } = await readLife(world.objects, 'first');
    expect(events.map(({ event, request_id, by }) => [event, request_id, by])).toEqual([
      ['intended', null, 'run-2'],
      ['failed', 'R-9', 'run-2'],
    ]);
  });

  it('is void when the entity shows a third value', async () => {
    const { done, world } = await failing(new RequestRefusedError('400', refusal), '15');
    expect(done).toEqual([['first', 'voided', undefined], applied]);
    expect(await world.status('first')).toBe('voided');
  });

  it('stays open and stops the run when the entity cannot be read', async () => {
    const { done, world } = await failing(new RequestRefusedError('400', refusal), 'unreadable');
    expect(done).toEqual([['first', 'open', 'run']]);
    expect(await world.status('first')).toBe('intended');
  });

  it('stays open and stops the run when the platform does not answer, whatever the entity shows', async () => {
    expect((await failing(new PlatformUnavailableError(refusal), '11')).done).toEqual([['first', 'open', 'run']]);
  });

  it('is thrown on when it is a fault of this program', async () => {
    await expect(failing(new TypeError('x is undefined'))).rejects.toThrow('x is undefined');
  });
});

describe('a write', () => {
  const target = {
    platform: 'linkedin',
    account_id: '5',
    campaign_id: '10',
    creative_id: null,
    action: 'raise_bid',
  } as const;
  const intent = (kind: Intent['kind'], change: EntityChange = bidding(10, 11)): Intent => ({
    decisionId: 'd-1',
    kind,
    target,
    change,
    by: 'ann',
    detail: 'why',
  });

  it('is skipped when somebody told of the same moment first: nothing reaches the platform', async () => {
    const world = await actingWorld();
    const before = await readLife(world.objects, 'd-1');
    expect(await carryOut(world.deps, before, intent('apply'))).toMatchObject({ result: 'applied' });
    expect(await carryOut(world.deps, before, intent('apply'))).toMatchObject({ result: 'skipped' });
    expect(world.desk.writes).toEqual(['bid 10: 10.00 > 11']);
  });

  it('is told with what was there before and after, to the letter', async () => {
    const world = await actingWorld();
    await carryOut(world.deps, await readLife(world.objects, 'd-1'), intent('apply'));
    const { events } = await readLife(world.objects, 'd-1');
    expect(
      events.map(({ event, change, detail, request_id }) => [event, change, detail === 'why', request_id]),
    ).toEqual([
      ['intended', bidding(10, 11), true, null],
      ['applied', { field: 'bid', from: usd('10.00'), to: usd('11') }, false, 'W-1'],
    ]);
  });

  it('of an undo is told by the names of undoing', async () => {
    const world = await actingWorld();
    await carryOut(world.deps, await readLife(world.objects, 'd-1'), intent('undo'));
    const { events } = await readLife(world.objects, 'd-1');
    expect(events.map(({ event }) => event)).toEqual(['undo_intended', 'undone']);
  });

  it('that is accepted and not seen yet is open and stops the run', async () => {
    const world = await actingWorld();
    world.desk.faults.push('late');
    const done = await carryOut(world.deps, await readLife(world.objects, 'd-1'), intent('apply'));
    expect([done.result, done.stops]).toEqual(['open', 'run']);
  });

  it('of a budget goes to the budget and of a status to the ad', async () => {
    const world = await actingWorld();
    await world.apply([
      proposal({ id: 'a', gain: 3, change: budgeting(120, 130) }),
      proposal({ id: 'b', gain: 2, campaign: '20', change: bidding(10, 9) }),
      proposal({ id: 'c', gain: 1, campaign: '20', change: pausing }),
    ]);
    expect(world.desk.writes).toEqual([
      'budget 10: 120 > 130',
      'bid 20: 10.00 > 9',
      `status ${creativeUrn(201)}: ACTIVE > PAUSED`,
    ]);
  });
});

describe('a run of writes', () => {
  it('counts what may have been written against the limits, and not what failed', async () => {
    const world = await actingWorld();
    await world.allow({ actions_per_run: 1, actions_per_day: 1 });
    world.desk.faults.push('refused');
    const done = await world.apply([
      proposal({ id: 'a', gain: 3 }),
      proposal({ id: 'b', gain: 2, creative: 102 }),
      proposal({ id: 'c', gain: 1, campaign: '20' }),
    ]);
    expect(done.map(({ result, refusal: why }) => [result, why?.code === 'guardrail' && why.verdict.rule])).toEqual([
      ['failed', false],
      ['applied', false],
      ['blocked', 'actions-per-run'],
    ]);
  });

  it('counts what is open from an earlier run against the limits of a day', async () => {
    const world = await actingWorld();
    await world.allow({ actions_per_run: 1, actions_per_day: 1 });
    world.desk.faults.push('lost');
    await world.apply([proposal({ id: 'a' })]);
    const [next] = await world.apply([proposal({ id: 'b', campaign: '20' })]);
    expect(next?.refusal).toMatchObject({ code: 'guardrail', verdict: { rule: 'actions-per-day' } });
  });

  it('leaves out what changes nothing and what a newer proposal supersedes, each by its code', async () => {
    const world = await actingWorld();
    const proposals = [
      proposal({ id: 'a', gain: 3, change: null, more: { expires_at: '2026-11-21T08:00:00.000Z' } }),
      proposal({ id: 'b', gain: 2 }),
    ];
    const done = await world.apply(proposals, { superseded: new Map([['b', 'c']]) });
    expect(done.map(({ decision, result, refusal: why }) => [decision.decision_id, result, why])).toEqual([
      ['a', 'blocked', { code: 'no-change' }],
      ['b', 'blocked', { code: 'superseded', by: 'c' }],
    ]);
    expect(world.desk.writes).toEqual([]);
  });

  it('logs each decision that it took up, with its result', async () => {
    const world = await actingWorld();
    await world.allow({ actions_per_run: 1 });
    const logged: [string, unknown][] = [];
    const logger = {
      ...world.deps.logger,
      info: (message: string, more?: object) => void logged.push([message, more]),
    };
    await world.apply([proposal({ id: 'a', gain: 90 }), proposal({ id: 'b', campaign: '20' })], {
      deps: { ...world.deps, logger },
    });
    expect(logged).toMatchObject([
      [expect.any(String), { decision_id: 'a', result: 'applied', refusal: undefined }],
      [expect.any(String), { decision_id: 'b', result: 'blocked', refusal: 'guardrail' }],
    ]);
    expect(logged.map(([, more]) => (more as { decision?: unknown }).decision)).toEqual([undefined, undefined]);
  });

  it('goes on within the deadline and ends a minute before it', async () => {
    const world = await actingWorld();
    const until = (seconds: number) => ({
      ...world.deps,
      deadline: new Date(world.deps.now().getTime() + seconds * 1000),
    });
    expect(await world.apply([proposal()], { deps: until(59) })).toEqual([]);
    expect(await world.apply([proposal()], { deps: until(61) })).toMatchObject([{ result: 'applied' }]);
  });
});

describe('the last active ad', () => {
  /** What became of pausing ad 101 of a campaign whose other ads are as told, and which ads the platform was asked for. */
  async function pausingWhere(others: Record<number, string | Error>, kept = 1, more: object = {}) {
    const world = await actingWorld();
    await world.allow({ active_creatives_kept: kept });
    const asked: string[] = [];
    const platform: AdWriter = {
      ...world.desk.platform,
      creative: async (account, urn) => {
        asked.push(urn);
        const found = others[Number(urn.split(':').at(-1))] ?? 'ACTIVE';
        if (found instanceof Error) throw found;
        const [intended = '', review = 'APPROVED'] = found.split(' ');
        return { intended_status: intended, review_status: review, account };
      },
    };
    const states = [
      accountState({ platform: 'meta', campaigns: [] }),
      accountState({ accountId: '6', campaigns: [] }),
      accountState({ campaigns: [campaignState('20'), campaignState('10', more)] }),
    ];
    const [done] = await world.apply([proposal()], { deps: { ...world.deps, platform }, states });
    const rule = done?.refusal?.code === 'guardrail' ? done.refusal.verdict.rule : null;
    return { result: done?.result, rule, asked, writes: world.desk.writes.length };
  }

  it('stays when the platform shows that no other runs, though what was collected says so', async () => {
    const blocked = { result: 'blocked', rule: 'active-creatives', writes: 0 };
    expect(await pausingWhere({ 102: 'PAUSED', 103: 'ACTIVE REJECTED' })).toMatchObject(blocked);
    expect(await pausingWhere({ 102: new EntityNotFoundError(refusal), 103: 'ARCHIVED' })).toMatchObject(blocked);
    expect(await pausingWhere({ 102: 'PAUSED' }, 2)).toMatchObject(blocked);
  });

  it('may go when enough others run on the platform, be they looked at or not', async () => {
    expect(await pausingWhere({ 102: 'PAUSED' })).toMatchObject({ result: 'applied', writes: 1 });
    expect(await pausingWhere({ 102: 'PAUSED', 103: 'ACTIVE PENDING' })).toMatchObject({ result: 'applied' });
    expect(await pausingWhere({}, 2)).toMatchObject({ result: 'applied', writes: 1 });
  });

  it('asks for no more ads than it needs, never for the one that is paused', async () => {
    expect((await pausingWhere({})).asked).toEqual([creativeUrn(102)]);
    expect((await pausingWhere({}, 2)).asked).toEqual([creativeUrn(102), creativeUrn(103)]);
    expect((await pausingWhere({ 102: 'PAUSED' })).asked).toEqual([creativeUrn(102), creativeUrn(103)]);
  });

  it('stays when the others cannot be read, and a fault of this program is thrown on', async () => {
    const unread = await pausingWhere({ 102: new ThrottledError(refusal, 'a setting') });
    expect(unread).toMatchObject({ result: 'blocked', rule: 'active-creatives', writes: 0 });
    await expect(pausingWhere({ 102: new TypeError('x is undefined') })).rejects.toThrow('x is undefined');
  });

  it('has no one beside it that was collected as paused, whatever the platform shows', async () => {
    const creatives = [creativeState(101), creativeState(102, { status: 'PAUSED' }), creativeState(103)];
    expect((await pausingWhere({}, 1, { creatives })).asked).toEqual([creativeUrn(103)]);
  });

  it('is taken for the last where its account or its campaign is not known', async () => {
    const world = await actingWorld();
    const [pause] = [proposal()].filter(isChanging);
    const verdicts = await Promise.all(
      [[], [accountState({ campaigns: [] })]].map((states) =>
        keepsLiveSiblings(world.desk.platform, pause!, states, 1),
      ),
    );
    expect(verdicts).toMatchObject(Array(2).fill({ rule: 'active-creatives', passed: false }));
  });

  it('is no question where no ad is paused', async () => {
    const world = await actingWorld();
    const asked: string[] = [];
    const platform: AdWriter = {
      ...world.desk.platform,
      creative: async (account, urn) => {
        asked.push(urn);
        return await world.desk.platform.creative(account, urn);
      },
    };
    await world.apply([proposal({ change: bidding(10, 11) })], { deps: { ...world.deps, platform } });
    expect([asked, world.desk.writes.length]).toEqual([[], 1]);
  });
});
