import { describe, expect, it } from 'vitest';
import type { CampaignState, OwnChange } from '../../../../core/domain/account-state.ts';
import { checkGuardrails, type GuardrailContext } from '../../../../core/optimize/guardrails/check.ts';
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

/** Whether each rule let the proposal pass, by its name. */
function verdicts(proposed: Proposal, { rails, ...context }: Narrowed = {}): Record<string, boolean> {
  const [judged] = checkGuardrails([proposal(proposed)], {
    guardrails: wideGuardrails(rails),
    states: [accountState()],
    ownChanges: [],
    stopWrites: null,
    now: today,
    ...context,
  });
  return Object.fromEntries(judged?.guardrails.map(({ rule, passed }) => [rule, passed]) ?? []);
}

const thisMorning = new Date('2026-11-20T01:00:00Z');
const earlierToday = (more: Partial<OwnChange>): OwnChange => applied({ appliedAt: thisMorning, ...more });
const ofCampaign = (action: string, from: number, to: number): Partial<OwnChange> => ({
  creativeId: null,
  action,
  from,
  to,
});
const resuming = { field: 'creative_status', from: 'PAUSED', to: 'ACTIVE' } as const;

/** The days of a campaign with another cost on those that `change` tells. */
const costing = (change: (date: string) => number | null | undefined): Partial<CampaignState> => ({
  days: campaignState('10').days.map((day) => ({
    ...day,
    cost: change(day.date) === undefined ? day.cost : (change(day.date) ?? null),
  })),
});
const withCampaign = (more: Partial<CampaignState>, other: Partial<CampaignState> = {}): Narrowed => ({
  states: [accountState({ campaigns: [campaignState('10', more), campaignState('20', other)] })],
});

describe('the number of changes', () => {
  it.each([
    ['one below the limit of a run', { actionsInRun: 2 }, true],
    ['on the limit of a run', { actionsInRun: 3 }, false],
  ])('is bound by what the run did: %s', (_, context, passed) => {
    const rails = { actions_per_run: 3 };
    expect(verdicts({}, { rails, ...context })['actions-per-run']).toBe(passed);
  });

  it('begins with nothing done where nobody says what the run did', () => {
    const rails = { actions_per_run: 1, actions_per_day: 1 };
    expect(verdicts({}, { rails })['actions-per-run']).toBe(true);
    expect(verdicts({}, { rails: { actions_per_run: 0 } })['actions-per-run']).toBe(false);
  });

  it.each([
    ['one below the limit', 1, true],
    ['on the limit', 2, false],
  ])('is bound by what was changed on the same UTC day: %s', (_, made, passed) => {
    const ownChanges = [201, 202]
      .slice(0, made)
      .map((each) => earlierToday({ campaignId: '20', creativeId: creativeUrn(each) }));
    const rails = { actions_per_run: 2, actions_per_day: 2 };
    expect(verdicts({}, { rails, ownChanges })['actions-per-day']).toBe(passed);
  });

  it('is counted over a run: one that is held back takes no place', () => {
    const protectedAd = { creatives: [creativeUrn(101)] };
    const judged = checkGuardrails([proposal({ id: 'a', gain: 9 }), proposal({ id: 'b', campaign: '20', gain: 1 })], {
      guardrails: wideGuardrails({ actions_per_run: 1, protected: protectedAd }),
      states: [accountState()],
      ownChanges: [],
      stopWrites: null,
      now: today,
    });
    expect(judged.map(({ guardrails }) => guardrails.every(({ passed }) => passed))).toEqual([false, true]);
  });
});

