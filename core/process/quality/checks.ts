/** Every check of `athena/checks/`: what must not be in the warehouse, how bad it is, and what to do about it. */
import { counted, plural } from '../../domain/language.ts';

export const severities = ['error', 'warning'] as const;
/** `error`: the numbers are wrong, and are not published. `warning`: odd, shown, and published all the same. */
export type CheckSeverity = (typeof severities)[number];

export interface Check {
  /** Name in `athena/`; each row that it selects offends. */
  file: `checks/${string}`;
  severity: CheckSeverity;
  /** What holds where the check finds nothing. */
  title: string;
  /** What a row means, and why it is an error or only odd. */
  explanation: string;
  remedy: string;
  /** Run on the changed days before each publication too: cheap, however long the history. Only errors are. */
  beforePublishing: boolean;
  /** Before publishing only where no more rows came in at once; `quality` and `doctor` look at them all the same. */
  mostRows?: number;
  /** Which part of the score it costs; the other parts measure the same thing by themselves. */
  costs: 'checks' | 'completeness' | 'timeliness' | 'reconciliation';
}

const error = { severity: 'error', costs: 'checks', beforePublishing: false } as const;
const errorBeforePublishing = { ...error, beforePublishing: true } as const;
const warning = { severity: 'warning', costs: 'checks', beforePublishing: false } as const;

/** Ten million keys at once take as long as everything else of a publication together. */
const mostRowsToKey = 1_000_000;

const reportIt = 'Keep the folder as it is and report this: the published numbers may be wrong.';
const rebuild =
  'Delete the folder’s warehouse/ and run process: it is rebuilt from raw. If the fault returns, report it.';

/** "2 rows fail “No value is below zero”". */
export const failing = (offending: number, { title }: Pick<Check, 'title'>): string =>
  `${counted(offending, 'row')} ${plural(offending, 'fails', 'fail')} “${title}”`;

