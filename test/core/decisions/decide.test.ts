import { describe, expect, it } from 'vitest';
import { decision } from '../../../core/contracts.ts';
import { decide } from '../../../core/decisions/decide.ts';
import { summariseDecisions } from '../../../core/decisions/summary.ts';
import { creative, evenDays, run } from './creatives.ts';

/** Four siblings at 0.48 % with 100,000 impressions each. */
const siblings = ['b', 'c', 'd', 'e'].map((id) => creative(id, evenDays(100_000, 480)));

const decisionFor = (id: string, creatives: Parameters<typeof decide>[0], changes: Partial<typeof run> = {}) =>
  decide(creatives, { ...run, ...changes }).find(({ creative_id }) => creative_id === id)!;

describe('decisions', () => {
  it('propose to pause what is surely worse, with the money at stake', () => {
    const worse = creative('a', evenDays(60_000, 126), { dailyCost: 20 });
    const { action, reason, evidence, ...rest } = decisionFor('a', [worse, ...siblings]);
    expect(action).toBe('pause_creative');
    expect(reason).toBe(
      'Pause: 0.21 % CTR against 0.48 % of its 4 siblings; more than 99 % sure it is at least 10 % worse; ' +
        `about ${Math.round(evidence.expected_waste!)} USD of the next 30 days would be wasted.`,
    );
    // 30 days of 20 USD, of which 1 - 0.21 / 0.48 buys nothing; pooling takes a little off
    expect(evidence.expected_waste).toBeGreaterThan(320);
    expect(evidence.expected_waste).toBeLessThan(338);
    expect(evidence).toMatchObject({ impressions: 60_000, results: 126, cost: 480, siblings: 4, margin: 0.1 });
    expect(evidence.observed_rate).toBeCloseTo(0.21, 9);
    expect(evidence.posterior_rate).toBeGreaterThan(evidence.observed_rate!);
    expect(evidence.posterior_low).toBeLessThan(evidence.posterior_rate);
    expect(evidence.posterior_high).toBeGreaterThan(evidence.posterior_rate);
    expect(evidence.more_impressions_needed).toBeNull();
    expect(rest).toMatchObject({ decision_id: 'run-1', mode: 'recommend', propensity: 1, model_version: null });
    expect(rest.guardrails).toEqual([
      {
        rule: 'last-active-creative',
        passed: true,
        detail: 'The campaign has 4 other active creatives; its best one always stays.',
      },
    ]);
  });

  it('are what the contract says', () => {
    for (const each of decide([creative('a', evenDays(60_000, 126)), ...siblings], run)) {
      expect(decision.parse(each)).toEqual(each);
    }
  });

  it('say how many impressions and how much money are missing', () => {
    const { action, reason, evidence } = decisionFor('a', [
      creative('a', evenDays(4_000, 8), { dailyCost: 20 }),
      ...siblings,
    ]);
    expect(action).toBe('gather_evidence');
    expect(evidence.more_impressions_needed).toBeGreaterThan(100);
    expect(evidence.more_cost_needed).toBeCloseTo(evidence.more_impressions_needed! * 0.008, 9);
    expect(reason).toMatch(
      /^Needs about [\d,]+ more impressions \([\d.]+ USD\) before a decision: 0\.2 % CTR against 0\.48 % of its 4 siblings; so far \d\d % sure it is at least 10 % worse\.$/,
    );
  });

  it('keep a creative with a lower rate whose results are nevertheless cheaper', () => {
    const cheaper = creative('a', evenDays(100_000, 240), { cost: 300, dailyCost: 30 });
    expect(decisionFor('a', [cheaper, ...siblings])).toMatchObject({
      action: 'keep',
      reason:
        'Keep: 0.24 % CTR against 0.48 % of its 4 siblings, but its clicks cost 1.25 USD each against 1.67 USD, ' +
        'so pausing it would not save money.',
    });
  });

  it('keep what wastes too little to be worth a decision', () => {
    const { action, reason } = decisionFor('a', [
      creative('a', evenDays(60_000, 126), { dailyCost: 0.2 }),
      ...siblings,
    ]);
    expect(action).toBe('keep');
    expect(reason).toMatch(/but only about 3\.\d\d USD of the next 30 days is at stake, less than the 10 USD that/);
  });

  it('keep a creative whose cost is not known, for nobody can say what pausing saves', () => {
    const { action, reason, evidence } = decisionFor('a', [
      creative('a', evenDays(60_000, 126), { cost: null }),
      ...siblings,
    ]);
    expect(action).toBe('keep');
    expect(evidence.expected_waste).toBeNull();
    expect(reason).toMatch(/but not every cost is known, nor what pausing would save\.$/);
  });

  it('find nothing to compare a creative with that is alone, or whose siblings are paused', () => {
    const reason = 'Keep: it is the only active creative of its campaign, so there is nothing to compare it with.';
    expect(decisionFor('a', [creative('a', evenDays(60_000, 1))])).toMatchObject({ action: 'keep', reason });
    const paused = siblings.map((sibling) => ({ ...sibling, active: false }));
    const decisions = decide([creative('a', evenDays(60_000, 1)), ...paused], run);
    expect(decisions.map(({ creative_id, reason }) => [creative_id, reason])).toEqual([['a', reason]]);
  });

  it('never compare currencies', () => {
    const euros = siblings.map((sibling) => ({ ...sibling, currency: 'EUR' }));
    expect(decisionFor('a', [creative('a', evenDays(60_000, 1)), ...euros])).toMatchObject({
      action: 'keep',
      evidence: { siblings: 0, probability_worse: 0 },
    });
  });

  it('leave whole campaigns alone', () => {
    const whole = creative('campaign:1', evenDays(60_000, 1), { campaignId: '1' });
    expect(decisionFor('campaign:1', [whole, ...siblings])).toMatchObject({
      action: 'keep',
      reason: 'Keep: this is a whole campaign, whose single creatives are not in the data.',
    });
  });

  it('wait for mature days', () => {
    expect(decisionFor('a', [creative('a', []), ...siblings])).toMatchObject({
      action: 'gather_evidence',
      reason:
        "Needs mature days before a decision: a day counts once its figures are 7 days old and agree with the platform's totals, and none of this creative's do.",
      evidence: { observed_rate: null, impressions: 0, probability_worse: 0, more_impressions_needed: null },
    });
    expect(decisionFor('b', [creative('a', []), creative('b', evenDays(1_000, 5))]).reason).toBe(
      'Keep: its one active sibling has no mature figures yet, so there is nothing to compare it with.',
    );
  });

  it('reject more results than impressions, and go on with the others', () => {
    const decisions = decide([creative('a', [[10, 12]]), ...siblings], run);
    expect(decisions).toHaveLength(5);
    expect(decisions.find(({ creative_id }) => creative_id === 'a')).toMatchObject({
      action: 'keep',
      reason: 'Keep: 12 clicks of 10 impressions cannot be a rate; check the figures.',
    });
    expect(decisions.filter(({ evidence }) => evidence.siblings === 3)).toHaveLength(4);
  });

  it('keep a creative without figures of the KPI', () => {
    const unknown = creative('a', [], { hasMatureDays: true });
    expect(decisionFor('a', [unknown, ...siblings], { settings: { ...run.settings, kpi: 'leads' } }).reason).toBe(
      'Keep: no leads are recorded beside its impressions, so its rate is not known.',
    );
  });

  it('wait for a second day where one day is all there is', () => {
    const oneDay = [creative('a', [[60_000, 60]]), creative('b', [[100_000, 480]])];
    const { action, reason } = decisionFor('a', oneDay);
    expect(action).toBe('gather_evidence');
    expect(reason).toBe(
      'Needs a second mature day before a decision: 0.1 % CTR against 0.48 % of its one sibling, ' +
        'but how much its days differ is not known yet.',
    );
  });

  it('come with the largest waste first, numbered in that order', () => {
    const decisions = decide([creative('a', evenDays(60_000, 126)), ...siblings], run);
    const wastes = decisions.map(({ evidence }) => evidence.expected_waste ?? -1);
    expect(wastes).toEqual([...wastes].sort((x, y) => y - x));
    expect(decisions.map(({ decision_id }) => decision_id)).toEqual(['run-1', 'run-2', 'run-3', 'run-4', 'run-5']);
    expect(decisions[0]?.creative_id).toBe('a');
  });

  it('add up to counts by action and money by currency', () => {
    const euros = [creative('a', evenDays(60_000, 126)), ...siblings].map((each) => ({ ...each, currency: 'EUR' }));
    const decisions = decide([creative('a', evenDays(60_000, 126)), ...siblings, ...euros], run);
    const summary = summariseDecisions(decisions);
    expect(summary).toMatchObject({ proposed: 2, waiting: 0, kept: 8 });
    expect(Object.keys(summary.wasteByCurrency).sort()).toEqual(['EUR', 'USD']);
    expect(summary.wasteByCurrency.EUR).toBeCloseTo(decisions[0]!.evidence.expected_waste!, 9);
  });
});
