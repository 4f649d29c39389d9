import { beforeEach, describe, expect, it } from 'vitest';
import type { Decision, Mode } from '../../../core/contracts/decisions.ts';
import { keys } from '../../../core/contracts/keys.ts';
import type { OptimizerInput } from '../../../core/contracts/stages.ts';
import type { AccountState } from '../../../core/domain/account-state.ts';
import { expiryOf } from '../../../core/domain/proposals.ts';
import { approveOrReject } from '../../../core/optimize/acting/approval.ts';
import type { OptimizerDeps } from '../../../core/optimize/acting/optimizer-deps.ts';
import { readLife } from '../../../core/optimize/log/events.ts';
import type { Metric } from '../../../core/ports/metrics.ts';
import type { Notification } from '../../../core/ports/notifier.ts';
import { encodeJson, encodeText } from '../../../core/running/documents.ts';
import { adsConfig } from '../../../core/settings/config.ts';
import { optimizer } from '../../../core/stages/optimizer.ts';
import { adDesk } from '../../support/ad-desk.ts';
import {
  accountState,
  bidding,
  campaignState,
  creativeState,
  creativeUrn,
  proposal,
  today,
  wideGuardrails,
} from '../../support/decided.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

const twoPauses = [proposal({ id: 'run-1-1', gain: 9 }), proposal({ id: 'run-1-2', creative: 102, gain: 8 })];

/** The stage on a desk of ads, deciding what it is told to. */
async function stage(mode: Mode, decided: readonly Decision[] = twoPauses, states: AccountState[] = [accountState()]) {
  const desk = adDesk();
  const objects = memoryObjects();
  const told: Notification[] = [];
  const warned: string[] = [];
  const sent = new Map<string, number>();
  let time = today;
  let ids = 0;
  const deps: OptimizerDeps = {
    objects,
    platform: desk.platform,
    warehouse: {
      setUp: async () => undefined,
      expose: async () => undefined,
      run: async () => undefined,
      write: async () => undefined,
      rows: async () => [],
      maintain: async () => undefined,
      close: async () => undefined,
    },
    metrics: {
      put: async (namespace: string, metrics: readonly Metric[]) => {
        if (namespace === 'LinkedInAds/Optimizer') for (const { name, value } of metrics) sent.set(name, value);
      },
    },
    notifier: { notify: async (each) => void told.push(each) },
    logger: { info: () => undefined, warn: (message) => warned.push(message) },
    config: adsConfig.parse({ mode }),
    simulated: false,
    now: () => time,
    newId: () => `ID${++ids}`,
    deciding: {
      states: async (_, ownChanges) => states.map((state) => ({ ...state, ownChanges: [...ownChanges] })),
      decide: (_, { runId, at, mode: of }) =>
        decided.map((each, index) => ({
          ...each,
          decision_id: `${runId}-${index + 1}`,
          run_id: runId,
          created_at: at.toISOString(),
          expires_at: expiryOf(at),
          mode: of,
        })),
    },
  };
  const allow = (rails: object = {}) => objects.put(keys.guardrails, encodeJson(wideGuardrails(rails)));
  return {
    deps,
    desk,
    objects,
    told,
    warned,
    sent,
    allow,
    setTime: (iso: string) => {
      time = new Date(iso);
    },
    run: (input: OptimizerInput) => optimizer(input, deps),
    status: async (id: string) => (await readLife(objects, id)).status,
    decisions: async (runId: string, day = '2026-11-20') =>
      new TextDecoder()
        .decode((await objects.get(`decisions/dt=${day}/${runId}.ndjson`))?.body)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Decision),
  };
}

type Stage = Awaited<ReturnType<typeof stage>>;

