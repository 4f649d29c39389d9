/**
 * A score of 0 to 100 per account, made of points that are lost for a stated reason. Pure: the same facts give the same score.
 *
 * | part | points | lost in proportion to |
 * |---|---|---|
 * | completeness: days | 20 | days of the span that were never observed |
 * | completeness: entities | 8 | facts of creatives or campaigns that no list names |
 * | completeness: currency | 4 | facts without a currency |
 * | completeness: rejected | 8 | rows in quarantine among all rows |
 * | timeliness | 20 | age of the newest observation: nothing up to 7 hours, all from 48 hours on |
 * | consistency: reconciled | 20 | finished days that do not agree with the platform's own totals |
 * | consistency: checks | 20 | all of it for an error; for a warning 1, up to 4 from 1% of the account's rows on |
 *
 * A part that cannot be measured is left out, and the others are stretched to 100: files have no schedule, and no totals to be
 * held against. Points are lost in tenths, rounded up, so that 100.0 means that nothing was found.
 */
import type { AccountFacts } from './accounts.ts';
import type { CheckResult } from './run-checks.ts';
import { type Component, components, partsOf } from './score-parts.ts';

export interface LostPoints {
  component: Component;
  points: number;
  reason: string;
  remedy: string;
}

export interface ComponentScore {
  component: Component;
  points: number;
  /** At most so many. */
  of: number;
}

export interface AccountScore {
  platform: string;
  account_id: string;
  score: number;
  components: ComponentScore[];
  lost: LostPoints[];
}

/** `results` are of all checks; rows of no account count against each. */
export function scoreAccount(account: AccountFacts, results: readonly CheckResult[], asOf: Date): AccountScore {
  const parts = partsOf(account, results, asOf);
  const measured = parts.filter((part) => part.lost !== null);
  const stretch = 100 / measured.reduce((sum, { points }) => sum + points, 0);
  const lost = measured.flatMap(({ component, points, lost: reasons }) =>
    (reasons ?? [])
      .filter(({ share }) => share > 0)
      .map(({ share, reason, remedy }) => ({
        component,
        points: tenthsUp(Math.min(share, 1) * points * stretch),
        reason,
        remedy,
      })),
  );
  const scores = components.flatMap((component) => {
    const of = stretch * sum(measured.filter((part) => part.component === component));
    const points = of - sum(lost.filter((part) => part.component === component));
    return of === 0 ? [] : [{ component, points: nearestTenth(Math.max(points, 0)), of: nearestTenth(of) }];
  });
  return {
    platform: account.platform,
    account_id: account.account_id,
    score: nearestTenth(Math.max(100 - sum(lost), 0)),
    components: scores,
    lost: lost.toSorted((one, other) => other.points - one.points),
  };
}

/** The mean over the accounts, each by its rows; rounded down, so that 100 means all of them. Null without any. */
export function overallScore(scored: readonly { score: number; facts: number }[]): number | null {
  const facts = scored.reduce((total, each) => total + each.facts, 0);
  if (facts === 0) return null;
  return Math.floor((10 * scored.reduce((total, each) => total + each.score * each.facts, 0)) / facts + rounding) / 10;
}

/** What adding doubles leaves behind is no tenth of a point. */
const rounding = 1e-9;
const tenthsUp = (points: number): number => Math.ceil(points * 10 - rounding) / 10;
const nearestTenth = (points: number): number => Math.round(points * 10) / 10;
const sum = (parts: readonly { points: number }[]): number => parts.reduce((total, { points }) => total + points, 0);
