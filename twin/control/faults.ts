/** The faults that stand, and which of them strike a request. Chance is drawn by rule and try, so a run can be repeated. */
import type { Clock } from '../clock.ts';
import type { Storm } from '../market/visibility.ts';
import { mix, uniform } from '../random.ts';
import type { FaultKind, FaultRule } from './fault-rules.ts';

export interface Faults {
  add(rules: FaultRule[]): void;
  clear(): void;
  list(): StandingFault[];
  /** The rules that strike this request; each strike counts. */
  strike(endpoint: string, target: string): FaultRule[];
  storm(): Storm | null;
  skewMs(): number;
}

export interface StandingFault extends FaultRule {
  /** How often it has struck. */
  struck: number;
}

interface Entry {
  rule: FaultRule;
  /** Keys the draws; rises for ever, so that the same rule given twice has different luck. */
  number: number;
  tries: number;
  struck: number;
}

/** Kinds that hold all the time instead of striking single requests. */
const standing: readonly FaultKind[] = ['restatement-storm', 'clock-skew', 'deleted-entities'];

export function createFaults(seed: number, clock: Clock): Faults {
  let entries: Entry[] = [];
  let numbers = 0;
  const holding = (kind: FaultKind): Entry | undefined =>
    entries.find(({ rule }) => rule.kind === kind && inWindow(rule, clock.now()));

  return {
    add(rules) {
      for (const rule of rules) {
        entries.push({ rule, number: numbers, tries: 0, struck: 0 });
        numbers += 1;
      }
    },
    clear() {
      entries = [];
    },
    list: () => entries.map(({ rule, struck }) => ({ ...rule, struck })),
    strike(endpoint, target) {
      return entries
        .filter((entry) => strikes(entry, { endpoint, target, now: clock.now(), seed }))
        .map(({ rule }) => rule);
    },
    storm() {
      const entry = holding('restatement-storm');
      return entry ? { magnitude: entry.rule.magnitude, withinDays: entry.rule.withinDays, key: entry.number } : null;
    },
    skewMs: () => holding('clock-skew')?.rule.skewMs ?? 0,
  };
}

interface Strike {
  endpoint: string;
  target: string;
  now: number;
  seed: number;
}

function strikes(entry: Entry, { endpoint, target, now, seed }: Strike): boolean {
  const { rule } = entry;
  if (standing.includes(rule.kind) || !inWindow(rule, now)) return false;
  if (rule.count !== undefined && entry.struck >= rule.count) return false;
  if (!matches(rule.endpoint, endpoint, target)) return false;
  entry.tries += 1;
  if (uniform(mix(mix(mix(seed, 0xfa17), entry.number), entry.tries)) >= rule.probability) return false;
  entry.struck += 1;
  return true;
}

const inWindow = ({ from, to }: FaultRule, now: number): boolean =>
  (from === undefined || now >= Date.parse(from)) && (to === undefined || now < Date.parse(to));

/** A pattern with a slash, a question mark or an equals sign is sought in the address, any other is an endpoint's name. */
function matches(pattern: string, endpoint: string, target: string): boolean {
  const wanted = pattern
    .split('*')
    .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return /[/?=]/.test(pattern) ? new RegExp(wanted).test(target) : new RegExp(`^${wanted}$`).test(endpoint);
}
