import { describe, expect, it } from 'vitest';
import { parseGuardrails } from '../../../../core/optimize/guardrails/guardrail-file.ts';
import { exampleGuardrails } from '../../../support/example-guardrails.ts';

const parsed = (more: object) => parseGuardrails(JSON.stringify({ ...exampleGuardrails, ...more }));
const steps = (more: object) => ({ bid: { floor: { USD: 5 }, ceiling: { USD: 5 }, ...more } });

describe('limits that are equal', () => {
  it('do not contradict each other: floor and ceiling, a step and a week, a run and a day', () => {
    expect(parsed(steps({})).bid.floor).toEqual({ USD: 5 });
    expect(parsed(steps({ change_per_step: 0.3, change_per_week: 0.3 })).bid.change_per_step).toBe(0.3);
    expect(parsed({ actions_per_run: 4, actions_per_day: 4 }).actions_per_run).toBe(4);
  });
});

describe('a ceiling without a floor', () => {
  it('is refused by the name of the floor', () => {
    expect(() => parsed(steps({ floor: {} }))).toThrow(/bid\.floor\.USD: /);
  });
});
