import { describe, expect, it } from 'vitest';
import { workflows } from '../../../core/workflows/pipeline.ts';
import { hoursBetweenStarts, missingAfterHours, timeoutSeconds } from '../../../core/workflows/schedule.ts';

describe('a schedule', () => {
  it.each([
    ['rate(6 hours)', 6, 13, 19_440],
    ['rate(1 hour)', 1, 3, 3240],
    ['rate(30 minutes)', 0.5, 2, 1620],
    ['cron(15 * * * ? *)', 1, 3, 3240],
    ['cron(0 8 * * ? *)', 24, 26, 21_600],
    ['cron(0 4 ? * SUN *)', 168, 168, 21_600],
  ])('%s starts every %d hours, is missed after %d, and a run may take %d s', (schedule, hours, missing, seconds) => {
    expect(hoursBetweenStarts(schedule)).toBe(hours);
    expect(missingAfterHours(schedule)).toBe(missing);
    expect(timeoutSeconds(schedule)).toBe(seconds);
  });

  it.each(['cron(0 8,20 * * ? *)', 'cron(0 8 1 * ? *)', 'at(2026-11-20T12:00:00)'])(
    'is refused when it is of another form: %s',
    (schedule) => {
      expect(() => hoursBetweenStarts(schedule)).toThrow(`The schedule ${schedule} is in a form that is not supported`);
    },
  );

  it('of every workflow is understood', () => {
    expect(Object.values(workflows).map(({ schedule }) => hoursBetweenStarts(schedule) > 0)).not.toContain(false);
  });
});
