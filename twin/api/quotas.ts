/** How often an endpoint may be called, in virtual time: per minute, per UTC day, and metric values in five minutes. */
import { type Clock, dayOf, msPerMinute } from '../clock.ts';
import type { World } from '../world/schema.ts';
import { type ApiError, plainError } from './reply.ts';

export interface Quotas {
  /** Counts a call, or throws the platform's 429. */
  countCall(endpoint: string): void;
  /** Counts an analytics answer, or throws its 429. */
  countMetricValues(values: number): void;
  /** Closes an endpoint until midnight UTC, as an exhausted day does. */
  exhaustDay(endpoint: string): void;
}

interface Counter {
  day: number;
  today: number;
  minute: number;
  thisMinute: number;
}

const valueWindowMs = 5 * msPerMinute;

/** Bodies of the three throttles (docs/linkedin-api.md §9 and §12). */
export const throttled = {
  day: (): ApiError =>
    plainError(429, 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.'),
  plain: (): ApiError =>
    plainError(429, 'Resource level throttle limit for calls to this resource is reached.', { serviceErrorCode: 101 }),
  values: (): ApiError =>
    plainError(
      429,
      'The data request limit has been exceeded. More than 45 million metric values were requested in a 5-minute window.',
    ),
} as const;

export function createQuotas({ limits }: World, clock: Clock): Quotas {
  const counters = new Map<string, Counter>();
  let answers: { at: number; values: number }[] = [];

  const counterOf = (endpoint: string): Counter => {
    const [day, minute] = [dayOf(clock.now()), Math.floor(clock.now() / msPerMinute)];
    const counter = counters.get(endpoint) ?? { day, today: 0, minute, thisMinute: 0 };
    if (counter.day !== day) Object.assign(counter, { day, today: 0 });
    if (counter.minute !== minute) Object.assign(counter, { minute, thisMinute: 0 });
    counters.set(endpoint, counter);
    return counter;
  };

  return {
    countCall(endpoint) {
      const counter = counterOf(endpoint);
      if (counter.today >= limits.callsPerDay) throw throttled.day();
      if (counter.thisMinute >= limits.callsPerMinute) throw throttled.plain();
      counter.today += 1;
      counter.thisMinute += 1;
    },
    countMetricValues(values) {
      const now = clock.now();
      answers = answers.filter(({ at }) => at > now - valueWindowMs);
      const recent = answers.reduce((sum, answer) => sum + answer.values, 0);
      if (recent + values > limits.metricValuesPerFiveMinutes) throw throttled.values();
      answers.push({ at: now, values });
    },
    exhaustDay(endpoint) {
      counterOf(endpoint).today = limits.callsPerDay;
    },
  };
}