describe('the optimizer in auto', () => {
  let world: Stage;
  beforeEach(async () => {
    world = await stage('auto');
    await world.allow();
  });

  it('applies what passes the guardrails, and counts what it did', async () => {
    expect(await world.run({ run_id: 'run-1' })).toMatchObject({ mode: 'auto', proposed: 2, applied: 2, blocked: 0 });
    expect(world.desk.writes).toEqual([101, 102].map((each) => `status ${creativeUrn(each)}: ACTIVE > PAUSED`));
    expect(Object.fromEntries(world.sent)).toMatchObject({ TotalActions: 2, CreativesPaused: 2, BidAdjustments: 0 });
    const [first] = await world.decisions('run-1');
    expect([first?.mode, first?.expires_at]).toEqual(['auto', '2026-11-21T08:00:00.000Z']);
    expect(first?.guardrails.every(({ passed }) => passed)).toBe(true);
  });

  it('tells people once, of everything', async () => {
    await world.run({ run_id: 'run-1' });
    expect(world.told).toEqual([
      {
        severity: 'info',
        subject: 'Optimizer: 2 changes applied: 2 × pause creative',
        body: '2 changes applied: 2 × pause creative',
      },
    ]);
  });

  it.each(['bid_optimizer', 'creative_scorer'] as const)(
    'tells people what it did, and then fails, when the %s in production cannot be read',
    async (model) => {
      await world.objects.put(keys.modelLatest(model), encodeText('v7'));
      await expect(world.run({ run_id: 'run-1' })).rejects.toThrow(`${model}`);
      expect(world.desk.writes).toHaveLength(2);
      expect(world.told.map(({ subject }) => subject)).toEqual(['Optimizer: 2 changes applied: 2 × pause creative']);
    },
  );

  it('says which rule held back how many', async () => {
    await world.allow({ actions_per_run: 1, actions_per_day: 1 });
    expect(await world.run({ run_id: 'run-1' })).toMatchObject({ applied: 1, blocked: 1 });
    expect(world.told[0]?.body.split('\n')).toEqual([
      '1 change applied: pause creative',
      'Held back by guardrails: actions-per-run (1)',
      '1 change recommended: npm run ads -- decisions list',
    ]);
  });

  it('does nothing the second time it is asked with the same run id', async () => {
    const first = await world.run({ run_id: 'run-1' });
    expect(await world.run({ run_id: 'run-1' })).toEqual(first);
    expect(world.desk.writes).toHaveLength(2);
    expect(world.told).toHaveLength(1);
  });

  it('leaves one active ad, at most N changes a day, at most a share of spend (acceptance 9)', async () => {
    const creatives = [101, 102, 103, 104].map((each) => creativeState(each));
    const states = [accountState({ campaigns: [campaignState('10', { creatives }), campaignState('20')] })];
    const all = [
      ...creatives.map((_, at) => proposal({ creative: 101 + at })),
      proposal({ campaign: '20', creative: 201 }),
    ];
    const bounds = [
      [{}, 4, 'active-creatives'],
      [{ actions_per_run: 2, actions_per_day: 2 }, 2, 'actions-per-run'],
      [{ actions_per_run: 3, actions_per_day: 3 }, 3, 'actions-per-run'],
      [{ spend_share_per_day: 0.1 }, 2, 'spend-share'],
    ] as const;
    for (const [rails, applied, rule] of bounds) {
      const other = await stage('auto', all, states);
      other.desk.values.set(`status ${creativeUrn(104)}`, 'ACTIVE');
      await other.allow(rails);
      expect([rule, (await other.run({ run_id: 'run-1' })).applied]).toEqual([rule, applied]);
      const bound = (await other.decisions('run-1')).flatMap(({ guardrails }) =>
        guardrails.filter(({ passed }) => !passed),
      );
      expect(bound.map((each) => each.rule)).toContain(rule);
    }
  });

  it('writes nothing while writing is stopped, and says why', async () => {
    await world.objects.put(
      keys.stopWrites,
      encodeJson({ stopped: true, by: 'ann', at: today.toISOString(), reason: 'no' }),
    );
    expect(await world.run({ run_id: 'run-1' })).toMatchObject({ mode: 'auto', applied: 0 });
    expect(world.desk.writes).toEqual([]);
    expect(world.told[0]?.subject).toMatch(/^Optimizer: Writing was stopped by ann at 2026-11-20T08:00:00.000Z: no/);
    const [first] = await world.decisions('run-1');
    expect(first?.guardrails[0]).toMatchObject({ rule: 'stop-writes', passed: false });
  });

  it('tells of trouble that stands once a day, not once a run', async () => {
    await world.objects.delete(keys.guardrails);
    await world.run({ run_id: 'run-1' });
    world.setTime('2026-11-20T09:00:00Z');
    await world.run({ run_id: 'run-2' });
    expect(world.told.map(({ severity }) => severity)).toEqual(['error', 'info']);
    world.setTime('2026-11-21T09:00:00Z');
    await world.run({ run_id: 'run-3' });
    expect(world.told.map(({ severity }) => severity)).toEqual(['error', 'info', 'error']);
  });

  it('finds on the next run what was left open, and counts it until then', async () => {
    world.desk.faults.push('lost');
    expect(await world.run({ run_id: 'run-1' })).toMatchObject({ applied: 0, open: 1 });
    expect(world.told[0]).toMatchObject({
      severity: 'error',
      subject: expect.stringMatching(/^Optimizer: 1 change may or may not have been written\./),
    });
    world.setTime('2026-11-20T20:00:00Z');
    expect(await world.run({ run_id: 'run-2' })).toMatchObject({
      open: 0,
      outcomes: [
        { decision_id: 'run-1-1', result: 'applied', detail: 'Found written after an interruption.' },
        // the same ad is left alone by then
        { decision_id: 'run-2-2', result: 'applied' },
      ],
    });
    expect(world.sent.get('CreativesPaused')).toBe(2);
    expect(await world.status('run-1-1')).toBe('applied');
  });

  it('undoes by itself what very likely does harm', async () => {
    await world.run({ run_id: 'run-1' });
    world.deps.deciding = {
      ...world.deps.deciding!,
      decide: () => [],
      review: async () => [{ decision_id: 'run-1-1', reason: 'It lost money.' }],
    };
    world.setTime('2026-11-25T08:00:00Z');
    expect(await world.run({ run_id: 'run-2' })).toMatchObject({ undone: 1 });
    expect(world.desk.values.get(`status ${creativeUrn(101)}`)).toBe('ACTIVE');
    world.setTime('2026-11-26T08:00:00Z');
    expect(await world.run({ run_id: 'run-3' })).toMatchObject({ undone: 0, outcomes: [{ result: 'refused' }] });
  });
});

