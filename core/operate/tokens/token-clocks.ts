/** How long the tokens of a secret last: two clocks, and the reminders that they cause. Pure. */

import { pipelineMetrics } from '../../contracts/cloudwatch-names.ts';
import { msPerDay } from '../../domain/calendar.ts';
import { counted } from '../../domain/language.ts';
import type { Metric } from '../../ports/metrics.ts';
import type { Secret } from '../../ports/secret-store.ts';
import type { Condition } from '../../running/digest.ts';

export interface TokenClocks {
  /** Days until the end, to a hundredth, negative after it; null where no answer ever said. */
  accessDaysLeft: number | null;
  refreshDaysLeft: number | null;
  /** Whether there is a refresh token at all. */
  refreshable: boolean;
}

export const clocksOf = (secret: Secret, now: Date): TokenClocks => ({
  accessDaysLeft: daysUntil(secret.access_token_expires_at, now),
  refreshDaysLeft: secret.refresh_token ? daysUntil(secret.refresh_token_expires_at, now) : null,
  refreshable: Boolean(secret.refresh_token),
});

function daysUntil(instant: string | undefined, now: Date): number | null {
  const end = Date.parse(instant ?? '');
  return Number.isNaN(end) ? null : Math.floor((100 * (end - now.getTime())) / msPerDay) / 100;
}

/** An unknown expiry is not sent: 0 would be false. */
export function clockMetrics({ accessDaysLeft, refreshDaysLeft }: TokenClocks): Metric[] {
  const clocks = [
    { name: pipelineMetrics.accessTokenDaysLeft, value: accessDaysLeft },
    { name: pipelineMetrics.refreshTokenDaysLeft, value: refreshDaysLeft },
  ];
  return clocks.flatMap(({ name, value }) => (value === null ? [] : [{ name, value, unit: 'None' as const }]));
}

/** Days left at which people are reminded, once each. */
export const reminderMarks = [60, 30, 14, 7, 3, 1] as const;
/** Renewed automatically with five days left: below that something is wrong. */
const renewedAccessMarks = [3, 1] as const;
/** Nothing renews it: a person has to. */
const lonelyAccessMarks = [14, 7, 3, 1] as const;

const signInAgain = 'Sign in again: npm run ads -- authorize (with --aws for the deployment).';

/** At most one condition a clock. Each mark passed is a higher level, the end itself the highest, which is sent again and again. */
export function clockConditions({ accessDaysLeft, refreshDaysLeft, refreshable }: TokenClocks): Condition[] {
  return [
    accessDaysLeft === null ? unknownEnd : undefined,
    countdown('access-token', accessDaysLeft, refreshable ? renewedAccessMarks : lonelyAccessMarks, {
      subject: 'the LinkedIn access token',
      remedy: refreshable
        ? `It should have been renewed automatically. Find out why that failed (docs/runbook.md, "The rotation fails"). ${signInAgain}`
        : `${signInAgain} Its application cannot refresh tokens, so this is needed every 60 days.`,
    }),
    countdown('refresh-token', refreshDaysLeft, reminderMarks, {
      subject: 'the LinkedIn refresh token',
      remedy: `${signInAgain} Renewal does not extend it; a new sign-in is good for 365 days.`,
    }),
  ].filter((condition) => condition !== undefined);
}

/** Of a secret that something else wrote. Any mark that is passed later is worse. */
const unknownEnd: Condition = {
  id: 'access-token',
  severity: 'warning',
  level: 0,
  repeats: false,
  title: 'it is unknown when the LinkedIn access token expires',
  remedy: `The next renewal reports it. ${signInAgain}`,
};

/** Undefined while the end is farther than the first mark. Marks in days, the farthest first. */
export function countdown(
  id: string,
  daysLeft: number | null,
  marks: readonly number[],
  { subject, remedy }: { subject: string; remedy: string },
): Condition | undefined {
  if (daysLeft === null) return undefined;
  const passed = marks.filter((mark) => daysLeft <= mark).length;
  if (passed === 0) return undefined;
  const isOver = daysLeft < 0;
  return {
    id,
    severity: isOver || passed >= marks.length - 1 ? 'error' : 'warning',
    level: isOver ? marks.length + 1 : passed,
    repeats: isOver,
    title: isOver ? `${subject} has expired` : `${subject} expires in ${daysWord(daysLeft)}`,
    remedy,
  };
}

const daysWord = (days: number): string => (days < 1 ? 'less than a day' : counted(Math.floor(days), 'day'));
