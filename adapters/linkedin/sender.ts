/**
 * Sends calls: a bounded number at a time, each tried as often as the retry table allows, through one circuit breaker. The
 * policies are cockatiel's; what to do about a failure and how long to wait is ours, so that clock and chance can be injected.
 */
import {
  BrokenCircuitError,
  bulkhead,
  ConsecutiveBreaker,
  ConstantBackoff,
  circuitBreaker,
  handleWhen,
  retry,
} from 'cockatiel';
import { DailyQuotaError, PlatformUnavailableError } from '../../core/ports/ad-platform-errors.ts';
import type { LinkedInConfig } from '../../core/settings/linkedin.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type Answer, type ApiCall, isRead, nameOf, type Send, wireRequest } from './api-call.ts';
import { platformError } from './failures.ts';
import { AttemptFailedError, type CallRecord, sendOnce } from './http.ts';
import { type RetryPlan, retryPlan, ruleFor } from './retry-table.ts';
import { statusPage } from './status-page.ts';

/** Failures in a row, over all calls, from which on LinkedIn is left alone. One call alone cannot reach it. */
const outageFailures = 20;
const outagePauseMs = 60_000;

export interface SenderOptions {
  config: LinkedInConfig;
  tokens: AccessTokens;
  log?: (record: CallRecord) => void;
  /** No wait is begun that would end after it. */
  deadline?: Date | undefined;
  fetch?: typeof fetch;
  now?: () => Date;
  sleep?: (milliseconds: number) => Promise<void>;
  random?: () => number;
}

export function sender({
  config,
  tokens,
  log = () => {},
  deadline,
  fetch = globalThis.fetch,
  now = () => new Date(),
  sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  random = Math.random,
}: SenderOptions): Send {
  // A call keeps its slot while it waits: when LinkedIn throttles, everything slows down.
  const slots = bulkhead(config.concurrency, Number.POSITIVE_INFINITY);
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: outagePauseMs,
    breaker: new ConsecutiveBreaker(outageFailures),
  });
  const quotas = spentQuotas(now);
  const http = { fetch, now, log, timeoutSeconds: config.timeoutSeconds };

  async function withRetries(call: ApiCall): Promise<Answer> {
    const course: Course = { attempt: 0, token: '', tokenReread: false, plan: { again: false }, failure: undefined };
    const mayGoOn = (error: Error): boolean => error instanceof AttemptFailedError && decide(call, course, error).again;
    // The waiting is done in `prepare` with the injected sleep; cockatiel's own is none.
    const retries = retry(handleWhen(mayGoOn), { maxAttempts: config.attempts - 1, backoff: new ConstantBackoff(0) });
    return await retries.execute(async () => {
      await prepare(call, course);
      const request = wireRequest(call, config.apiUrl, config.apiVersion, course.token);
      return await breaker.execute(() => sendOnce(call, request, course.attempt, http));
    });
  }

  function decide(call: ApiCall, course: Course, failure: AttemptFailedError): RetryPlan {
    course.failure = failure;
    course.plan = retryPlan(failure.symptom, {
      attempt: course.attempt,
      read: isRead(call),
      tokenReread: course.tokenReread,
      longestWaitSeconds: config.longestWaitSeconds,
      now: now(),
      deadline,
      random,
    });
    return course.plan;
  }

  /** What the plan asks for before the next sending; nothing before the first. */
  async function prepare(call: ApiCall, course: Course): Promise<void> {
    const { plan, failure } = course;
    if (plan.again && plan.waitSeconds > 0) await sleep(plan.waitSeconds * 1000);
    if (plan.again && plan.rereadToken) {
      course.tokenReread = true;
      // The same token again would be rejected again.
      if ((await tokens.replacementFor(course.token)) === undefined)
        throw translate(call, failure, config.apiVersion, now());
    }
    course.token = await tokens.current();
    course.attempt += 1;
    quotas.assertLeft(call);
  }

  return async (call) => {
    try {
      return await slots.execute(() => withRetries(call));
    } catch (error) {
      const translated = translate(call, error, config.apiVersion, now());
      if (translated instanceof DailyQuotaError) quotas.remember(call, translated);
      throw translated;
    }
  };
}

/** How far one call has come. */
interface Course {
  attempt: number;
  token: string;
  tokenReread: boolean;
  plan: RetryPlan;
  failure: AttemptFailedError | undefined;
}

const isOutage = (error: Error): boolean =>
  error instanceof AttemptFailedError &&
  ['server_error', 'timeout', 'cut_off', 'malformed', 'unreachable'].includes(ruleFor(error.symptom).kind);

function translate(call: ApiCall, error: unknown, apiVersion: string, now: Date): unknown {
  if (error instanceof AttemptFailedError) return platformError(call, error, apiVersion, now);
  if (error instanceof BrokenCircuitError) {
    const said = `not sent after ${outageFailures} failures in a row; next attempt in ${outagePauseMs / 1000} s`;
    return new PlatformUnavailableError({ call: nameOf(call), said, requestId: null }, { cause: error, statusPage });
  }
  return error;
}

/** Calls that wait in line behind a daily 429 must not be sent: each would burn a little more. */
function spentQuotas(now: () => Date): {
  assertLeft(call: ApiCall): void;
  remember(call: ApiCall, error: DailyQuotaError): void;
} {
  const spent = new Map<string, DailyQuotaError>();
  return {
    assertLeft(call) {
      const error = spent.get(nameOf(call));
      if (error && now() < error.resetsAt) throw error;
    },
    remember: (call, error) => void spent.set(nameOf(call), error),
  };
}
