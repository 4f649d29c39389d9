import { describe, expect, it } from 'vitest';
import type { CampaignState } from '../../../../core/domain/account-state.ts';
import {
  boundBy,
  checkGuardrails,
  type GuardrailContext,
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
  pausing,
  proposal,
  today,
  wideGuardrails,
} from '../../../support/decided.ts';

type Narrowed = Partial<GuardrailContext> & { rails?: object };

const check = (proposals: Proposal[], { rails, ...context }: Narrowed = {}) =>
  checkGuardrails(
    proposals.map((each, at) => proposal({ id: `run-1-${at + 1}`, ...each })),
    {
      guardrails: wideGuardrails(rails),
      states: [accountState()],
      ownChanges: [],
      stopWrites: null,
      now: today,
      ...context,
    },
  );

/** What bound the only, or the last, of the proposals. */
const bound = (proposed: Proposal, context?: Narrowed) => {
  const found = boundBy(check([proposed], context)[0]!);
  return found && `${found.rule}: ${found.detail}`;
};

const withCampaign = (more: Partial<CampaignState>): Narrowed => ({
  states: [accountState({ campaigns: [campaignState('10', more), campaignState('20')] })],
});
const at = (time: string) => ({ now: new Date(`2026-11-20T${time}:00Z`) });
const resuming = { field: 'creative_status', from: 'PAUSED', to: 'ACTIVE' } as const;
const usd = (floor: number, ceiling: number) => ({ floor: { USD: floor }, ceiling: { USD: ceiling } });

