import { describe, expect, it } from 'vitest';
import { mean } from '../../../core/decisions/beta.ts';
import { probabilityBelow } from '../../../core/decisions/comparison.ts';
import { additionalImpressions } from '../../../core/decisions/sufficient-evidence.ts';

const siblings = { alpha: 500, beta: 99_500 };
const question = { creative: { alpha: 12, beta: 3_988 }, siblings, margin: 0.1, pauseProbability: 0.95 };

describe('additional impressions', () => {
  it('are those at which the probability crosses the pause probability, and hardly more', () => {
    const probabilityAfter = (more: number): number => {
      const rate = mean(question.creative);
      const creative = { alpha: 12 + rate * more, beta: 3_988 + (1 - rate) * more };
      return probabilityBelow(creative, siblings, 0.9);
    };
    const more = additionalImpressions(question, 4_000, 1)!;
    expect(probabilityBelow(question.creative, siblings, 0.9)).toBeLessThan(0.95);
    expect(probabilityAfter(more)).toBeGreaterThanOrEqual(0.95);
    expect(probabilityAfter(more * 0.98)).toBeLessThan(0.95);
  });

  it('grow with the dispersion, as each of them is worth less', () => {
    const more = additionalImpressions(question, 4_000, 1)!;
    expect(additionalImpressions(question, 4_000, 3)! / more).toBeCloseTo(3, 1);
  });

  it('are null where the difference is inside the margin', () => {
    expect(additionalImpressions({ ...question, creative: { alpha: 19, beta: 3_981 } }, 4_000, 1)).toBeNull();
  });

  it('are null where twenty times the data would not settle it', () => {
    const uncertain = { ...question, siblings: { alpha: 5, beta: 995 }, creative: { alpha: 4.4, beta: 995 } };
    expect(additionalImpressions(uncertain, 1_000, 1)).toBeNull();
  });

  it('are null without any impressions to start from', () => {
    expect(additionalImpressions(question, 0, 1)).toBeNull();
  });
});
