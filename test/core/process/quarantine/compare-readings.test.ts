import { describe, expect, it } from 'vitest';
import { compareReadings } from '../../../../core/process/quarantine/compare-readings.ts';
import { objectOf, recordOf } from './quarantined.ts';

const bad = (line: number | null, reason = 'still bad') => ({ line, reason, remedy: 'Mend it.' });

describe('compareReadings', () => {
  const object = objectOf([recordOf({ line: 2 }), recordOf({ line: 5 }), recordOf({ line: 9 })], [0, 2]);

  it('finds the rows that are taken now by their lines, and says why the others are not', () => {
    expect(compareReadings(object, [bad(9, 'cost is empty')])).toEqual({
      readable: [0],
      still: [{ at: 2, reason: 'cost is empty', remedy: 'Mend it.' }],
      lost: [],
    });
  });

  it('tells rows that are not taken any more', () => {
    expect(compareReadings(object, [bad(2), bad(3), bad(5), bad(9)]).lost).toEqual([bad(3)]);
  });

  it('counts records without a line', () => {
    const nameless = objectOf([recordOf({ line: null }), recordOf({ line: null })]);
    expect(compareReadings(nameless, [bad(null)])).toMatchObject({ readable: [1], still: [{ at: 0 }] });
    expect(compareReadings(nameless, [])).toMatchObject({ readable: [0, 1], still: [] });
  });
});
