import { describe, expect, it } from 'vitest';
import type { OwnChange } from '../../../../core/domain/account-state.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import type { Terms } from '../../../../core/optimize/state/state-from-days.ts';
import { manualBidding, ownChange } from '../../../support/account-builder.ts';
import { ad, type CampaignChanges, type Day, dateBefore, run, statesOf } from './creatives.ts';

/** 20 days of a campaign that bids 10 USD a click, pays `cpm` a thousand impressions and gets 0.6% CTR. */
const days = (impressions: number): Day[] => new Array<Day>(20).fill([impressions, impressions * 0.006]);
const perClick: CampaignChanges = { ...manualBidding, bid: 10, dailyBudget: 300 };

function campaignDecision(
  impressions: number,
  changes: CampaignChanges = {},
  { cpm = 36, ownChanges = [] as OwnChange[], others = [] as ReturnType<typeof ad>[] } = {},
) {
  const states = statesOf([ad('a', days(impressions), { cpm }), ...others], {
    campaigns: { campaign: { ...perClick, ...changes } },
    ownChanges,
  });
  return decide(states, run).find(
    ({ creative_id, campaign_id }) => creative_id === null && campaign_id === 'campaign',
  )!;
}

/** At 36 USD a thousand, 8,333 impressions cost 300 USD: the budget ends each day. */
const bound = 8_333;

