import { describe, expect, it } from 'vitest';
import { learnMaturity } from '../../../../core/process/maturity/learn.ts';
import { maturity as maturitySchema } from '../../../../core/process/maturity/schema.ts';
import { encodeJson, parseStored } from '../../../../core/running/documents.ts';
import { alike } from './snapshots.ts';

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
    expect(parseStored('state/maturity.json', encodeJson(maturity), maturitySchema)).toEqual(maturity);
  });

  it('is refused by the name of the field that is wrong', () => {
    const wrong = { ...maturity, horizon_days: -1 };
    expect(() => parseStored('state/maturity.json', encodeJson(wrong), maturitySchema)).toThrow(
      /state\/maturity\.json.*horizon_days/s,
    );
  });
});
