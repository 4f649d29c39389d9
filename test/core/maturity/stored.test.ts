import { describe, expect, it } from 'vitest';
import { learnMaturity } from '../../../core/maturity/learn.ts';
import { parseMaturity } from '../../../core/maturity/stored.ts';
import { encodeJson } from '../../../core/stored-json.ts';
import { alike } from './looks.ts';

const maturity = learnMaturity(
  alike(5, {
    seen: [
      [0, 5],
      [24, 8],
      [960, 9],
    ],
  }),
  { level: 0.95, horizonDays: 120 },
);

describe('stored maturity', () => {
  it('comes back as it was', () => {
    expect(parseMaturity('state/maturity.json', encodeJson(maturity))).toEqual(maturity);
  });

  it('is refused by the name of the field that is wrong', () => {
    const wrong = { ...maturity, horizon_days: -1 };
    expect(() => parseMaturity('state/maturity.json', encodeJson(wrong))).toThrow(
      /state\/maturity\.json.*horizon_days/s,
    );
  });
});
