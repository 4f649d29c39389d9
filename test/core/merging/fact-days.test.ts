import { describe, expect, it } from 'vitest';
import { noDays, spanOf } from '../../../core/merging/fact-days.ts';

describe('the span of two spans', () => {
  const march = { from_day: '2026-03-01', to_day: '2026-03-31' };

  it('is from the earlier first day to the later last day', () => {
    expect(spanOf(march, { from_day: '2026-02-27', to_day: '2026-03-02' })).toEqual({
      from_day: '2026-02-27',
      to_day: '2026-03-31',
    });
  });

  it('is the other where one has no days', () => {
    expect([spanOf(march, noDays), spanOf(noDays, march), spanOf(noDays, noDays)]).toEqual([march, march, noDays]);
  });
});
