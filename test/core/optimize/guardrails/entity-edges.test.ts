import { describe, expect, it } from 'vitest';
import type { CampaignState, OwnChange } from '../../../../core/domain/account-state.ts';
import {
  boundBy,
  byStake,
  checkGuardrails,
  type GuardrailContext,
  inOrderOfStake,
  isAllowed,
} from '../../../../core/optimize/guardrails/check.ts';
import {
  accountState,
  applied,
  bidding,
  budgeting,
  campaignState,
  creativeState,
  creativeUrn,
  type Proposal,
  proposal,
  today,
  wideGuardrails,
} from '../../../support/decided.ts';

type Narrowed = Partial<GuardrailContext> & { rails?: object };

const contextOf = ({ rails, ...context }: Narrowed): GuardrailContext => ({
  guardrails: wideGuardrails(rails),
  states: [accountState()],
  ownChanges: [],
  stopWrites: null,
  now: today,
  ...context,
});

/** Whether a rule let the proposal pass. */
const passes = (rule: string, proposed: Proposal = {}, context: Narrowed = {}): boolean | undefined =>
  checkGuardrails([proposal(proposed)], contextOf(context))[0]?.guardrails.find((each) => each.rule === rule)?.passed;

const withCampaign = (more: Partial<CampaignState>): Narrowed => ({
  states: [accountState({ campaigns: [campaignState('10', more), campaignState('20')] })],
});
const hoursAgo = (hours: number): Date => new Date(today.getTime() - hours * 3_600_000);
const ofCampaign = (more: Partial<OwnChange>): OwnChange =>
  applied({ creativeId: null, action: 'raise_bid', from: 10, to: 11, ...more });
const resuming = { field: 'creative_status', from: 'PAUSED', to: 'ACTIVE' } as const;

describe('what is protected', () => {
  const kept = (names: object, proposed: Proposal = {}, context: Narrowed = {}) =>
    passes('protected-entity', proposed, { rails: { protected: names }, ...context });

  it('is the campaign, the ad or the group that is named, by digits or by URN, and no other', () => {
    expect(kept({ campaigns: ['10'] })).toBe(false);
    expect(kept({ campaigns: ['20', 'urn:li:sponsoredCampaign:10'] })).toBe(false);
    expect(kept({ campaigns: ['1', '100', '20'] })).toBe(true);
    expect(kept({ creatives: ['101'] })).toBe(false);
    expect(kept({ creatives: ['102', creativeUrn(101)] })).toBe(false);
    expect(kept({ creatives: ['01', '102'] })).toBe(true);
    expect(kept({ campaign_groups: ['urn:li:sponsoredCampaignGroup:900'] })).toBe(false);
    expect(kept({ campaign_groups: ['90'] })).toBe(true);
  });

  it('is not an ad where the campaign as a whole is changed', () => {
    expect(kept({ creatives: ['101'] }, { change: bidding(10, 11) })).toBe(true);
  });

  it('is what may be in a protected group, as its own is not known', () => {
    const unknown = withCampaign({ campaignGroupId: null });
    expect(kept({ campaign_groups: ['1'] }, {}, unknown)).toBe(false);
    expect(kept({ campaign_groups: ['1'] }, { campaign: '77' })).toBe(false);
    expect(kept({}, {}, unknown)).toBe(true);
    expect(kept({ campaigns: ['77'] }, { campaign: '77' })).toBe(false);
  });
});

describe('quiet hours', () => {
  const at = (time: string, ...spans: [string, string][]) =>
    passes(
      'quiet-hours',
      {},
      {
        rails: { quiet_hours: spans.map(([from, to]) => ({ from, to })) },
        now: new Date(`2026-11-20T${time}:00Z`),
      },
    );

  it('hold from their first minute to the one before their end', () => {
    const times = ['08:59', '09:00', '16:59', '17:00'];
    expect(times.map((time) => at(time, ['09:00', '17:00']))).toEqual([true, false, false, true]);
  });

  it('hold over midnight', () => {
    const times = ['05:59', '06:00', '12:00', '21:59', '22:00', '00:00'];
    expect(times.map((time) => at(time, ['22:00', '06:00']))).toEqual([false, true, true, true, false, false]);
  });

  it('hold at no time where they begin when they end', () => {
    expect([at('09:00', ['09:00', '09:00']), at('08:00', ['09:00', '09:00'])]).toEqual([true, true]);
  });

  it('hold in each of several spans', () => {
    expect([
      at('02:00', ['01:00', '03:00'], ['12:00', '13:00']),
      at('12:30', ['01:00', '03:00'], ['12:00', '13:00']),
    ]).toEqual([false, false]);
  });
});