describe('the share of the spend that is touched', () => {
  // Each campaign spends 100 USD a day, each of the three ads of campaign 10 spends 10.
  const share = (proposed: Proposal, limit: number, context: Narrowed = {}) =>
    verdicts(proposed, { rails: { spend_share_per_day: limit }, ...context })['spend-share'];

  it('may come to the limit and no further', () => {
    expect(share({ change: bidding(10, 9) }, 0.5)).toBe(true);
    expect(share({ change: bidding(10, 9) }, 0.499)).toBe(false);
    expect(share({}, 0.05)).toBe(true);
    expect(share({}, 0.049)).toBe(false);
  });

  it('counts an ad by itself and not the campaign or the ads beside it', () => {
    const ownChanges = [earlierToday({ creativeId: creativeUrn(102) })];
    expect(share({}, 0.1, { ownChanges })).toBe(true);
    expect(share({}, 0.099, { ownChanges })).toBe(false);
  });

  it('counts a campaign once, however often it and its ads are changed', () => {
    const ownChanges = [
      earlierToday({ creativeId: creativeUrn(102) }),
      earlierToday(ofCampaign('raise_budget', 100, 110)),
    ];
    expect(share({}, 0.5, { ownChanges })).toBe(true);
    expect(share({}, 0.49, { ownChanges })).toBe(false);
  });

  it('adds the campaigns up that were changed today, and leaves those of yesterday out', () => {
    const other = { campaignId: '20', ...ofCampaign('raise_bid', 9, 10) };
    expect(share({ change: bidding(10, 9) }, 0.99, { ownChanges: [earlierToday(other)] })).toBe(false);
    const yesterday = applied({ ...other, appliedAt: new Date('2026-11-19T23:59:59Z') });
    expect(share({ change: bidding(10, 9) }, 0.5, { ownChanges: [yesterday] })).toBe(true);
  });

  it('is not known where the spend of one changed ad is not known, though that of the account is', () => {
    const creatives = [101, 102, 103].map((each) => creativeState(each));
    const [first] = creatives;
    const unknown = { ...first!, spans: first!.spans.map((span) => ({ ...span, cost: null })) };
    expect(share({}, 1, withCampaign({ creatives: [unknown, ...creatives.slice(1)] }))).toBe(false);
    expect(share({ creative: 102 }, 1, withCampaign({ creatives: [unknown, ...creatives.slice(1)] }))).toBe(true);
  });

  it('is not known where one campaign of the account tells no cost, or no day is mature', () => {
    expect(
      share(
        {},
        1,
        withCampaign(
          {},
          costing(() => null),
        ),
      ),
    ).toBe(false);
    expect(share({}, 1, { states: [accountState({ newestMatureDay: null })] })).toBe(false);
  });

  it('is not known of an account that is not known', () => {
    const judged = verdicts({ more: { account_id: '77' } });
    expect(judged['spend-share']).toBe(false);
    expect(judged['known-entity']).toBe(false);
  });

  it('is taken from the account of the same platform, number and currency', () => {
    const other = (more: object) => verdicts({ more })['known-entity'];
    expect([other({}), other({ platform: 'meta' }), other({ account_id: '6' }), other({ currency: 'EUR' })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('is judged by the seven newest mature days, both ends among them', () => {
    // 2026-11-06 to 2026-11-12: a day of either end counts, the days beside them do not
    const of = (day: string, cost: number) => withCampaign(costing((date) => (date === day ? cost : undefined)));
    const half = (context: Narrowed) => share({ change: bidding(10, 9) }, 0.5, context);
    // 100 of 200 USD is half of it; more in campaign 10 is more than half
    expect(half(of('2026-11-05', 800))).toBe(true);
    expect(half(of('2026-11-06', 800))).toBe(false);
    expect(half(of('2026-11-12', 800))).toBe(false);
    expect(half(of('2026-11-13', 800))).toBe(true);
  });

  it('leaves days out that are not mature, though they lie in the week', () => {
    const days = campaignState('10').days.map((day) =>
      day.date === '2026-11-10' ? { ...day, mature: false, cost: 9000 } : day,
    );
    expect(share({ change: bidding(10, 9) }, 0.5, withCampaign({ days }))).toBe(true);
  });

  it('leaves days out that come after the newest mature and reconciled one', () => {
    const days = campaignState('10').days.map((day) =>
      day.date === '2026-11-13' ? { ...day, mature: true, cost: 9000 } : day,
    );
    expect(share({ change: bidding(10, 9) }, 0.5, withCampaign({ days }))).toBe(true);
  });

  it('counts an ad by the spans that reach into the week', () => {
    const spans = (through: string) => {
      const creatives = [101, 102].map((each) => creativeState(each));
      const [first] = creatives;
      const older = { ...first!.spans[0]!, from: '2026-10-30', through, cost: 700 };
      return withCampaign({ creatives: [{ ...first!, spans: [older, ...first!.spans] }, creatives[1]!] });
    };
    expect(share({}, 0.05, spans('2026-11-05'))).toBe(true);
    expect(share({}, 0.05, spans('2026-11-06'))).toBe(false);
  });
});

describe('the cap on a day’s spend', () => {
  // 200 USD a day are spent; the budget of each campaign is 120 USD, of which 20 are left.
  const cap = (proposed: Proposal, limit: number, context: Narrowed = {}) =>
    verdicts(proposed, { rails: { daily_spend_cap: { USD: limit } }, ...context })['daily-spend-cap'];

  it('may be reached and not passed by a higher budget', () => {
    expect(cap({ change: budgeting(120, 132) }, 212)).toBe(true);
    expect(cap({ change: budgeting(120, 132) }, 211.99)).toBe(false);
  });

  it('may be reached and not passed by what a higher bid or a resumed ad may spend of the budget', () => {
    expect(cap({ change: bidding(10, 11) }, 220)).toBe(true);
    expect(cap({ change: bidding(10, 11) }, 219.99)).toBe(false);
    expect(cap({ change: resuming }, 220)).toBe(true);
    expect(cap({ change: resuming }, 219.99)).toBe(false);
  });

  it('binds nothing that raises no spend', () => {
    expect(cap({}, 1)).toBe(true);
    expect(cap({ change: bidding(10, 9) }, 1)).toBe(true);
    expect(cap({ change: bidding(10, 10) }, 1)).toBe(true);
    expect(cap({ change: budgeting(120, 120) }, 1)).toBe(true);
  });

  it('counts what was raised earlier on the same day and still stands', () => {
    const raised = earlierToday({ campaignId: '20', ...ofCampaign('raise_budget', 100, 130) });
    const proposed = { change: budgeting(120, 132) };
    expect(cap(proposed, 242, { ownChanges: [raised] })).toBe(true);
    expect(cap(proposed, 241.99, { ownChanges: [raised] })).toBe(false);
    expect(cap(proposed, 212, { ownChanges: [{ ...raised, undoneAt: thisMorning }] })).toBe(true);
    const yesterday = { ...raised, appliedAt: new Date('2026-11-19T12:00:00Z') };
    expect(cap(proposed, 212, { ownChanges: [yesterday] })).toBe(true);
  });

  it('takes nothing off for a budget, a bid or an ad that was lowered or paused', () => {
    const proposed = { change: budgeting(120, 132) };
    for (const lowered of [ofCampaign('lower_budget', 200, 100), ofCampaign('lower_bid', 20, 10), {}]) {
      const ownChanges = [earlierToday({ campaignId: '20', ...lowered })];
      expect(cap(proposed, 212, { ownChanges })).toBe(true);
      expect(cap(proposed, 211.99, { ownChanges })).toBe(false);
    }
  });

  it('counts a bid that was raised and one that stayed the same apart', () => {
    const proposed = { change: budgeting(120, 132) };
    const bid = (from: number, to: number) => [
      earlierToday({ campaignId: '20', ...ofCampaign('raise_bid', from, to) }),
    ];
    expect(cap(proposed, 212, { ownChanges: bid(10, 10) })).toBe(true);
    expect(cap(proposed, 231.99, { ownChanges: bid(9, 10) })).toBe(false);
    expect(cap(proposed, 232, { ownChanges: bid(9, 10) })).toBe(true);
  });

  it('adds what is left of the budget to what the budget was raised by', () => {
    const ownChanges = [earlierToday(ofCampaign('raise_budget', 110, 120))];
    expect(cap({ change: bidding(10, 11) }, 230, { ownChanges })).toBe(true);
    expect(cap({ change: bidding(10, 11) }, 229.99, { ownChanges })).toBe(false);
  });

  it('counts nothing below zero where a campaign spends more than its budget', () => {
    expect(cap({ change: bidding(10, 11) }, 200, withCampaign({ dailyBudget: 60 }))).toBe(true);
    expect(cap({ change: bidding(10, 11) }, 199.99, withCampaign({ dailyBudget: 60 }))).toBe(false);
  });

  it('needs a budget only of the campaign that may spend more', () => {
    expect(cap({ change: bidding(10, 11) }, 1000, withCampaign({ dailyBudget: null }))).toBe(false);
    expect(cap({ change: bidding(10, 11) }, 1000, withCampaign({}, { dailyBudget: null }))).toBe(true);
    expect(cap({ change: budgeting(120, 132) }, 1000, withCampaign({ dailyBudget: null }))).toBe(true);
  });

  it('binds where a cost is not known, of the account or of the campaign that may spend more', () => {
    expect(
      cap(
        { change: budgeting(120, 132) },
        1e6,
        withCampaign(
          {},
          costing(() => null),
        ),
      ),
    ).toBe(false);
    // outside the newest days with figures, but in the mature week by which a campaign is judged
    const early = costing((date) => (date === '2026-11-08' ? null : undefined));
    expect(cap({ change: bidding(10, 11) }, 1e6, withCampaign(early))).toBe(false);
    expect(cap({ change: budgeting(120, 132) }, 1e6, withCampaign(early))).toBe(true);
    expect(cap({ change: budgeting(120, 132) }, 1e6, { states: [accountState({ newestDay: null })] })).toBe(false);
    expect(cap({ change: budgeting(120, 132), more: { account_id: '77' } }, 1e6)).toBe(false);
  });

  it('is held against the highest of the seven newest days, both ends among them', () => {
    // 2026-11-13 to 2026-11-19, mature or not
    const at = (day: string) => withCampaign(costing((date) => (date === day ? 300 : undefined)));
    const raise = (context: Narrowed) => cap({ change: budgeting(120, 132) }, 411.99, context);
    expect([raise(at('2026-11-12')), raise(at('2026-11-13')), raise(at('2026-11-19'))]).toEqual([true, false, false]);
    expect(cap({ change: budgeting(120, 132) }, 412, at('2026-11-13'))).toBe(true);
  });

  it('is held against nothing spent where no campaign has figures of late', () => {
    const none = { days: campaignState('10').days.filter(({ date }) => date < '2026-11-13') };
    expect(cap({ change: budgeting(120, 132) }, 12, withCampaign(none, none))).toBe(true);
    expect(cap({ change: budgeting(120, 132) }, 11.99, withCampaign(none, none))).toBe(false);
  });
});
