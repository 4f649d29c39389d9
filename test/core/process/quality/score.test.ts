import { describe, expect, it } from 'vitest';
import { msPerHour } from '../../../../core/domain/calendar.ts';
import type { AccountFacts } from '../../../../core/process/quality/accounts.ts';
import { type Check, checks } from '../../../../core/process/quality/checks.ts';
import type { CheckResult } from '../../../../core/process/quality/run-checks.ts';
import { overallScore, scoreAccount } from '../../../../core/process/quality/score.ts';

const asOf = new Date('2026-03-11T07:00:00Z');

/** 100 days from the first of December to the tenth of March, observed an hour ago. */
const pulled: AccountFacts = {
  platform: 'linkedin',
  account_id: '1',
  is_pulled: true,
  first_day: '2025-12-01',
  last_day: '2026-03-10',
  facts: 1000,
  facts_of_unknown: 0,
  facts_without_currency: 0,
  rejected: 0,
  observed_at: new Date('2026-03-11T06:00:00Z'),
  unseen_days: 0,
  first_unseen_day: null,
  compared_days: 100,
  reconciled_days: 100,
};

const imported: AccountFacts = {
  ...pulled,
  is_pulled: false,
  observed_at: new Date('2026-03-11T06:00:00Z'),
  compared_days: 0,
  reconciled_days: 0,
};

const score = (change: Partial<AccountFacts>, results: CheckResult[] = [], now = asOf) =>
  scoreAccount({ ...pulled, ...change }, results, now);
const lost = (change: Partial<AccountFacts>, results: CheckResult[] = []) =>
  score(change, results).lost.map(({ component, points, reason }) => [component, points, reason]);

const failing = (name: string, offending: number, account: string | null = '1'): CheckResult => ({
  check: checks.find(({ file }) => file === `checks/${name}`) as Check,
  offending,
  accounts: account === null ? [] : [{ platform: 'linkedin', account_id: account, offending }],
  examples: [],
});