describe('the evidence', () => {
  const enough = (least: object, proposed: Proposal = {}) =>
    passes('minimum-evidence', proposed, {
      rails: { minimum_evidence: { impressions: 0, results: 0, probability: 0.5, ...least } },
    });

  it('is enough on each of its limits and too little one step below', () => {
    // 60,000 impressions, 126 results, 480 USD, a probability of 97 %
    expect([enough({ impressions: 60_000 }), enough({ impressions: 60_001 })]).toEqual([true, false]);
    expect([enough({ results: 126 }), enough({ results: 126.5 })]).toEqual([true, false]);
    expect([enough({ cost: { USD: 480 } }), enough({ cost: { USD: 480.01 } })]).toEqual([true, false]);
    expect([enough({ probability: 0.97 }), enough({ probability: 0.971 })]).toEqual([true, false]);
  });

  it('is limited by cost only in its own currency', () => {
    expect(enough({ cost: { EUR: 1000 } })).toBe(true);
    expect(enough({ cost: { EUR: 1000 } }, { evidence: { cost: null } })).toBe(true);
    expect(enough({ cost: { USD: 0.01 } }, { evidence: { cost: null } })).toBe(false);
  });

  it('is too little where nobody knows how probable it is', () => {
    expect(enough({}, { more: { probability: null } })).toBe(false);
  });

  it('may end on the newest mature day and not after it', () => {
    const ends = (through: string) => passes('mature-days', { evidence: { through } });
    expect([ends('2026-11-11'), ends('2026-11-12'), ends('2026-11-13')]).toEqual([true, true, false]);
    expect(passes('mature-days', { more: { account_id: '77' } })).toBe(false);
  });

  it('may be as many days old as is said and no more', () => {
    const newest = (newestDay: string | null) => passes('fresh-data', {}, { states: [accountState({ newestDay })] });
    expect([newest('2026-11-17'), newest('2026-11-16'), newest(null)]).toEqual([true, false, false]);
    expect(passes('fresh-data', { more: { account_id: '77' } })).toBe(false);
    const late = { now: new Date('2026-11-20T23:59:00Z'), states: [accountState({ newestDay: '2026-11-17' })] };
    expect(passes('fresh-data', {}, late)).toBe(true);
  });
});

describe('the cool-down', () => {
  const cool = (own: OwnChange[], proposed: Proposal = {}) => passes('cool-down', proposed, { ownChanges: own });

  it('ends with its last hour, be it after a change or after its undoing', () => {
    expect(cool([applied({ appliedAt: hoursAgo(71.9) })])).toBe(false);
    expect(cool([applied({ appliedAt: hoursAgo(72) })])).toBe(true);
    expect(cool([applied({ appliedAt: hoursAgo(200), undoneAt: hoursAgo(71.9) })])).toBe(false);
    expect(cool([applied({ appliedAt: hoursAgo(200), undoneAt: hoursAgo(72) })])).toBe(true);
  });

  it('counts from the newest of several changes, in whatever order they come', () => {
    const both = [applied({ appliedAt: hoursAgo(10) }), applied({ appliedAt: hoursAgo(500) })];
    expect([cool(both), cool(both.toReversed())]).toEqual([false, false]);
  });

  it('is of the same ad of the same campaign', () => {
    const just = { appliedAt: hoursAgo(1) };
    expect(cool([applied({ ...just, creativeId: creativeUrn(102) })])).toBe(true);
    expect(cool([applied({ ...just, campaignId: '20' })])).toBe(true);
    expect(cool([ofCampaign(just)])).toBe(true);
    expect(cool([applied(just)], { change: bidding(10, 11) })).toBe(true);
    expect(cool([ofCampaign(just)], { change: budgeting(120, 130) })).toBe(false);
  });
});