export const checks: readonly Check[] = [
  {
    file: 'checks/creative_daily_is_keyed',
    ...errorBeforePublishing,
    mostRows: mostRowsToKey,
    title: 'Each creative has one value per day',
    explanation: 'A duplicate key counts its spend twice. An incomplete key belongs to no creative.',
    remedy: rebuild,
  },
  {
    file: 'checks/no_negative_values',
    ...errorBeforePublishing,
    title: 'No value is below zero',
    explanation:
      'Imports reject negative numbers, and rounding residues of costs become zero. Any negative value that remains lowers the sums it is part of.',
    remedy:
      'Look the day up on the platform. If it shows the same value, the platform took something back, and the next pulls restate the day.',
  },
  {
    file: 'checks/ad_report_is_whole',
    ...error,
    title: 'The view ad_report holds every fact once',
    explanation: 'Two names in force for one ad would show its spend twice in the view.',
    remedy: rebuild,
  },
  {
    file: 'checks/no_days_of_the_future',
    ...errorBeforePublishing,
    title: 'No day was observed before it began',
    explanation:
      'The newest day decides which days the aggregates show, so one wrong date in the future would empty them. Tomorrow is allowed: farther east it has already begun.',
    remedy: 'Find the file by its run_id, fix its dates, undo the import (docs/runbook.md) and import it again.',
  },
  {
    file: 'checks/days_agree_across_grains',
    ...errorBeforePublishing,
    title: 'Campaigns and creatives add up to the same on each day',
    explanation:
      'The facts of each account and day are summed by creative and by campaign. A row without a currency fails too.',
    remedy: reportIt,
  },
  {
    file: 'checks/totals_agree_across_grains',
    ...error,
    title: 'Creatives and campaigns add up to their account',
    explanation: 'All facts of an account are summed in three ways: directly, by creative and by campaign.',
    remedy: reportIt,
  },
  {
    file: 'checks/superseded_observation_is_keyed',
    ...error,
    title: 'Each former value is kept once',
    explanation: 'A duplicate former value shows a restatement that never happened.',
    remedy: rebuild,
  },
  {
    file: 'checks/newest_observation_is_current',
    ...error,
    title: 'The newest value is the one in force',
    explanation: 'The value that was seen last counts, and its revision is the number of values so far.',
    remedy: rebuild,
  },
  {
    file: 'checks/small_tables_are_keyed',
    ...error,
    title: 'The tables beside the facts have one row per key',
    explanation: 'A duplicate row multiplies everything that is joined to it.',
    remedy: rebuild,
  },
  {
    file: 'checks/one_version_is_in_force',
    ...error,
    title: 'Each creative and campaign has one version in force',
    explanation: 'Two versions in force double a creative in the aggregates. Without one it has no name.',
    remedy: rebuild,
  },
  {
    file: 'checks/versions_follow_one_another',
    ...error,
    title: 'Versions of a creative or campaign follow one another',
    explanation:
      'Versions that overlap, are duplicated, or end before they begin give more than one answer to what was in force.',
    remedy: rebuild,
  },
  {
    file: 'checks/accounts_are_covered',
    ...error,
    title: 'Each account with facts has a newest observation',
    explanation: 'The newest observation decides which of its days are provisional.',
    remedy: rebuild,
  },
  {
    file: 'checks/totals_agree_with_platform',
    ...warning,
    costs: 'reconciliation',
    title: 'Creatives add up to the platform’s own totals',
    explanation:
      'A day on which they do not is not reconciled and not used for decisions. Platforms restate creatives, campaigns and accounts at different times.',
    remedy:
      'Wait for the next pulls, which read the day again. If the gap stays, compare the day with an export from Campaign Manager.',
  },
  {
    file: 'checks/facts_have_known_entities',
    ...warning,
    costs: 'completeness',
    title: 'Creatives with figures are on the platform’s lists',
    explanation:
      'A creative that was deleted before it was first listed is on no list. Its spend is real and stays; its name and text are missing.',
    remedy: 'Nothing, if it was deleted. Otherwise check that the token’s role may see the campaign.',
  },
  {
    file: 'checks/creatives_have_known_campaigns',
    ...warning,
    title: 'Listed creatives belong to listed campaigns',
    explanation:
      'The creative is listed but its campaign is not: the campaign was deleted, or the token may not see it.',
    remedy: 'Nothing, if it was deleted. Otherwise check that the token’s role may see the campaign.',
  },
  {
    file: 'checks/accounts_are_fresh',
    ...warning,
    costs: 'timeliness',
    title: 'Each account was observed recently',
    explanation:
      'The newest observation is older than collection.staleAfterHours: pulls fail or do not run. An imported account is as new as its files.',
    remedy:
      'Run collect and read what it reports for the account. Then check the schedule that should run it every six hours.',
  },
  {
    file: 'checks/volume_is_usual',
    ...warning,
    title: 'Each day has the impressions that are usual for its account',
    explanation:
      'The day is far from both the median of the 28 days before it and the median of the same weekday among them. It may be a pause, a launch, a lost day, or a day that was read in part.',
    remedy: 'Compare the day with the platform. If the platform shows other numbers, collect or import it again.',
  },
  {
    file: 'checks/clicks_within_impressions',
    ...warning,
    title: 'No creative has more clicks than impressions',
    explanation:
      'Platforms do report this: a click on the day after its impression, or interactions that count as clicks. Many such rows mean that columns of a file were mixed up.',
    remedy:
      'Nothing for a few rows. For many, check the mapping beside the imported file and import it again with --map.',
  },
  {
    file: 'checks/conversions_within_impressions',
    ...warning,
    title: 'No creative has more conversions than impressions',
    explanation:
      'More conversions than clicks are normal, because a view alone can lead to one. More than impressions are unlikely: a conversion needs a view, though it may be from an earlier day.',
    remedy: 'Check the conversion rule on the platform: a rule that fires on every page counts one person many times.',
  },
  {
    file: 'checks/spend_has_impressions',
    ...warning,
    title: 'Nothing costs money without an impression',
    explanation:
      'Money without delivery: a correction, a fee, a kind of ad that counts no impressions, or a column of a file that was mistaken for another.',
    remedy: 'Compare the day with the platform’s invoice or export.',
  },
];