describe('bids', () => {
  it('are lowered where the daily budget ends the days, by a bounded step and with what it is expected to bring', () => {
    const { action, reason_code, change, probability, expected_gain: gain, evidence } = campaignDecision(bound);
    expect([action, reason_code]).toEqual(['lower_bid', 'budget-binds']);
    // 6 USD are paid of the 10 that are bid: the bid stands far above most others
    expect(change).toMatchObject({ field: 'bid', from: { amount: '10', currency: 'USD' } });
    expect(Number((change as { to: { amount: string } }).to.amount)).toBeLessThan(10);
    expect(Number((change as { to: { amount: string } }).to.amount)).toBeGreaterThanOrEqual(8);
    expect(probability).toBeGreaterThanOrEqual(0.8);
    expect(gain!.mean).toBeGreaterThan(0);
    expect(gain!.mean).toBeLessThan(0.25 * 30 * 300);
    expect(evidence.figures.price_elasticity).toBeGreaterThan(0.1);
    expect(evidence.figures.price_elasticity).toBeLessThan(0.9);
  });

  it('stay where the platform bids by itself, whatever `bid` it shows', () => {
    const { action, reason_code } = campaignDecision(bound, { optimizationTarget: 'MAX_CLICK', costType: 'CPM' });
    expect([action, reason_code]).toEqual(['keep', 'budget-stays']);
  });

  it('stay where the strategy or the bid is not known, and the reason says which', () => {
    expect(campaignDecision(bound, { optimizationTarget: 'BID_BY_MOON' }).reason).toMatch(
      /^Keep: its bid strategy BID_BY_MOON is unknown, it spends /,
    );
    expect(campaignDecision(bound, { bid: null }).reason).toMatch(/^Keep: its bid is not in the data, it spends /);
    expect(campaignDecision(bound, { optimizationTarget: 'MAX_CLICK' }).reason).toMatch(
      /^Keep: the platform sets its bid, it spends /,
    );
  });

  it('move where the platform enhances a manual bid: less surely, as nobody sees how far it was raised', () => {
    const manual = campaignDecision(bound);
    const enhanced = campaignDecision(bound, { optimizationTarget: 'ENHANCED_CONVERSION' });
    expect([enhanced.action, enhanced.reason_code]).toEqual(['lower_bid', 'budget-binds']);
    const deviationOf = ({ evidence }: typeof manual) => evidence.figures.price_elasticity_deviation ?? 0;
    expect(deviationOf(enhanced)).toBeGreaterThan(deviationOf(manual));
  });

  it('stay where a cost cap does not decide the price', () => {
    expect(
      campaignDecision(bound, { optimizationTarget: 'CAP_COST_AND_MAXIMIZE_CLICKS', costType: 'CPM' }),
    ).toMatchObject({
      action: 'keep',
      reason_code: 'bid-capped',
    });
  });

  it('are lowered with a target, too: it is what is paid on average', () => {
    const { action, reason } = campaignDecision(bound, { optimizationTarget: 'TARGET_COST_PER_CLICK' });
    expect(action).toBe('lower_bid');
    expect(reason).toMatch(
      /^Lower the target cost from 10\.00 USD to \d\.\d\d USD: the daily budget runs out before the day ends, so a lower target cost buys more clicks for the same money; \d\d% sure; worth about [\d,]+ USD over the next 30 days\.$/,
    );
  });

  it('wait for three whole days on the present terms', () => {
    const terms: Terms[] = [
      { from: '2026-01-01', bid: 12, dailyBudget: 300 },
      { from: dateBefore(2), bid: 10, dailyBudget: 300 },
    ];
    expect(campaignDecision(bound, { terms })).toMatchObject({ action: 'gather_evidence', reason_code: 'bid-too-new' });
  });

  it('stay where the own past shows that prices do not follow the bid', () => {
    const terms: Terms[] = [
      { from: '2026-01-01', bid: 14, dailyBudget: 300 },
      { from: dateBefore(8), bid: 10, dailyBudget: 300 },
    ];
    // the same price before and after; a history is never more precise than ±0.1
    expect(campaignDecision(bound, { terms })).toMatchObject({ action: 'keep', reason_code: 'bid-unsure' });
  });

  it('are raised by half a step where our own step went too far, up to what people bid', () => {
    const appliedAt = new Date('2026-10-20T08:00:00Z');
    const lowered = ownChange({ action: 'lower_bid', appliedAt, from: 12.5, to: 10 });
    const { action, reason_code, change } = campaignDecision(4_000, {}, { ownChanges: [lowered] });
    expect([action, reason_code]).toEqual(['raise_bid', 'step-back']);
    expect(change).toMatchObject({ to: { amount: '11.11' } });
    // an undone step is none
    const undone = { ...lowered, undoneAt: new Date('2026-10-30T08:00:00Z') };
    expect(campaignDecision(4_000, {}, { ownChanges: [undone] })).toMatchObject({
      action: 'keep',
      reason_code: 'bid-nothing-to-compare',
    });
  });

  it('are raised where much of the budget is left and one more result is cheaper than elsewhere', () => {
    const expensive = ad('z', days(5_000), { campaignId: 'other', cpm: 400 });
    const { action, reason_code } = campaignDecision(4_000, {}, { others: [expensive] });
    expect([action, reason_code]).toEqual(['raise_bid', 'room-for-more']);
    const cheap = ad('z', days(5_000), { campaignId: 'other', cpm: 20 });
    expect(campaignDecision(4_000, {}, { others: [cheap] }).action).not.toBe('raise_bid');
  });

  it('are lowered where the last results cost more than one more elsewhere, by no more than may stay unspent', () => {
    const cheap = ad('z', days(20_000), { campaignId: 'other', cpm: 20 });
    const { action, reason_code, reason, evidence } = campaignDecision(7_000, {}, { others: [cheap] });
    expect([action, reason_code]).toEqual(['lower_bid', 'expensive-results']);
    expect(reason).toMatch(
      /^Lower the bid from 10\.00 USD to \d\.\d\d USD: the last clicks that it buys cost more than further ones elsewhere in the account; /,
    );
    // a click that is won at the bid costs 10 USD, one elsewhere 20 / 6 USD
    expect(evidence.figures.marginal_cost_per_result).toBeGreaterThan(8);
    expect(evidence.figures.worth_per_result).toBeLessThan(5);
    // 652 USD a day are spent on clicks, and a tenth of that may stay unspent
    expect(evidence.figures.expected_less_spend! * 7_000 * 0.036).toBeLessThan(65.2);
    // little else is spent, so little may stay unspent
    const small = ad('z', days(500), { campaignId: 'other', cpm: 20 });
    expect(campaignDecision(7_000, {}, { others: [small] }).evidence.figures.expected_less_spend ?? 0).toBeLessThan(
      0.11,
    );
  });

  it('stay where neither is the case', () => {
    expect(campaignDecision(7_000)).toMatchObject({ action: 'keep', reason_code: 'bid-neither' });
  });
});