describe('the learning phase', () => {
  const learned = (proposed: Proposal, context: Narrowed = {}) => passes('learning-phase', proposed, context);
  const pausing: Proposal = {};
  const raising: Proposal = { change: bidding(10, 11) };

  it('ends with its last hour', () => {
    expect(learned(raising, withCampaign({ startsAt: hoursAgo(119.9) }))).toBe(false);
    expect(learned(raising, withCampaign({ startsAt: hoursAgo(120) }))).toBe(true);
  });

  it('begins with the first day that has figures where no start is known, and forbids where there is none', () => {
    const since = (first: string) => ({
      startsAt: null,
      days: campaignState('10').days.filter(({ date }) => date >= first),
    });
    expect(learned(raising, withCampaign(since('2026-11-15')))).toBe(true);
    expect(learned(raising, withCampaign(since('2026-11-16')))).toBe(false);
    expect(learned(raising, withCampaign({ startsAt: null, days: [] }))).toBe(false);
    expect(learned({ campaign: '77' })).toBe(false);
  });

  it('of an ad begins when it was first seen, and forbids where nobody saw it', () => {
    const seen = (firstSeen: string | null) =>
      withCampaign({ creatives: [creativeState(101, { firstSeen }), creativeState(102), creativeState(103)] });
    expect(learned(pausing, seen('2026-11-15'))).toBe(true);
    expect(learned(pausing, seen('2026-11-16'))).toBe(false);
    expect(learned(pausing, seen(null))).toBe(false);
    expect(learned({ creative: 102 }, seen('2026-11-16'))).toBe(true);
  });

  it('holds an ad that is to run again only as long as its campaign is young', () => {
    const seen = { creatives: [creativeState(101, { firstSeen: '2026-11-19' }), creativeState(102)] };
    expect(learned({ change: resuming }, withCampaign(seen))).toBe(true);
    expect(learned({ change: resuming }, withCampaign({ startsAt: hoursAgo(10) }))).toBe(false);
    expect(learned(pausing, withCampaign({ startsAt: hoursAgo(10) }))).toBe(false);
  });

  it('of a campaign begins anew when we change its bid or its budget, or undo that, and not when we pause an ad', () => {
    const learnedAfter = (own: OwnChange) => learned(raising, { ownChanges: [own] });
    expect(learnedAfter(ofCampaign({ appliedAt: hoursAgo(119) }))).toBe(false);
    expect(learnedAfter(ofCampaign({ action: 'raise_budget', appliedAt: hoursAgo(119) }))).toBe(false);
    expect(learnedAfter(ofCampaign({ appliedAt: hoursAgo(500), undoneAt: hoursAgo(119) }))).toBe(false);
    expect(learnedAfter(ofCampaign({ appliedAt: hoursAgo(120) }))).toBe(true);
    expect(learnedAfter(ofCampaign({ campaignId: '20', appliedAt: hoursAgo(1) }))).toBe(true);
    expect(learnedAfter(applied({ appliedAt: hoursAgo(1) }))).toBe(true);
    expect(learned(pausing, { ownChanges: [ofCampaign({ appliedAt: hoursAgo(1) })] })).toBe(true);
  });

  it.each(['bid', 'dailyBudget'] as const)('begins anew on the day on which anybody set another %s', (field) => {
    const setOn = (date: string) =>
      withCampaign({ days: campaignState('10').days.map((day) => ({ ...day, [field]: day.date < date ? 7 : 8 })) });
    expect(learned(raising, setOn('2026-11-15'))).toBe(true);
    expect(learned(raising, setOn('2026-11-16'))).toBe(false);
    expect(learned(pausing, setOn('2026-11-16'))).toBe(true);
  });

  it('does not begin anew on the first day of which there are figures, where the campaign began long before', () => {
    const days = campaignState('10').days.filter(({ date }) => date >= '2026-11-18');
    expect(learned(raising, withCampaign({ days }))).toBe(true);
  });

  it('does not begin anew on days of which the bid is not known', () => {
    const days = (before: number) =>
      campaignState('10').days.map((day) => ({
        ...day,
        bid: day.date < '2026-11-16' ? before : day.date < '2026-11-18' ? null : 10,
      }));
    expect(learned(raising, withCampaign({ days: days(10) }))).toBe(true);
    expect(learned(raising, withCampaign({ days: days(9) }))).toBe(false);
  });
});