describe('the optimizer without guardrails that can be used (acceptance 10)', () => {
  it.each<[string, string | null]>([
    ['no file', null],
    ['a broken file', '{'],
    ['a file with an unknown key', JSON.stringify({ ...wideGuardrails(), limit: 3 })],
  ])('only recommends, loudly: %s', async (_, text) => {
    const world = await stage('auto');
    if (text !== null) await world.objects.put(keys.guardrails, encodeText(text));
    expect(await world.run({ run_id: 'run-1' })).toMatchObject({ mode: 'recommend', proposed: 2, applied: 0 });
    expect(world.desk.writes).toEqual([]);
    expect(world.warned).toHaveLength(1);
    expect(world.warned[0]).toMatch(/nothing is applied/);
    expect(world.told).toHaveLength(1);
    expect(world.told[0]).toMatchObject({ severity: 'error', subject: expect.stringMatching(/nothing is applied/) });
    const decisions = await world.decisions('run-1');
    expect(decisions.map(({ guardrails }) => guardrails.map(({ rule, passed }) => [rule, passed]))).toEqual(
      Array(2).fill([['guardrail-file', false]]),
    );
    expect(decisions.map(({ mode }) => mode)).toEqual(['recommend', 'recommend']);
  });

  it('does not take up what is named either', async () => {
    const world = await stage('approve');
    await world.run({ run_id: 'run-1' });
    const [first] = await world.decisions('run-1');
    await approveOrReject(world.deps, first!, { event: 'approved', by: 'ann', detail: '' });
    expect(await world.run({ apply: ['run-1-1'] })).toMatchObject({
      applied: 0,
      outcomes: [{ decision_id: 'run-1-1', result: 'blocked', detail: expect.stringMatching(/^guardrail-file: /) }],
    });
  });
});

