/**
 * Which failures are tried again, as a table: the first row that fits decides. LinkedIn asks clients not to parse messages, but
 * the kinds of 429 differ in nothing else: all carry serviceErrorCode 101, or none.
 */
import { backOffSeconds } from './retry-timing.ts';

export type FailureKind =
  | 'daily_quota'
  | 'values_quota'
  | 'throttled'
  | 'token_rejected'
  | 'access_denied'
  | 'not_found'
  | 'version_sunset'
  | 'write_conflict'
  | 'refused'
  | 'redirected'
  | 'server_error'
  | Transport;

/** No HTTP status, or one whose body is no use. */
export type Transport = 'timeout' | 'cut_off' | 'malformed' | 'unreachable';

/** What is known of a failed attempt. */
export interface Symptom {
  transport?: Transport;
  status: number | null;
  code: string | null;
  /** Decides nothing; shown for LinkedIn's support. */
  serviceErrorCode: number | null;
  message: string;
  retryAfterSeconds?: number | undefined;
}

/** `back-off-reads`: a read is repeated; a write may or may not have happened, so its caller reads first. */
export type RetryAction = 'never' | 'back-off' | 'back-off-reads' | 'wait-for-values' | 'reread-token';

interface RetryRule {
  kind: FailureKind;
  when: { transport?: Transport; status?: number | readonly [number, number]; message?: RegExp };
  action: RetryAction;
  /** First back-off; it doubles from there. */
  firstSeconds?: number;
}

/** LinkedIn counts 45 million metric values in 5 minutes; Airbyte's connector waits half a minute more, and so do we. */
const valuesQuotaSeconds = 330;

export const retryTable: readonly RetryRule[] = [
  // Per application or member and day; every further call is refused until 00:00 UTC.
  { kind: 'daily_quota', when: { status: 429, message: /\bDAY\b|\bdaily\b/i }, action: 'never' },
  {
    kind: 'values_quota',
    when: { status: 429, message: /45 million|data request limit/i },
    action: 'wait-for-values',
  },
  { kind: 'throttled', when: { status: 429 }, action: 'back-off', firstSeconds: 5 },
  // 65601 revoked, 65602 expired, and whatever other 401: the secret may have been rotated since it was read.
  { kind: 'token_rejected', when: { status: 401 }, action: 'reread-token' },
  { kind: 'access_denied', when: { status: 403 }, action: 'never' },
  { kind: 'not_found', when: { status: 404 }, action: 'never' },
  { kind: 'version_sunset', when: { status: 426 }, action: 'never' },
  { kind: 'timeout', when: { status: 408 }, action: 'back-off-reads', firstSeconds: 1 },
  { kind: 'write_conflict', when: { status: 409 }, action: 'never' },
  { kind: 'write_conflict', when: { status: 412 }, action: 'never' },
  { kind: 'refused', when: { status: [400, 499] }, action: 'never' },
  // A token must not follow a redirect to wherever it points.
  { kind: 'redirected', when: { status: [300, 399] }, action: 'never' },
  { kind: 'server_error', when: { status: [500, 599] }, action: 'back-off-reads', firstSeconds: 1 },
  { kind: 'timeout', when: { transport: 'timeout' }, action: 'back-off-reads', firstSeconds: 1 },
  { kind: 'cut_off', when: { transport: 'cut_off' }, action: 'back-off-reads', firstSeconds: 1 },
  { kind: 'malformed', when: { transport: 'malformed' }, action: 'back-off-reads', firstSeconds: 1 },
  { kind: 'unreachable', when: { transport: 'unreachable' }, action: 'back-off-reads', firstSeconds: 1 },
];

/** The row for a symptom. Statuses that HTTP does not have are server errors. */
export function ruleFor(symptom: Symptom): RetryRule {
  return (
    retryTable.find((rule) => fits(rule, symptom)) ?? {
      kind: 'server_error',
      when: {},
      action: 'back-off-reads',
      firstSeconds: 1,
    }
  );
}

function fits({ when }: RetryRule, symptom: Symptom): boolean {
  if (when.transport !== symptom.transport) return false;
  const [low, high] = typeof when.status === 'number' ? [when.status, when.status] : (when.status ?? [0, 0]);
  if (when.status !== undefined && (symptom.status === null || symptom.status < low || symptom.status > high))
    return false;
  return when.message?.test(symptom.message) ?? true;
}

export type RetryPlan = { again: false } | { again: true; waitSeconds: number; rereadToken: boolean };

export interface RetrySituation {
  /** 1 for the first sending. */
  attempt: number;
  /** Whether the call changes nothing. */
  read: boolean;
  tokenReread: boolean;
  longestWaitSeconds: number;
  now: Date;
  /** A wait that would end after it is not begun. */
  deadline?: Date | undefined;
  random: () => number;
}

/** What to do after a failed attempt. The number of attempts is bounded by the caller. */
export function retryPlan(symptom: Symptom, situation: RetrySituation): RetryPlan {
  const { action, firstSeconds } = ruleFor(symptom);
  if (action === 'never' || (action === 'back-off-reads' && !situation.read)) return { again: false };
  if (action === 'reread-token') {
    return situation.tokenReread ? { again: false } : { again: true, waitSeconds: 0, rereadToken: true };
  }
  const asked = symptom.retryAfterSeconds;
  const own =
    action === 'wait-for-values'
      ? valuesQuotaSeconds
      : backOffSeconds(situation.attempt, firstSeconds ?? 1, situation.random);
  const waitSeconds = asked === undefined ? own : Math.min(asked, situation.longestWaitSeconds);
  const endsAt = situation.now.getTime() + waitSeconds * 1000;
  if (situation.deadline && endsAt > situation.deadline.getTime()) return { again: false };
  return { again: true, waitSeconds, rereadToken: false };
}
