/** What each part of the score measures of an account, and the words for what it finds. Pure. */
import { dayOf, daysBetween, msPerHour } from '../../domain/calendar.ts';
import { counted, formatNumber, plural } from '../../domain/language.ts';
import { workflows } from '../../workflows/pipeline.ts';
import type { AccountFacts } from './accounts.ts';
import { type Check, failing } from './checks.ts';
import type { CheckResult } from './run-checks.ts';

export const components = ['completeness', 'timeliness', 'consistency'] as const;
export type Component = (typeof components)[number];

/** `rate(6 hours)` */
export const scheduleHours = Number(/^rate\((\d+) hours\)$/.exec(workflows.refresh.schedule)?.[1]);
/** A pull takes its time. */
const graceHours = 1;
/** Eight pulls of the schedule. */
const worthlessAfterHours = 8 * scheduleHours;
/** A warning costs one point for any row, and all four from 1% of the account's rows on. */
const pointsOfWarning = { least: 1, most: 4, fromShare: 0.01 };

/** A part of the score: how much of its points is lost, from 0 to 1 for each reason; null where it cannot be measured. */
export interface Part {
  component: Component;
  points: number;
  lost: { share: number; reason: string; remedy: string }[] | null;
}

export function partsOf(account: AccountFacts, results: readonly CheckResult[], asOf: Date): Part[] {
  return [
    { component: 'completeness', points: 20, lost: unseenDays(account, asOf) },
    { component: 'completeness', points: 8, lost: unknownEntities(account) },
    { component: 'completeness', points: 4, lost: withoutCurrency(account) },
    { component: 'completeness', points: 8, lost: rejectedRows(account) },
    { component: 'timeliness', points: 20, lost: age(account, asOf) },
    { component: 'consistency', points: 20, lost: openDays(account) },
    { component: 'consistency', points: 20, lost: failedChecks(account, results, 20) },
  ];
}

/** Pulls leave no gap, so that of a pulled account only the finished days since its newest observation are missing. */
function unseenDays(account: AccountFacts, asOf: Date): Part['lost'] {
  const today = dayOf(asOf);
  if (account.is_pulled) {
    const since = account.observed_at ? dayOf(account.observed_at) : account.first_day;
    return proportion(daysBetween(since, today), daysBetween(account.first_day, today), {
      reason: (unseen, all) =>
        `${of(unseen, days(all))} ${plural(unseen, 'has', 'have')} not been collected since ${plural(unseen, 'it', 'they')} ended`,
      remedy: 'Run collect: a pull continues from the newest day that it has seen.',
    });
  }
  return proportion(account.unseen_days, daysBetween(account.first_day, account.last_day) + 1, {
    reason: (unseen, all) =>
      `${of(unseen, days(all))} between the first and the last ${are(unseen)} in no file, starting with ${account.first_unseen_day}`,
    remedy: 'Import the files of those days. If nothing ran on them, there is nothing to do.',
  });
}

const unknownEntities = ({ facts, facts_of_unknown }: AccountFacts): Part['lost'] =>
  proportion(facts_of_unknown, facts, {
    reason: (unknown, all) =>
      `${of(unknown, rows(all))} ${plural(unknown, 'belongs', 'belong')} to creatives or campaigns that are on no list`,
    remedy:
      'Nothing if they were deleted. Otherwise check the token’s role, or map the file’s campaign column with --map.',
  });

const withoutCurrency = ({ facts, facts_without_currency }: AccountFacts): Part['lost'] =>
  proportion(facts_without_currency, facts, {
    reason: (unknown, all) => `${of(unknown, rows(all))} ${plural(unknown, 'has', 'have')} no currency`,
    remedy: 'Import the file again with --currency.',
  });

const rejectedRows = ({ facts, rejected }: AccountFacts): Part['lost'] =>
  proportion(rejected, facts + rejected, {
    reason: (bad, all) => `${of(bad, rows(all))} ${are(bad)} in quarantine`,
    remedy: '"npm run ads -- quarantine list" says what is wrong with each. Correct the file and import it again.',
  });

function age({ is_pulled, observed_at }: AccountFacts, asOf: Date): Part['lost'] {
  if (!is_pulled) return null;
  if (observed_at === null)
    return [
      { share: 1, reason: 'it has no newest observation', remedy: 'Run collect, then "npm run ads -- process".' },
    ];
  const hours = (asOf.getTime() - observed_at.getTime()) / msPerHour;
  const allowed = scheduleHours + graceHours;
  return [
    {
      share: (hours - allowed) / (worthlessAfterHours - allowed),
      reason: `its newest observation is ${counted(Math.floor(hours), 'hour')} old, and the schedule is every ${scheduleHours} hours`,
      remedy: 'Run collect and read what it reports for the account. Then check the schedule that should run it.',
    },
  ];
}

function openDays({ compared_days, reconciled_days }: AccountFacts): Part['lost'] {
  if (compared_days === 0) return null;
  return proportion(compared_days - reconciled_days, compared_days, {
    reason: (open, all) =>
      `${of(open, days(all))} ${plural(open, 'does', 'do')} not agree with the platform’s own totals`,
    remedy: 'Wait for the next pulls, which read them again. If the gap stays, compare them with Campaign Manager.',
  });
}

/** Checks that measure what another part of the score measures cost nothing twice. */
function failedChecks(account: AccountFacts, results: readonly CheckResult[], points: number): Part['lost'] {
  const lost: NonNullable<Part['lost']> = [];
  let left = 1;
  for (const { check, offending } of errorsFirst(results.map((result) => ofAccount(result, account)))) {
    if (offending === 0 || check.costs !== 'checks') continue;
    const cost = check.severity === 'error' ? points : costOfWarning(offending, account);
    const share = Math.min(cost / points, left);
    left -= share;
    lost.push({ share, reason: failing(offending, check), remedy: check.remedy });
  }
  return lost;
}

const costOfWarning = (offending: number, { facts }: AccountFacts): number =>
  Math.min(
    Math.max(pointsOfWarning.least, pointsOfWarning.most * (offending / (facts * pointsOfWarning.fromShare))),
    pointsOfWarning.most,
  );

const errorsFirst = (results: readonly { check: Check; offending: number }[]) =>
  results.toSorted((one, other) => Number(other.check.severity === 'error') - Number(one.check.severity === 'error'));

/** The rows that concern an account: its own, and those of no account. */
function ofAccount({ check, offending, accounts }: CheckResult, { platform, account_id }: AccountFacts) {
  const own = accounts.find((each) => each.platform === platform && each.account_id === account_id)?.offending ?? 0;
  return { check, offending: own + offending - accounts.reduce((total, each) => total + each.offending, 0) };
}

interface Wording {
  reason(part: number, whole: number): string;
  remedy: string;
}

function proportion(part: number, whole: number, { reason, remedy }: Wording): Part['lost'] {
  if (part <= 0 || whole <= 0) return [];
  return [{ share: part / whole, reason: reason(part, whole), remedy }];
}

const days = (count: number): string => counted(count, 'day');
const rows = (count: number): string => counted(count, 'row');
const of = (part: number, whole: string): string => `${formatNumber(part)} of ${whole}`;
const are = (count: number): string => plural(count, 'is', 'are');
