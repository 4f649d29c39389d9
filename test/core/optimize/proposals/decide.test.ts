import { describe, expect, it } from 'vitest';
import { decision } from '../../../../core/contracts/decisions.ts';
import { summariseDecisions } from '../../../../core/optimize/log/summary.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { manualBidding } from '../../../support/account-builder.ts';
import { type Ad, ad, evenDays, run, settings, statesOf } from './creatives.ts';

/** Four other ads at 0.48% with 100,000 impressions each. */
const siblings = ['b', 'c', 'd', 'e'].map((id) => ad(id, evenDays(100_000, 480)));

const decided = (ads: readonly Ad[], changes: Partial<typeof run> = {}) =>
  decide(statesOf(ads), { ...run, ...changes });
const decisionFor = (id: string, ads: readonly Ad[], changes: Partial<typeof run> = {}) =>
  decided(ads, changes).find(({ creative_id }) => creative_id === id)!;

describe('decisions about creatives', () => {
  it('propose to pause what is surely worse, with the money at stake', () => {
    const { action, reason, evidence, ...rest } = decisionFor('a', [ad('a', evenDays(60_000, 126)), ...siblings]);
    expect(action).toBe('pause_creative');
    expect(reason).toBe(
      "Pause: 0.22% CTR against 0.48% for the campaign's 4 other ads; more than 99% sure it is at least 10% worse; " +
        `about ${Math.round(evidence.expected_waste!)} USD would be wasted over the next 30 days.`,
    );
    // 30 days of 48 USD, of which 1 - 0.21 / 0.48 buys nothing; pooling takes a little off
    expect(evidence.expected_waste).toBeGreaterThan(760);
    expect(evidence.expected_waste).toBeLessThan(811);
    expect(evidence).toMatchObject({ kpi: 'clicks', impressions: 60_000, results: 126, siblings: 4, margin: 0.1 });
    expect(evidence.cost).toBeCloseTo(480, 9);
    expect(evidence.observed_rate).toBeCloseTo(0.21, 9);
    expect(evidence.posterior_rate).toBeGreaterThan(evidence.observed_rate!);
    expect(evidence.posterior_low).toBeLessThan(evidence.posterior_rate);
    expect(evidence.posterior_high).toBeGreaterThan(evidence.posterior_rate);
    expect(evidence.more_impressions_needed).toBeNull();
    expect(rest).toMatchObject({
      decision_id: 'run-1',
      mode: 'recommend',
      reason_code: 'worse',
      change: { field: 'creative_status', from: 'ACTIVE', to: 'PAUSED' },
      expires_at: '2026-11-21T08:00:00.000Z',
      requires: null,
      propensity: 1,
      model_version: null,
      guardrails: [],
      would_change_it:
        "It would be resumed if the campaign's 4 other ads fall below 0.2% CTR, as creative fatigue may cause.",
    });
    expect(rest.probability).toBeGreaterThan(0.99);
    expect(rest.expected_gain).toMatchObject({ unit: 'money', days: 30 });
    expect(rest.expected_gain!.mean).toBeCloseTo(evidence.expected_waste!, 0);
    expect(rest.expected_gain!.low).toBeLessThan(rest.expected_gain!.mean);
    expect(rest.expected_gain!.high).toBeGreaterThan(rest.expected_gain!.mean);
  });

  it('are what the contract says', () => {
    for (const each of decided([ad('a', evenDays(60_000, 126)), ...siblings]))
      expect(decision.parse(each)).toEqual(each);
  });

  it('say how many impressions and how much money are missing', () => {
    const { action, reason, evidence, expires_at } = decisionFor('a', [ad('a', evenDays(4_000, 11)), ...siblings]);
    expect(action).toBe('gather_evidence');
    expect(expires_at).toBeNull();
    expect(evidence.more_impressions_needed).toBeGreaterThan(100);
    expect(evidence.more_cost_needed).toBeCloseTo(evidence.more_impressions_needed! * 0.008, 9);
    expect(reason).toMatch(
      /^Needs about [\d,]+ more impressions \([\d.]+ USD\) before a decision: 0\.\d+% CTR against 0\.48% for the campaign's 4 other ads; so far \d\d% sure it is at least 10% worse\.$/,
    );
  });

  it('keep a creative with a lower rate whose results are nevertheless cheaper', () => {
    const cheaper = ad('a', evenDays(100_000, 240), { cpm: 3 });
    expect(decisionFor('a', [cheaper, ...siblings])).toMatchObject({
      action: 'keep',
      reason:
        "Keep: 0.25% CTR against 0.48% for the campaign's 4 other ads, but its clicks cost 1.22 USD each against 1.67 USD, " +
        'so pausing it would not save money.',
    });
  });

  it('pause it all the same where clicks are what is charged: then each costs nearly the same by design', () => {
    const cheaper = ad('a', evenDays(100_000, 240), { cpm: 3 });
    const states = statesOf([cheaper, ...siblings], {
      campaigns: { campaign: manualBidding },
    });
    const { action, expected_gain } = decide(states, run).find(({ creative_id }) => creative_id === 'a')!;
    expect(action).toBe('pause_creative');
    // the other half of it comes when the bid follows
    const automatic = decisionFor('a', [ad('a', evenDays(100_000, 240)), ...siblings]).expected_gain!;
    expect(expected_gain!.mean).toBeCloseTo((automatic.mean / 2) * (35 / 40), 0);
  });

  it('keep what wastes too little to be worth a decision', () => {
    const cheap = [ad('a', evenDays(60_000, 126)), ...siblings].map((each) => ({
      ...each,
      days: each.days.map((day) => ({ ...day, cost: day.impressions * 0.00003 })),
    }));
    const { action, reason } = decisionFor('a', cheap);
    expect(action).toBe('keep');
    expect(reason).toMatch(
      /but only about 2\.\d\d USD is at stake over the next 30 days, less than the 10 USD that a decision is worth\.$/,
    );
  });

  it('keep a creative whose cost is not known, as what a pause would save is not known', () => {
    const free = [ad('a', evenDays(60_000, 126), { cpm: null }), ...siblings];
    const { action, reason } = decisionFor('a', free);
    expect(action).toBe('keep');
    expect(reason).toMatch(/but part of the cost is missing, so what a pause would save is not known\.$/);
  });

  it('find nothing to compare an ad with that is alone, or beside paused ads only', () => {
    const reason = "Keep: it is the campaign's only active ad, so there is nothing to compare it with.";
    expect(decisionFor('a', [ad('a', evenDays(60_000, 1))])).toMatchObject({ action: 'keep', reason });
    const paused = siblings.map((sibling) => ({ ...sibling, status: 'PAUSED' }));
    const decisions = decided([ad('a', evenDays(60_000, 1)), ...paused]);
    expect(decisions.map(({ creative_id }) => creative_id)).toEqual([null, 'a']);
    expect(decisions[1]!.reason).toBe(reason);
  });

  it('never compare currencies', () => {
    const euros = siblings.map((sibling) => ({ ...sibling, currency: 'EUR' }));
    expect(decisionFor('a', [ad('a', evenDays(60_000, 1)), ...euros])).toMatchObject({
      action: 'keep',
      probability: null,
      evidence: { siblings: 0, probability_worse: 0 },
    });
  });

  it('leave whole campaigns alone', () => {
    const whole = ad('campaign:1', evenDays(60_000, 1), { campaignId: '1' });
    expect(decisionFor('campaign:1', [whole, ...siblings])).toMatchObject({
      action: 'keep',
      reason: 'Keep: these figures are of a whole campaign; its individual ads are not in the data.',
    });
  });

  it('wait for mature days, and for those that the platform’s totals agree with', () => {
    const reason =
      "Needs mature days before a decision: a day counts once its figures have settled and match the platform's totals. None of this ad's days do yet.";
    const immature = ad('a', evenDays(60_000, 126));
    for (const not of [{ mature: false }, { reconciled: false }]) {
      const days = immature.days.map((day) => ({ ...day, ...not }));
      expect(decisionFor('a', [{ ...immature, days }, ...siblings])).toMatchObject({
        action: 'gather_evidence',
        reason,
        evidence: { observed_rate: null, impressions: 0, probability_worse: 0, more_impressions_needed: null },
      });
    }
    expect(decisionFor('b', [ad('a', []), ad('b', evenDays(1_000, 5))]).reason).toBe(
      "Keep: the campaign's other active ad has no mature figures yet, so there is nothing to compare it with.",
    );
    expect(decisionFor('b', [ad('a', []), ad('b', evenDays(1_000, 5)), ad('c', [])]).reason).toBe(
      "Keep: the campaign's other active ads (2) have no mature figures yet, so there is nothing to compare it with.",
    );
  });

  it('reject more results than impressions, and go on with the others', () => {
    const decisions = decided([ad('a', [[10, 12]]), ...siblings]);
    expect(decisions).toHaveLength(6);
    expect(decisions.find(({ creative_id }) => creative_id === 'a')).toMatchObject({
      action: 'keep',
      reason: 'Keep: its figures do not add up (clicks: 12, impressions: 10). Check them.',
    });
    expect(decisions.filter(({ evidence }) => evidence.siblings === 3)).toHaveLength(4);
  });

  it('keep a creative without figures of the KPI', () => {
    const both = [ad('a', evenDays(1_000, 5)), ...siblings].map((each) => ({
      ...each,
      days: each.days.map((day) => ({ ...day, clicks: null })),
    }));
    expect(decisionFor('a', both, { settings: { ...settings, kpi: 'leads' } }).reason).toBe(
      'Keep: its impressions have no figures for leads, so its rate is not known.',
    );
  });

  it('wait for a second day where one day is all there is', () => {
    const { action, reason } = decisionFor('a', [ad('a', [[60_000, 60]]), ad('b', [[100_000, 480]])]);
    expect(action).toBe('gather_evidence');
    expect(reason).toMatch(
      /^Needs a second mature day before a decision: 0\.1\d*% CTR against 0\.4\d*% for the campaign's other ad, but how much its days vary is not known yet\.$/,
    );
  });

  it('say nothing of a campaign that is off, or of a creative that the platform does not let run', () => {
    const off = decide(statesOf(siblings, { campaigns: { campaign: { status: 'PAUSED' } } }), run);
    expect(off).toEqual([]);
    const rejected = { ...ad('a', evenDays(60_000, 126)), approved: false };
    expect(decisionFor('a', [rejected, ...siblings])).toBeUndefined();
  });

  it('propose, where the platform is only known from files, what a person has to do there', () => {
    const imported = [ad('a', evenDays(60_000, 126)), ...siblings].map((each) => ({
      ...each,
      status: null,
      approved: null,
    }));
    const states = statesOf(imported, {
      campaigns: { campaign: { status: null, objective: null, costType: null, optimizationTarget: null } },
    });
    const decisions = decide(states, run);
    expect(decisions.find(({ creative_id }) => creative_id === 'a')).toMatchObject({
      action: 'pause_creative',
      change: null,
      evidence: { kpi: 'clicks' },
    });
    expect(decisions.find(({ creative_id }) => creative_id === null)?.reason).toBe(
      'Keep: the data has its figures, but not its bid and budget.',
    );
  });

  it('come with the largest gain first, numbered in that order', () => {
    const decisions = decided([ad('a', evenDays(60_000, 126)), ad('f', evenDays(120_000, 126)), ...siblings]);
    expect(decisions.map(({ decision_id }) => decision_id)).toEqual(decisions.map((_, at) => `run-${at + 1}`));
    expect(decisions.slice(0, 2).map(({ creative_id }) => creative_id)).toEqual(['f', 'a']);
    expect(decisions.slice(2).every(({ action }) => action === 'keep')).toBe(true);
  });

  it('add up to counts by action and money by currency', () => {
    const euros = [ad('a', evenDays(60_000, 126)), ...siblings].map((each) => ({ ...each, currency: 'EUR' }));
    const decisions = decided([ad('a', evenDays(60_000, 126)), ...siblings, ...euros]);
    const summary = summariseDecisions(decisions);
    expect(summary).toMatchObject({ proposed: 2, waiting: 0, kept: 10 });
    expect(Object.keys(summary.wasteByCurrency).sort()).toEqual(['EUR', 'USD']);
    expect(summary.wasteByCurrency.EUR).toBeCloseTo(decisions[0]!.evidence.expected_waste!, 9);
  });
});