describe('the optimizer in the other modes', () => {
  it('recommends by default and writes nothing', async () => {
    const world = await stage('recommend');
    await world.allow();
    expect(await world.run({ run_id: 'run-1' })).toMatchObject({ mode: 'recommend', proposed: 2, applied: 0 });
    expect(world.desk.writes).toEqual([]);
    expect(world.told).toEqual([
      {
        severity: 'info',
        subject: 'Optimizer: 2 changes recommended: npm run ads -- decisions list',
        body: '2 changes recommended: npm run ads -- decisions list',
      },
    ]);
    expect(await world.run({ apply: ['run-1-1'] })).toMatchObject({
      outcomes: [
        {
          result: 'blocked',
          detail: 'The mode is "recommend", so nothing is applied. Set "mode" to "approve" in ads.config.json.',
        },
      ],
    });
  });

  it('applies what a person approved, at once when it is named, else with the next run', async () => {
    const world = await stage('approve');
    await world.allow();
    await world.run({ run_id: 'run-1' });
    expect(world.desk.writes).toEqual([]);
    const [first, second] = await world.decisions('run-1');
    const word = { event: 'approved', by: 'ann', detail: '' } as const;
    expect(await world.run({ apply: ['run-1-1', 'nobody-1'] })).toMatchObject({
      outcomes: [
        { decision_id: 'nobody-1', result: 'refused', detail: 'There is no such decision.' },
        {
          decision_id: 'run-1-1',
          result: 'refused',
          detail: 'It was not applied: someone had already acted on it, it is not approved, or the run ended first.',
        },
      ],
    });
    expect(first?.decision_id).toBe('run-1-1');
    expect(await world.run({ approve: ['run-1-1'], by: 'ann' })).toMatchObject({ applied: 1, proposed: 0 });
    expect((await readLife(world.objects, 'run-1-1')).events.map(({ event, by }) => `${event} by ${by}`)).toEqual([
      'approved by ann',
      'intended by ann (ID2)',
      'applied by ann (ID2)',
    ]);
    expect(await world.run({ approve: ['run-1-1'], by: 'ann' })).toMatchObject({
      applied: 0,
      outcomes: [{ result: 'refused', detail: 'It is already applied.' }],
    });
    await approveOrReject(world.deps, second!, word);
    world.setTime('2026-11-20T12:00:00Z');
    expect(await world.run({ run_id: 'run-2' })).toMatchObject({
      applied: 1,
      outcomes: [{ decision_id: 'run-1-2', result: 'applied' }],
    });
    expect(world.desk.writes).toHaveLength(2);
  });

  it('heeds a rejection, also in auto', async () => {
    const world = await stage('approve');
    await world.allow();
    await world.run({ run_id: 'run-1' });
    world.deps.platform = undefined;
    expect(await world.run({ reject: ['run-1-1', 'run-1-9'], by: 'ann' })).toMatchObject({
      outcomes: [
        { decision_id: 'run-1-9', result: 'refused' },
        { decision_id: 'run-1-1', result: 'rejected', detail: 'Rejected by ann.' },
      ],
    });
    expect(await world.status('run-1-1')).toBe('rejected');
  });

  it('lets the newest proposal count when it runs again: to approving, to applying and to what people are told', async () => {
    const world = await stage('approve');
    await world.run({ run_id: 'run-1' });
    world.setTime('2026-11-20T12:00:00Z');
    await world.run({ run_id: 'run-2' });
    await world.allow();
    const newer = (id: string) =>
      `It was superseded by ${id}, a newer proposal for the same change. Decide on that one instead.`;
    expect(await world.run({ approve: ['run-1-1'], apply: ['run-1-2'], by: 'ann' })).toMatchObject({
      applied: 0,
      outcomes: [
        { decision_id: 'run-1-1', result: 'refused', detail: newer('run-2-1') },
        { decision_id: 'run-1-2', result: 'refused' },
      ],
    });
    expect(await world.run({ approve: ['run-2-1'], by: 'ann' })).toMatchObject({ applied: 1 });
    expect(await world.run({ reject: ['run-1-2'], by: 'ann' })).toMatchObject({ outcomes: [{ result: 'rejected' }] });
    expect(world.desk.writes).toHaveLength(1);
  });

  it('tells people nothing of what a newer run has proposed anew', async () => {
    const world = await stage('recommend');
    world.setTime('2026-11-20T12:00:00Z');
    await world.run({ run_id: 'run-2' });
    expect(world.told.map(({ body }) => body)).toEqual(['2 changes recommended: npm run ads -- decisions list']);
    world.setTime('2026-11-20T08:00:00Z');
    await world.run({ run_id: 'run-1' });
    expect(world.told).toHaveLength(1);
  });

  it('applies what a person approved before another proposal for the same change, in auto too', async () => {
    const world = await stage('approve');
    await world.allow({ cool_down_hours: 0 });
    await world.run({ run_id: 'run-1' });
    const [first] = await world.decisions('run-1');
    await approveOrReject(world.deps, first!, { event: 'approved', by: 'ann', detail: '' });
    world.setTime('2026-11-20T12:00:00Z');
    world.deps.config = adsConfig.parse({ mode: 'auto' });
    const { outcomes } = await world.run({ run_id: 'run-2' });
    expect(outcomes.map(({ decision_id, result }) => [decision_id, result])).toEqual([
      ['run-1-1', 'applied'],
      ['run-2-2', 'applied'],
    ]);
  });

  it('leaves an approval alone for which a newer one was taken up', async () => {
    const world = await stage('approve');
    await world.run({ run_id: 'run-1' });
    const [first] = await world.decisions('run-1');
    await approveOrReject(world.deps, first!, { event: 'approved', by: 'ann', detail: '' });
    world.setTime('2026-11-20T12:00:00Z');
    await world.run({ run_id: 'run-2' });
    await world.allow({ cool_down_hours: 0 });
    expect(await world.run({ approve: ['run-2-1'], by: 'ann' })).toMatchObject({ applied: 1 });
    expect(await world.run({ apply: ['run-1-1'], by: 'ann' })).toMatchObject({
      blocked: 1,
      outcomes: [{ detail: expect.stringMatching(/^It was superseded by run-2-1, /) }],
    });
    expect(await world.run({ run_id: 'run-3' })).toMatchObject({ outcomes: [] });
  });

  it('leaves an approval alone for which a newer one is given in the same request', async () => {
    const world = await stage('approve');
    await world.run({ run_id: 'run-1' });
    const [first] = await world.decisions('run-1');
    await approveOrReject(world.deps, first!, { event: 'approved', by: 'ann', detail: '' });
    world.setTime('2026-11-20T12:00:00Z');
    await world.run({ run_id: 'run-2' });
    await world.allow({ cool_down_hours: 0 });
    const { outcomes } = await world.run({ approve: ['run-2-1'], apply: ['run-1-1'], by: 'ann' });
    expect(outcomes.map(({ decision_id, result }) => [decision_id, result])).toEqual([
      ['run-1-1', 'blocked'],
      ['run-2-1', 'applied'],
    ]);
  });

  it('forgets an approval that nobody could take up in time', async () => {
    const world = await stage('approve');
    await world.allow();
    await world.run({ run_id: 'run-1' });
    const [first] = await world.decisions('run-1');
    await approveOrReject(world.deps, first!, { event: 'approved', by: 'ann', detail: '' });
    world.setTime('2026-11-21T08:00:00Z');
    expect(await world.run({ run_id: 'run-2' })).toMatchObject({ outcomes: [] });
    expect(world.desk.writes).toEqual([]);
  });

  it('restores the exact former value and refuses twice (acceptance 11)', async () => {
    const world = await stage('auto', [proposal({ change: bidding(10, 11) })]);
    await world.allow();
    await world.run({ run_id: 'run-1' });
    expect(world.desk.values.get('bid 10')).toEqual({ amount: '11', currency: 'USD' });
    expect(await world.run({ undo: ['run-1-1'], by: 'ann' })).toMatchObject({ undone: 1 });
    expect(world.desk.values.get('bid 10')).toEqual({ amount: '10.00', currency: 'USD' });
    expect(await world.run({ undo: ['run-1-1'], by: 'ann' })).toMatchObject({
      undone: 0,
      outcomes: [
        {
          result: 'refused',
          detail: expect.stringMatching(/^It was already undone at .* by ann\. A change is undone only once\.$/),
        },
      ],
    });
    expect(world.desk.writes).toEqual(['bid 10: 10.00 > 11', 'bid 10: 11 > 10.00']);
  });

  it('says that it cannot write where there is no platform', async () => {
    const world = await stage('auto');
    await world.allow();
    world.deps.platform = undefined;
    expect(await world.run({ run_id: 'run-1' })).toMatchObject({ applied: 0, proposed: 2 });
    await expect(world.run({ undo: ['run-1-1'] })).rejects.toThrow('There is no platform to write to');
  });
});
