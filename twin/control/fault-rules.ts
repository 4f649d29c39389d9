/** What can go wrong, and when: the rules that `POST /_twin/faults` takes. */
import { z } from 'zod';

export const faultKinds = [
  /** 429 of the application's day; the endpoint stays closed until midnight UTC. */
  'throttle-day',
  /** 429 with serviceErrorCode 101. */
  'throttle',
  /** 429 of 45 million metric values. */
  'throttle-values',
  /** `status`, 500 unless given. */
  'server-error',
  /** `delayMs` of real time before the answer. */
  'slow',
  /** The connection ends in the middle of the body. */
  'cut-off',
  /** A whole answer that is not whole JSON. */
  'malformed-json',
  /** The next page token leads to the same page again. */
  'duplicate-page',
  /** The next page token skips a page. */
  'missing-page',
  /** 200 without elements. */
  'empty-answer',
  /** Fields no documentation knows, in every element. */
  'unknown-fields',
  /** For as long as the rule stands: the last `withinDays` days are off by up to `magnitude`. */
  'restatement-storm',
  /** For as long as the rule stands: the platform's clock (Date header, token ends) is `skewMs` ahead. */
  'clock-skew',
  /** At once and for good: the `entities` (URNs of creatives, campaigns or groups) are gone. */
  'deleted-entities',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export const faultRule = z.strictObject({
  kind: z.enum(faultKinds),
  /** An endpoint name (`adAnalytics`, `creatives`, `accessToken` …) or a part of the path and query; `*` stands for anything. */
  endpoint: z.string().default('*'),
  /** Strikes so many times; unlimited when absent. */
  count: z.int().positive().optional(),
  probability: z.number().min(0).max(1).default(1),
  /** Virtual time from which and until which the rule holds. */
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  status: z.int().min(400).max(599).default(500),
  delayMs: z.int().min(0).max(60_000).default(1000),
  magnitude: z.number().min(0).max(0.9).default(0.2),
  withinDays: z.number().positive().default(14),
  skewMs: z.int().default(0),
  entities: z.array(z.string()).default([]),
});
export type FaultRule = z.infer<typeof faultRule>;

export const faultRules = z.array(faultRule);
export type FaultRuleInput = z.input<typeof faultRule>;
