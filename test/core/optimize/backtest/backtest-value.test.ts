import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../core/contracts/decisions.ts';
import type { BacktestDay } from '../../../../core/optimize/backtest/backtest.ts';
import { backtestValues } from '../../../../core/optimize/backtest/backtest-value.ts';
import { proposal } from '../../../support/decided.ts';
import { effectWith } from '../effects/effects.ts';

const amounts = (mean: number) => ({ mean, low80: mean, high80: mean, low95: mean, high95: mean });
const [first] = effectWith({}).changes;
const effectOf = (decision_id: string, earned: number | null) =>
  effectWith({ changes: [{ ...first!, decision_id }], earned: earned === null ? null : amounts(earned) });

/** Forty changes: every other one done, worth 10; the rest left alone by chance. */
const logged = Array.from({ length: 40 }, (_, index): Decision => {
  const made = proposal({ id: `d${index}`, campaign: `${index}`, more: { propensity: 0.5 } });
  return index % 2 === 0 ? made : { ...made, action: 'keep', change: null };
});
const effects = logged.flatMap(({ decision_id, change }) => (change ? [effectOf(decision_id, 10)] : []));
const backtested = (decisions: readonly Decision[]): BacktestDay[] => [
  {
    date: '2026-11-20',
    judged: 1,
    bound: [],
    done: decisions.map((decision) => ({ decision, daily_spend: 1, bound: null })),
  },
];

describe('the value of a backtested rule set', () => {
  it('is what those of its choices earned that were made by chance', () => {
    const [all] = backtestValues(backtested(logged), logged, effects);
    expect(all).toMatchObject({ currency: 'USD', unknown: 0, value: { mean: 10, choices: 40, effectiveSample: 20 } });
    const [none] = backtestValues(backtested([]), logged, effects);
    expect(none!.value.mean).toBe(0);
  });

  it('cannot be told where every choice was certain', () => {
    const certain = logged.map((decision) => ({ ...decision, propensity: 1 }));
    const [value] = backtestValues(backtested([]), certain, effects);
    expect(value!.value).toMatchObject({ mean: null, choices: 20 });
    expect(value!.value.warning).toMatch(/^No overlap: /);
  });

  it('leaves out changes with an unknown effect, and says how many', () => {
    const unsure = effects.map((effect, index) => (index < 5 ? { ...effect, earned: null } : effect));
    const [value] = backtestValues(backtested(logged), logged, unsure);
    expect(value).toMatchObject({ unknown: 5, value: { choices: 35, mean: 10 } });
  });

  it('is nothing where nothing was decided', () => {
    expect(backtestValues(backtested([]), [], [])).toEqual([]);
  });
});
