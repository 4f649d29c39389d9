/**
 * What AWS charges, in US dollars, in us-east-2. Read in November 2026 from public price pages and what is generally known of them;
 * no bill has confirmed them yet. Allowances are those that every account has for ever, not those of its first year.
 */
export const pricesOf = '2026-11';

const month = { hours: 730 };

export const prices = {
  hoursAMonth: month.hours,
  /** ARM. Source: the service's price page. */
  lambda: { perGigabyteSecond: 0.0000133334, perRequest: 0.2e-6, freeGigabyteSeconds: 400_000, freeRequests: 1e6 },
  /** Standard workflows, by the state that is entered. */
  states: { perTransition: 0.025e-3, freeTransitions: 4000 },
  scheduler: { perStart: 1e-6, freeStarts: 14e6 },
  /** By bytes read, each query rounded up to 10 MB; statements that only define are free. */
  athena: { perByte: 5 / 1e12 },
  objects: { perGigabyteMonth: 0.023, perPut: 0.005e-3, perGet: 0.0004e-3 },
  /** An hour of ml.m5.large; spare machines cost less, and this is without that. A job's start is not charged. */
  training: { perHour: 0.115 },
  /** A serverless endpoint: while it computes, by its memory, and by what goes in and out. Nothing while nobody asks. */
  endpoint: { perGigabyteSecond: 0.00002, perGigabyte: 0.016 },
  /** A metric counts for the hours in which it was sent. Requests that put metrics are not among the free ones. */
  metrics: { perMetricMonth: 0.3, free: 10, perThousandPuts: 0.01 },
  /** By metric that an alarm looks at. */
  alarms: { perMetricMonth: 0.1, free: 10, perCompositeMonth: 0.5 },
  dashboards: { perMonth: 3, free: 3 },
  logs: { perGigabyte: 0.5, freeGigabytes: 5 },
  traces: { perTrace: 5e-6, free: 100_000 },
  keys: { perMonth: 1 },
  secrets: { perMonth: 0.4 },
  /** A crawler is billed for ten minutes at least; it has two units. */
  crawler: { perUnitHour: 0.44, units: 2, leastHours: 1 / 6 },
} as const;

export type Prices = typeof prices;