describe('the guardrails', () => {
  it('let through what keeps within all of them, with a sentence of each', () => {
    const [judged] = check([{}]);
    expect(isAllowed(judged!)).toBe(true);
    expect(judged!.guardrails.map(({ rule }) => rule)).toEqual([
      'stop-writes',
      'enabled-action',
      'known-entity',
      'required-change',
      'protected-entity',
      'quiet-hours',
      'mature-days',
      'fresh-data',
      'minimum-evidence',
      'cool-down',
      'learning-phase',
      'change-per-step',
      'change-per-week',
      'floor-and-ceiling',
      'active-creatives',
      'actions-per-run',
      'actions-per-day',
      'spend-share',
      'daily-spend-cap',
    ]);
    expect(judged!.guardrails.filter(({ detail }) => !/^[A-Z0-9+−].*\.$/.test(detail))).toEqual([]);
  });

  it('allow nothing without a file, and say so in its words', () => {
    const [judged] = check([{}], { guardrails: null, problem: 'The guardrails cannot be used.' });
    expect(judged!.guardrails).toEqual([
      { rule: 'guardrail-file', passed: false, detail: 'The guardrails cannot be used.' },
    ]);
    expect(isAllowed(judged!)).toBe(false);
  });

  it('say nothing of what changes nothing', () => {
    const [judged] = check([{ change: null }]);
    expect(judged!.guardrails).toEqual([]);
    expect(isAllowed(judged!)).toBe(false);
  });

  it.each<[string, string, Proposal, Narrowed]>([
    ['is stopped', 'stop-writes: Ann stopped it.', {}, { stopWrites: 'Ann stopped it.' }],
    [
      'is not enabled',
      'enabled-action: The action pause_creative is not enabled.',
      {},
      { rails: { enabled_actions: ['raise_bid'] } },
    ],
    [
      'is of a campaign that nobody collected',
      'known-entity: The campaign is not in the collected data.',
      { campaign: '77' },
      {},
    ],
    ['is of an ad that nobody collected', 'known-entity: The ad is not in the collected data.', { creative: 7 }, {}],
    [
      'is of a protected campaign',
      'protected-entity: Protected: the campaign.',
      {},
      { rails: { protected: { campaigns: ['urn:li:sponsoredCampaign:10'] } } },
    ],
    [
      'is of a protected ad',
      'protected-entity: Protected: the ad.',
      {},
      { rails: { protected: { creatives: ['101'] } } },
    ],
    [
      'is of a protected group',
      'protected-entity: Protected: the campaign group.',
      {},
      { rails: { protected: { campaign_groups: ['900'] } } },
    ],
    [
      'is of a campaign whose group is not known, while one is protected',
      'protected-entity: Some campaign groups are protected, and the group of this campaign is unknown.',
      {},
      { rails: { protected: { campaign_groups: ['1'] } }, ...withCampaign({ campaignGroupId: null }) },
    ],
    [
      'comes in quiet hours over midnight',
      'quiet-hours: It is 23:30 UTC, within the quiet hours from 22:00 to 06:00.',
      {},
      { rails: { quiet_hours: [{ from: '22:00', to: '06:00' }] }, ...at('23:30') },
    ],
    [
      'rests on a day that may still grow',
      'mature-days: The evidence ends on 2026-11-13; days are mature and reconciled through 2026-11-12.',
      { evidence: { through: '2026-11-13' } },
      {},
    ],
    [
      'is of an account without a mature and reconciled day',
      'mature-days: The account has no mature and reconciled day.',
      {},
      { states: [accountState({ newestMatureDay: null })] },
    ],
    [
      'rests on old figures',
      'fresh-data: The newest figures are 4 days old; the limit is 3.',
      {},
      { states: [accountState({ newestDay: '2026-11-16' })] },
    ],
    [
      'has too little evidence',
      'minimum-evidence: Too little evidence: 60,000 of 70,000 impressions; 126 of 200 results; 480.00 USD of 500.00 USD spent; a probability of 97%, where 98% is required.',
      {},
      { rails: { minimum_evidence: { impressions: 70_000, results: 200, cost: { USD: 500 }, probability: 0.98 } } },
    ],
    [
      'cost nobody knows what',
      'minimum-evidence: Too little evidence: unknown spend, where 5.00 USD is required; no probability, where 50% is required.',
      { evidence: { cost: null }, more: { probability: null } },
      { rails: { minimum_evidence: { impressions: 0, results: 0, cost: { USD: 5 }, probability: 0.5 } } },
    ],
    [
      'was changed by us of late',
      'cool-down: We last changed it 50 h ago; the cool-down is 72 h.',
      {},
      { ownChanges: [applied({ appliedAt: new Date('2026-11-18T06:00:00Z') })] },
    ],
    [
      'was undone of late',
      'cool-down: We last changed it 1 h ago; the cool-down is 72 h.',
      {},
      { ownChanges: [applied({ undoneAt: new Date('2026-11-20T07:00:00Z') })] },
    ],
    [
      'is of a young ad',
      'learning-phase: It started or was last changed 104 h ago; the learning phase is 120 h.',
      {},
      withCampaign({ creatives: [101, 102].map((each) => creativeState(each, { firstSeen: '2026-11-16' })) }),
    ],
    [
      'is of a young campaign',
      'learning-phase: It started or was last changed 80 h ago; the learning phase is 120 h.',
      { change: bidding(10, 11) },
      withCampaign({ startsAt: new Date('2026-11-17T00:00:00Z') }),
    ],
    [
      'is of a bid that somebody set of late',
      'learning-phase: It started or was last changed 80 h ago; the learning phase is 120 h.',
      { change: bidding(10, 11) },
      withCampaign({
        days: campaignState('10').days.map((day) => ({ ...day, bid: day.date < '2026-11-17' ? 8 : 10 })),
      }),
    ],
    ['steps too far', 'change-per-step: +20.1% in one step; the limit is 20%.', { change: bidding(10, 12.01) }, {}],
    ['steps too far down', 'change-per-step: −25% in one step; the limit is 20%.', { change: budgeting(120, 90) }, {}],
    [
      'goes too far in a week',
      'change-per-week: +45% in a week; the limit is 40%.',
      { change: bidding(12.5, 14.5) },
      {
        rails: { cool_down_hours: 24, learning_phase_hours: 24 },
        ownChanges: [
          applied({ creativeId: null, action: 'raise_bid', from: 10, to: 12.5, appliedAt: new Date('2026-11-15') }),
        ],
      },
    ],
    [
      'goes below the floor',
      'floor-and-ceiling: 9.00 USD; the allowed range is 9.5 to 30.',
      { change: bidding(10, 9) },
      { rails: { bid: usd(9.5, 30) } },
    ],
    [
      'goes above the ceiling',
      'floor-and-ceiling: 12.00 USD; the allowed range is 2 to 11.',
      { change: bidding(10, 12) },
      { rails: { bid: usd(2, 11) } },
    ],
    [
      'is in a currency without floor and ceiling',
      'floor-and-ceiling: No floor and ceiling are set for USD.',
      { change: bidding(10, 11) },
      { rails: { bid: { floor: { EUR: 2 }, ceiling: { EUR: 30 } } } },
    ],
    [
      'pauses the last active ad',
      'active-creatives: The campaign would be left with 0 active ads; the minimum is 1.',
      {},
      withCampaign({
        creatives: [
          creativeState(101),
          creativeState(102, { status: 'PAUSED' }),
          creativeState(103, { approved: false }),
        ],
      }),
    ],
    [
      'pauses one of the last two, when the other is one that we paused since it was collected',
      'active-creatives: The campaign would be left with 0 active ads; the minimum is 1.',
      {},
      {
        ...withCampaign({ creatives: [creativeState(101), creativeState(102)] }),
        ownChanges: [applied({ creativeId: creativeUrn(102), appliedAt: new Date('2026-11-20T07:00:00Z') })],
      },
    ],
    [
      'is one too many of the run',
      'actions-per-run: 3 of 3 changes allowed per run are used.',
      {},
      { rails: { actions_per_run: 3 }, actionsInRun: 3 },
    ],
    [
      'is one too many of the day, undone ones counted',
      'actions-per-day: 1 of 1 changes allowed per day are used.',
      {},
      {
        rails: { actions_per_day: 1, actions_per_run: 1 },
        ownChanges: [
          applied({
            creativeId: creativeUrn(203),
            appliedAt: new Date('2026-11-20T01:00:00Z'),
            undoneAt: new Date('2026-11-20T02:00:00Z'),
          }),
        ],
      },
    ],
    [
      'touches too much of the spend',
      "spend-share: With it, today's changes affect 100.00 USD of 200.00 USD daily spend; the limit is 98.00 USD.",
      { change: bidding(10, 9) },
      { rails: { spend_share_per_day: 0.49 } },
    ],
    [
      'is of an account whose spend is not known',
      'spend-share: The spend of the account is unknown.',
      {},
      withCampaign({ days: campaignState('10').days.map((day) => ({ ...day, cost: null })) }),
    ],
    [
      'could come to more than the cap',
      'daily-spend-cap: The account recently spent up to 200.00 USD a day, and the changes could add 12.00 USD; the cap is 210.00 USD.',
      { change: budgeting(120, 132) },
      { rails: { daily_spend_cap: { USD: 210 } } },
    ],
    [
      'could spend what is left of the budget',
      'daily-spend-cap: The account recently spent up to 200.00 USD a day, and the changes could add 20.00 USD; the cap is 210.00 USD.',
      { change: resuming },
      { rails: { daily_spend_cap: { USD: 210 } } },
    ],
    [
      'may raise spend where nothing bounds it',
      'daily-spend-cap: The campaign has no daily budget to limit its spend.',
      { change: bidding(10, 11) },
      withCampaign({ dailyBudget: null }),
    ],
    [
      'may raise spend in a currency without a cap',
      'daily-spend-cap: No daily spend cap is set for USD.',
      { change: budgeting(120, 130) },
      { rails: { daily_spend_cap: { EUR: 1000 } } },
    ],
  ])('bind a change that %s', (_, expected, proposed, context) => {
    expect(bound(proposed, context)).toBe(expected);
  });

  it.each<[string, Proposal, Narrowed]>([
    ['comes after quiet hours', {}, { rails: { quiet_hours: [{ from: '22:00', to: '06:00' }] }, ...at('06:00') }],
    ['comes outside quiet hours of the day', {}, { rails: { quiet_hours: [{ from: '09:00', to: '17:00' }] } }],
    ['comes when it is cool again', {}, { ownChanges: [applied({ appliedAt: new Date('2026-11-17T08:00:00Z') })] }],
    ['steps exactly as far as it may', { change: bidding(10, 12) }, {}],
    ['comes down towards the ceiling', { change: bidding(40, 33) }, {}],
    ['lowers spend above the cap', { change: budgeting(120, 100) }, { rails: { daily_spend_cap: { USD: 1 } } }],
    [
      'is of another entity than one that was just changed',
      {},
      { ownChanges: [applied({ creativeId: creativeUrn(102), undoneAt: today, appliedAt: today })] },
    ],
    [
      'is one of another day',
      {},
      {
        rails: { actions_per_day: 1, actions_per_run: 1 },
        ownChanges: [applied({ creativeId: creativeUrn(203), appliedAt: new Date('2026-11-19T23:59:00Z') })],
      },
    ],
  ])('let through a change that %s', (_, proposed, context) => {
    expect(bound(proposed, context)).toBeUndefined();
  });

  it('count what passes against the limits of what comes after, the largest gain first', () => {
    const judged = check(
      [
        { creative: 101, gain: 5 },
        { creative: 201, campaign: '20', gain: 50 },
        { creative: 202, campaign: '20', gain: 20 },
      ],
      { rails: { actions_per_run: 2 } },
    );
    expect(judged.map(({ decision_id }) => decision_id)).toEqual(['run-1-1', 'run-1-2', 'run-1-3']);
    expect(judged.map((each) => boundBy(each)?.rule)).toEqual(['actions-per-run', undefined, undefined]);
  });

  it('let through what requires another change only after that one', () => {
    const raising = {
      id: 'run-1-1',
      campaign: '20',
      change: budgeting(120, 130),
      gain: 90,
      more: { requires: 'run-1-2' },
    };
    const lowering = { id: 'run-1-2', change: budgeting(120, 110), gain: 1 };
    expect(check([raising, lowering]).map((each) => boundBy(each)?.rule)).toEqual([undefined, undefined]);
    const held = check([raising, lowering], { rails: { protected: { campaigns: ['10'] } } });
    expect(held.map((each) => boundBy(each)?.rule)).toEqual(['required-change', 'protected-entity']);
    const before = applied({ decisionId: 'run-1-2', creativeId: null, action: 'lower_budget', from: 120, to: 110 });
    expect(bound(raising, { ownChanges: [before] })).toBeUndefined();
    expect(bound(raising, { ownChanges: [{ ...before, undoneAt: today }] })).toBe(
      'required-change: It requires run-1-2, which is not applied.',
    );
  });

  it('leave one active ad, however many pauses are proposed', () => {
    const judged = check([101, 102, 103].map((creative) => ({ creative, change: pausing })));
    expect(judged.map((each) => boundBy(each)?.rule)).toEqual([undefined, undefined, 'active-creatives']);
  });

  it('let one entity change once in a run', () => {
    const judged = check([
      { change: bidding(10, 11), gain: 9 },
      { change: budgeting(120, 130), gain: 8 },
    ]);
    expect(judged.map((each) => boundBy(each)?.rule)).toEqual([undefined, 'cool-down']);
  });

  it('give the verdicts anew when they are asked again', () => {
    const context: GuardrailContext = {
      guardrails: wideGuardrails(),
      states: [accountState()],
      ownChanges: [],
      stopWrites: null,
      now: today,
    };
    const foreign = { rule: 'last-active-creative', passed: true, detail: 'Of the decision itself.' };
    const once = checkGuardrails([proposal({ more: { guardrails: [foreign] } })], context);
    expect(checkGuardrails(once, context)).toEqual(once);
    expect(once[0]!.guardrails[0]).toEqual(foreign);
    const refused = proposal({ more: { guardrails: [{ ...foreign, passed: false }] } });
    expect(isAllowed(checkGuardrails([refused], context)[0]!)).toBe(false);
  });
});