describe('the score of an account', () => {
  it('is 100 where nothing was found', () => {
    expect(score({})).toEqual({
      platform: 'linkedin',
      account_id: '1',
      score: 100,
      components: [
        { component: 'completeness', points: 40, of: 40 },
        { component: 'timeliness', points: 20, of: 20 },
        { component: 'consistency', points: 40, of: 40 },
      ],
      lost: [],
    });
  });

  it('names each point that is lost, the most expensive first, and adds up to 100 with them', () => {
    const found = score({
      facts_of_unknown: 250,
      facts_without_currency: 500,
      rejected: 1000,
      reconciled_days: 70,
    });
    expect(found.lost.map(({ component, points, reason }) => [component, points, reason])).toEqual([
      ['consistency', 6, '30 of 100 days do not agree with the platform’s own totals'],
      ['completeness', 4, '1,000 of 2,000 rows are in quarantine'],
      ['completeness', 2, '250 of 1,000 rows belong to creatives or campaigns that are on no list'],
      ['completeness', 2, '500 of 1,000 rows have no currency'],
    ]);
    expect(found.lost.every(({ remedy }) => remedy.length > 10)).toBe(true);
    expect(found.score).toBe(86);
    expect(found.components).toEqual([
      { component: 'completeness', points: 32, of: 40 },
      { component: 'timeliness', points: 20, of: 20 },
      { component: 'consistency', points: 34, of: 40 },
    ]);
  });

  it.each([
    [7, 0],
    [7.001, 0.1],
    [27.5, 10],
    [48, 20],
    [500, 20],
  ])('loses of 20 points for an observation %s hours old: %s', (hours, points) => {
    const observed_at = new Date(asOf.getTime() - hours * msPerHour);
    const timeliness = score({ observed_at, first_day: '2016-03-11' }).lost.find(
      ({ component }) => component === 'timeliness',
    );
    expect(timeliness?.points ?? 0).toBe(points);
  });

  it('loses for days that ended after the newest observation', () => {
    expect(lost({ observed_at: new Date('2026-03-10T23:00:00Z') })).toEqual([
      ['timeliness', 0.5, 'its newest observation is 8 hours old, and the schedule is every 6 hours'],
      ['completeness', 0.2, '1 of 100 days has not been collected since it ended'],
    ]);
  });

  it('loses everything that rests on an observation where there is none', () => {
    expect(lost({ observed_at: null, compared_days: 0, reconciled_days: 0 })).toEqual([
      ['completeness', 25, '100 of 100 days have not been collected since they ended'],
      ['timeliness', 25, 'it has no newest observation'],
    ]);
  });

  it('loses the least that is shown for a single row among millions', () => {
    expect(score({ facts: 5_000_000, facts_of_unknown: 1 }).score).toBe(99.9);
  });

  it('measures of files what files have, stretched to 100', () => {
    expect(scoreAccount(imported, [], asOf)).toMatchObject({
      score: 100,
      components: [
        { component: 'completeness', points: 66.7, of: 66.7 },
        { component: 'consistency', points: 33.3, of: 33.3 },
      ],
    });
    const gap = { ...imported, observed_at: null, unseen_days: 30, first_unseen_day: '2026-01-05' };
    expect(scoreAccount(gap, [], asOf).lost).toEqual([
      {
        component: 'completeness',
        points: 10,
        reason: '30 of 100 days between the first and the last are in no file, starting with 2026-01-05',
        remedy: 'Import the files of those days. If nothing ran on them, there is nothing to do.',
      },
    ]);
  });

  it('loses all points of the checks for an error, and no more for a warning beside it', () => {
    expect(lost({}, [failing('clicks_within_impressions', 3), failing('no_negative_values', 1)])).toEqual([
      ['consistency', 20, '1 row fails “No value is below zero”'],
    ]);
  });

  it.each([
    [1, 1],
    [2, 1],
    [5, 2],
    [10, 4],
    [1000, 4],
  ])('loses for a warning with %s of 1,000 rows %s points', (offending, points) => {
    expect(lost({}, [failing('spend_has_impressions', offending)])).toEqual([
      ['consistency', points, expect.stringMatching(/ (fails|fail) “Nothing costs money without an impression”$/)],
    ]);
  });

  it('does not lose twice for what another part measures', () => {
    const measuredElsewhere = ['accounts_are_fresh', 'facts_have_known_entities', 'totals_agree_with_platform'];
    expect(
      lost(
        {},
        measuredElsewhere.map((name) => failing(name, 7)),
      ),
    ).toEqual([]);
  });

  it('leaves the rows of another account to it, and counts those of none', () => {
    expect(lost({}, [failing('no_negative_values', 1, '2')])).toEqual([]);
    expect(lost({}, [failing('small_tables_are_keyed', 2, null)])).toEqual([
      ['consistency', 20, '2 rows fail “The tables beside the facts have one row per key”'],
    ]);
  });

  it('is never below 0', () => {
    const nothing = score(
      {
        facts_of_unknown: 1000,
        facts_without_currency: 1000,
        rejected: 1e12,
        observed_at: null,
        reconciled_days: 0,
      },
      [failing('no_negative_values', 1)],
    );
    expect(nothing.score).toBe(0);
    expect(nothing.components.map(({ points }) => points)).toEqual([0, 0, 0]);
  });
});

describe('the score over all accounts', () => {
  it('is the mean by rows, rounded down', () => {
    expect(
      overallScore([
        { score: 100, facts: 999_999 },
        { score: 99.9, facts: 1 },
      ]),
    ).toBe(99.9);
    expect(
      overallScore([
        { score: 90, facts: 300 },
        { score: 50, facts: 100 },
      ]),
    ).toBe(80);
    expect(overallScore([{ score: 99.3, facts: 7 }])).toBe(99.3);
  });

  it('is unknown without facts', () => {
    expect(overallScore([])).toBeNull();
  });
});
