import { describe, expect, it } from 'vitest';
import { isApart, noDays, spanOf } from '../../../../core/process/merging/fact-days.ts';

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

describe('two spans', () => {
  const march = { from_day: '2026-03-01', to_day: '2026-03-31' };

  it('are apart when no day is in both', () => {
    const april = { from_day: '2026-04-01', to_day: '2026-04-30' };
    expect([isApart(march, april), isApart(april, march), isApart(march, noDays)]).toEqual([true, true, true]);
  });

  it('are not apart when they share a day', () => {
    const touching = { from_day: '2026-03-31', to_day: '2026-04-30' };
    const inside = { from_day: '2026-03-10', to_day: '2026-03-10' };
    expect([isApart(march, touching), isApart(touching, march), isApart(march, inside)]).toEqual([false, false, false]);
  });
});
