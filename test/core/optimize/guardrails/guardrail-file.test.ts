import { describe, expect, it } from 'vitest';
import { parseGuardrails } from '../../../../core/optimize/guardrails/guardrail-file.ts';
import { exampleGuardrails } from '../../../support/example-guardrails.ts';

const text = (more: object = {}) => JSON.stringify({ ...exampleGuardrails, ...more });

describe('the guardrail file', () => {
  it('is the example when that is written and read', () => {
    expect(parseGuardrails(text())).toEqual(exampleGuardrails);
  });

  it('has defaults for what a reasonable person would say, and none for what protects money', () => {
    const { bid, daily_budget, active_creatives_kept, cool_down_hours, learning_phase_hours } = exampleGuardrails;
    expect([bid.change_per_step, daily_budget.change_per_step, active_creatives_kept]).toEqual([0.2, 0.2, 1]);
    expect([cool_down_hours, learning_phase_hours]).toEqual([72, 120]);
    expect(() => parseGuardrails('{}')).toThrow(
      /^control\/guardrails\.json is not valid:\n {2}enabled_actions: .*\n {2}actions_per_run: .*\n {2}actions_per_day: .*\n {2}spend_share_per_day: .*\n {2}daily_spend_cap: .*\n {2}bid: .*\n {2}daily_budget: .*\n {2}minimum_evidence: [^\n]*$/,
    );
  });

  it.each([
    ['a misspelt key', { actions_per_dya: 3 }, /\(whole file\): .*actions_per_dya/],
    ['an action that changes nothing', { enabled_actions: ['keep'] }, /enabled_actions\.0: /],
    ['no active ad to be kept', { active_creatives_kept: 0 }, /active_creatives_kept: /],
    ['a share above the whole', { spend_share_per_day: 25 }, /spend_share_per_day: /],
    ['a currency in words', { daily_spend_cap: { dollars: 5 } }, /daily_spend_cap\.dollars: /],
    ['a cap of nothing', { daily_spend_cap: { USD: -5 } }, /daily_spend_cap\.USD: /],
    [
      'a time that is none',
      { quiet_hours: [{ from: '25:00', to: '06:00' }] },
      /quiet_hours\.0\.from: a time of the day/,
    ],
    ['a run of more than a day', { actions_per_run: 11 }, /actions_per_run: above actions_per_day/],
    [
      'a floor above its ceiling',
      { bid: { floor: { USD: 9 }, ceiling: { USD: 5 } } },
      /bid\.floor\.USD: above the ceiling/,
    ],
    [
      'a floor without a ceiling',
      { daily_budget: { floor: { EUR: 9 }, ceiling: {} } },
      /daily_budget\.ceiling\.EUR: missing/,
    ],
    [
      'a step beyond a week',
      { bid: { floor: { USD: 2 }, ceiling: { USD: 5 }, change_per_step: 0.5 } },
      /bid\.change_per_step: above change_per_week/,
    ],
  ])('refuses %s, by its name', (_, wrong, message) => {
    expect(() => parseGuardrails(text(wrong))).toThrow(message);
  });

  it('refuses what is not JSON', () => {
    expect(() => parseGuardrails('actions_per_run: 5')).toThrow('control/guardrails.json is not valid:\n  not JSON: ');
  });
});