describe('an amount', () => {
  const step = (proposed: Proposal, rails: object = {}) => passes('change-per-step', proposed, { rails });

  it('may move as far in one step as is said, up and down', () => {
    const moves = [bidding(10, 12), bidding(10, 12.01), bidding(10, 8), bidding(10, 7.99)];
    expect(moves.map((change) => step({ change }))).toEqual([true, false, true, false]);
    // 0.1 + 0.2 is not 0.3: what comes from exact decimals is not held for a step too far
    expect(step({ change: bidding(0.1, 0.12) })).toBe(true);
  });

  it('is limited for bids and for budgets apart', () => {
    const rails = {
      bid: { floor: { USD: 2 }, ceiling: { USD: 30 }, change_per_step: 0.05 },
      daily_budget: { floor: { USD: 10 }, ceiling: { USD: 500 }, change_per_step: 0.3 },
    };
    expect([step({ change: bidding(10, 11) }, rails), step({ change: budgeting(100, 125) }, rails)]).toEqual([
      false,
      true,
    ]);
  });

  it('may not move from what is not known, or into another currency', () => {
    expect(step({ change: bidding(0, 5) })).toBe(false);
    const change = {
      field: 'bid',
      from: { amount: '10', currency: 'EUR' },
      to: { amount: '10', currency: 'USD' },
    } as const;
    expect([step({ change }), passes('change-per-week', { change })]).toEqual([false, false]);
  });

  it('is no matter where an ad is paused', () => {
    const rules = ['change-per-step', 'change-per-week', 'floor-and-ceiling'];
    expect(
      rules.map((rule) =>
        passes(rule, {}, { rails: { bid: { floor: {}, ceiling: {} }, daily_budget: { floor: {}, ceiling: {} } } }),
      ),
    ).toEqual([true, true, true]);
  });

  it('may be its floor or its ceiling and not beyond', () => {
    const within = (change: ReturnType<typeof bidding>) =>
      passes('floor-and-ceiling', { change }, { rails: { bid: { floor: { USD: 9 }, ceiling: { USD: 11 } } } });
    const moves = [bidding(10, 9), bidding(10, 8.99), bidding(10, 11), bidding(10, 11.01)];
    expect(moves.map(within)).toEqual([true, false, true, false]);
    // beyond the range it may come back, and go no further away
    expect([bidding(14, 12), bidding(6, 8), bidding(14, 15), bidding(8, 7), bidding(8, 8)].map(within)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('needs both a floor and a ceiling in its currency, which is that of the account', () => {
    const within = (floor: object, ceiling: object, more: Proposal['more'] = {}, to = 11) =>
      passes(
        'floor-and-ceiling',
        { change: bidding(10, to), more },
        {
          guardrails: {
            ...wideGuardrails(),
            bid: { change_per_step: 0.2, change_per_week: 0.4, floor: { ...floor }, ceiling: { ...ceiling } },
          },
        },
      );
    const usd = (amount: number) => ({ USD: amount });
    expect([within(usd(2), usd(30)), within({}, usd(30)), within(usd(2), {})]).toEqual([true, false, false]);
    expect(within(usd(2), usd(30), { currency: 'EUR' })).toBe(false);
    expect([within(usd(2), {}, {}, 9), within(usd(2), usd(30), {}, 9)]).toEqual([false, true]);
  });
});

describe('the change of a week', () => {
  const week = (own: OwnChange[], change = bidding(12.5, 14)) =>
    passes('change-per-week', { change }, { ownChanges: own });

  it('is held against the value before our first change of the last seven days', () => {
    const first = ofCampaign({ from: 10, to: 11, appliedAt: hoursAgo(6 * 24) });
    const second = ofCampaign({ from: 11, to: 12.5, appliedAt: hoursAgo(3 * 24) });
    expect([week([first, second]), week([first, second], bidding(12.5, 14.01))]).toEqual([true, false]);
    expect(week([first, second], bidding(12.5, 15))).toBe(false);
    expect(week([second], bidding(12.5, 15))).toBe(true);
  });

  it('forgets what is a week old', () => {
    const old = (hours: number) => week([ofCampaign({ from: 10, appliedAt: hoursAgo(hours) })], bidding(12.5, 15));
    expect([old(168), old(167.9)]).toEqual([true, false]);
  });

  it('forgets other campaigns, other fields and changes of ads', () => {
    const recent = { from: 10, appliedAt: hoursAgo(24) };
    const raised = bidding(12.5, 15);
    expect(week([ofCampaign({ ...recent, campaignId: '20' })], raised)).toBe(true);
    expect(week([ofCampaign({ ...recent, action: 'raise_budget' })], raised)).toBe(true);
    expect(week([applied({ appliedAt: hoursAgo(24) })], raised)).toBe(true);
    expect(week([ofCampaign({ ...recent, action: 'lower_bid' })], raised)).toBe(false);
    expect(week([ofCampaign({ ...recent, action: 'raise_budget', from: 100 })], budgeting(125, 150))).toBe(false);
  });

  it('is held against what is there now where the former value is not known', () => {
    expect(week([ofCampaign({ from: null, appliedAt: hoursAgo(24) })])).toBe(true);
  });
});

describe('the ads that a campaign keeps', () => {
  const keeps = (creatives: CampaignState['creatives'], kept: number, ownChanges: OwnChange[] = []) =>
    passes(
      'active-creatives',
      {},
      { ...withCampaign({ creatives }), rails: { active_creatives_kept: kept }, ownChanges },
    );
  const three = [101, 102, 103].map((each) => creativeState(each));

  it('are as many as is said', () => {
    expect([keeps(three, 2), keeps(three, 3)]).toEqual([true, false]);
  });

  it('are those that run, be they approved or not looked at, and not those that were refused', () => {
    const other = (more: object) => keeps([creativeState(101), creativeState(102, more)], 1);
    expect([other({}), other({ approved: null }), other({ approved: false })]).toEqual([true, true, false]);
    expect([other({ status: 'PAUSED' }), other({ status: null })]).toEqual([false, false]);
  });

  it('are not those that we paused in the last week and that still are', () => {
    const two = three.slice(0, 2);
    const paused = (more: Partial<OwnChange>) =>
      keeps(two, 1, [applied({ creativeId: creativeUrn(102), appliedAt: hoursAgo(100), ...more })]);
    expect(paused({})).toBe(false);
    expect(paused({ undoneAt: hoursAgo(50) })).toBe(true);
    expect(paused({ from: 'PAUSED', to: 'ACTIVE' })).toBe(true);
    expect(paused({ creativeId: creativeUrn(201) })).toBe(true);
    expect([paused({ appliedAt: hoursAgo(168) }), paused({ appliedAt: hoursAgo(167.9) })]).toEqual([true, false]);
  });

  it('are none in a campaign that is not known, and no matter where nothing is paused', () => {
    expect(passes('active-creatives', { campaign: '77' })).toBe(false);
    const alone = withCampaign({ creatives: [creativeState(101)] });
    expect(passes('active-creatives', { change: resuming }, alone)).toBe(true);
    expect(passes('active-creatives', { change: bidding(10, 11) }, alone)).toBe(true);
  });
});

describe('a change', () => {
  it('is of an entity that was collected: its campaign, and its ad if it is of one', () => {
    const known = (proposed: Proposal) => passes('known-entity', proposed);
    expect(known({})).toBe(true);
    expect(known({ creative: 999 })).toBe(false);
    expect(known({ creative: 201 })).toBe(false);
    expect(known({ change: bidding(10, 11) })).toBe(true);
    expect(known({ campaign: '77', change: bidding(10, 11) })).toBe(false);
    expect(known({ more: { account_id: '77' } })).toBe(false);
  });

  it('may require another that was applied and stands', () => {
    const required = (own: OwnChange[]) =>
      passes('required-change', { more: { requires: 'first' } }, { ownChanges: own });
    expect(required([])).toBe(false);
    expect(required([applied({ decisionId: 'other' })])).toBe(false);
    expect(required([applied({ decisionId: 'other' }), applied({ decisionId: 'first' })])).toBe(true);
    expect(required([applied({ decisionId: 'first', undoneAt: today })])).toBe(false);
    expect(passes('required-change')).toBe(true);
  });

  it('is allowed when every verdict passed, and not when there is none', () => {
    const good = { rule: 'a', passed: true, detail: '' };
    const bad = { rule: 'b', passed: false, detail: '' };
    const judged = (guardrails: object[], change?: null) =>
      proposal({ ...(change === null && { change }), more: { guardrails } as object });
    expect(isAllowed(judged([good]))).toBe(true);
    expect(isAllowed(judged([good, bad]))).toBe(false);
    expect(isAllowed(judged([]))).toBe(false);
    expect(isAllowed(judged([good], null))).toBe(false);
    expect(boundBy(judged([good, bad, { ...bad, rule: 'c' }]))?.rule).toBe('b');
    expect(boundBy(judged([good]))).toBeUndefined();
  });

  it('keeps the verdicts of others when the guardrails are asked, and loses what they said before', () => {
    const before = ['guardrail-file', 'stop-writes', 'daily-spend-cap', 'foreign'].map((rule) => ({
      rule,
      passed: false,
      detail: '',
    }));
    const asked = (context: GuardrailContext) =>
      checkGuardrails([proposal({ more: { guardrails: before } })], context)[0]?.guardrails ?? [];
    expect(asked({ ...contextOf({}), guardrails: null }).map(({ rule }) => rule)).toEqual([
      'foreign',
      'guardrail-file',
    ]);
    const [foreign, ...rules] = asked(contextOf({}));
    expect(foreign?.rule).toBe('foreign');
    expect(rules.map(({ passed }) => passed)).toEqual(Array(19).fill(true));
  });

  it('is not judged where there is none, with guardrails or without', () => {
    const kept = proposal({ change: null });
    expect(checkGuardrails([kept], { ...contextOf({}), guardrails: null })).toEqual([kept]);
    expect(checkGuardrails([kept], contextOf({}))).toEqual([kept]);
  });
});

describe('the order in which changes are judged', () => {
  const order = (...proposed: Proposal[]) =>
    inOrderOfStake(proposed.map((each) => proposal(each))).map((each) => each.decision_id);

  it('is by the expected gain, else by the expected waste, else by id', () => {
    expect(order({ id: 'a', gain: 1 }, { id: 'b', gain: 3 }, { id: 'c', gain: 2 })).toEqual(['b', 'c', 'a']);
    const wasting = (id: string, waste: number | null) => ({
      id,
      more: { expected_gain: null },
      evidence: { expected_waste: waste },
    });
    expect(order(wasting('a', 1), wasting('b', null), wasting('c', 9))).toEqual(['c', 'a', 'b']);
    expect(order({ id: 'b', gain: 1 }, { id: 'a', gain: 1 }, { id: 'c', gain: 1 })).toEqual(['a', 'b', 'c']);
    expect(byStake(proposal({ id: 'a', gain: 1 }), proposal({ id: 'b', gain: 1 }))).toBe(-1);
    expect(byStake(proposal({ id: 'b', gain: 1 }), proposal({ id: 'a', gain: 1 }))).toBe(1);
  });

  it('puts what another requires before it, and each once, also where they require each other', () => {
    expect(order({ id: 'a', gain: 9, more: { requires: 'b' } }, { id: 'b', gain: 1 }, { id: 'c', gain: 5 })).toEqual([
      'b',
      'a',
      'c',
    ]);
    expect(order({ id: 'a', gain: 9, more: { requires: 'b' } }, { id: 'b', gain: 1, more: { requires: 'a' } })).toEqual(
      ['b', 'a'],
    );
    expect(order({ id: 'a', gain: 1, more: { requires: 'gone' } })).toEqual(['a']);
  });
});
