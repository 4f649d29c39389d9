import { expect, it } from 'vitest';
import { explainedLines } from '../../cli/training.ts';

const ad = (creative_id: string, expected: number, factor: number) => ({
  creative_id,
  ctr: { expected, low: expected / 2, high: expected * 2 },
  because: [{ name: 'has_number', value: 1, factor }],
});

it('shows the most promising ads, with what moves each estimate most', () => {
  const lines = explainedLines([ad('a', 0.004, 0.9), ad('b', 0.006, 1.234), ad('c', 0.005, 1), ad('d', 0.001, 1)]);
  expect(lines).toEqual([
    '  b: 0.6% (0.3% to 1.2%): has number × 1.23',
    '  c: 0.5% (0.25% to 1%): has number × 1.00',
    '  a: 0.4% (0.2% to 0.8%): has number × 0.90',
  ]);
  expect(explainedLines([{ ...ad('a', 0.004, 1), because: [] }])).toEqual(['  a: 0.4% (0.2% to 0.8%)']);
});
