/** Every check of `athena/checks/`: what must not be found in the warehouse, how bad it is, and what to do about it. */

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
const rebuild = 'Delete the folder’s warehouse/ and run process: raw rebuilds it. If it comes again, report it.';

export const checks: readonly Check[] = [
  {
    file: 'checks/creative_daily_is_keyed',
    ...errorBeforePublishing,
    mostRows: mostRowsToKey,
    title: 'Each creative has one value a day',
    explanation: 'A key that stands twice counts its spend twice; one with a gap in it belongs to nobody.',
    remedy: rebuild,
  },
  {
    file: 'checks/no_negative_values',
    ...errorBeforePublishing,
    title: 'No value is below zero',
    explanation:
      'Files with negative numbers go to quarantine, and the rounding residues of costs are set to zero. What is left takes away from the sums of others.',
    remedy:
      'Look the day up at the platform. If it says so there too, the platform takes something back: the next pulls restate the day.',
  },
  {
    file: 'checks/ad_report_is_whole',
    ...error,
    title: 'The view ad_report holds every fact once',
    explanation: 'Two names in force for one ad would show its spend twice to whoever reads the view.',
    remedy: rebuild,
  },
  {
    file: 'checks/no_days_of_the_future',
    ...errorBeforePublishing,
    title: 'No day was observed before it began',
    explanation:
      'The newest day decides which days the aggregates show: one wrong date in the future would empty them. Tomorrow is allowed, as it is tomorrow already further east.',
    remedy: 'Find the file by its run_id, mend its dates, undo the import (docs/runbook.md) and import it again.',
  },
  {
    file: 'checks/days_agree_across_grains',
    ...errorBeforePublishing,
    title: 'Campaigns add up to creatives on each day',
    explanation:
      'The same facts are summed on two ways to one day of an account. A row without a currency is found here too.',
    remedy: reportIt,
  },
  {
    file: 'checks/totals_agree_across_grains',
    ...error,
    title: 'Creatives and campaigns add up to their account',
    explanation:
      'The same facts are summed on three ways to the life of an account: as facts, by creative, by campaign.',
    remedy: reportIt,
  },
  {
    file: 'checks/superseded_observation_is_keyed',
    ...error,
    title: 'Each former value is kept once',
    explanation: 'A former value that stands twice shows a restatement that never was.',
    remedy: rebuild,
  },
  {
    file: 'checks/newest_observation_is_current',
    ...error,
    title: 'The newest value is the one in force',
    explanation: 'What counts is what was seen last, and its revision is the number of values there were.',
    remedy: rebuild,
  },
  {
    file: 'checks/small_tables_are_keyed',
    ...error,
    title: 'The tables beside the facts have one row a key',
    explanation: 'A row that stands twice multiplies whatever is joined to it.',
    remedy: rebuild,
  },
  {
    file: 'checks/one_version_is_in_force',
    ...error,
    title: 'Each creative and campaign has one version in force',
    explanation: 'Two versions in force double a creative in the aggregates; none takes its name away.',
    remedy: rebuild,
  },
  {
    file: 'checks/versions_follow_one_another',
    ...error,
    title: 'Versions of a creative or campaign follow one another',
    explanation:
      'Versions that overlap, stand twice, or end before they begin give two answers to what was in force at a time.',
    remedy: rebuild,
  },
  {
    file: 'checks/accounts_are_covered',
    ...error,
    title: 'Each account with facts has a newest observation',
    explanation: 'Which of its days are provisional rests on that time.',
    remedy: rebuild,
  },
  {
    file: 'checks/totals_agree_with_platform',
    ...warning,
    costs: 'reconciliation',
    title: 'Creatives add up to the platform’s own totals',
    explanation:
      'A day of an account on which they do not is not reconciled and not decided on. Platforms restate the grains at different times.',
    remedy:
      'Wait for the next pulls, which read the day again. If it stays, compare it with an export of Campaign Manager.',
  },
  {
    file: 'checks/facts_have_known_entities',
    ...warning,
    costs: 'completeness',
    title: 'Creatives with figures are on the platform’s lists',
    explanation:
      'What was deleted before it was first listed is on no list any more. Its spend is real and stays; name and text are missing.',
    remedy: 'Nothing, if it was deleted. Else check that the token’s role may see the campaign.',
  },
  {
    file: 'checks/creatives_have_known_campaigns',
    ...warning,
    title: 'Listed creatives belong to listed campaigns',
    explanation: 'The creative is listed, its campaign is not: the campaign was deleted, or the token may not see it.',
    remedy: 'Nothing, if it was deleted. Else check that the token’s role may see the campaign.',
  },
  {
    file: 'checks/accounts_are_fresh',
    ...warning,
    costs: 'timeliness',
    title: 'Each account was observed recently',
    explanation:
      'The newest observation is older than collection.staleAfterHours: pulls fail, or do not run. Accounts of files are as new as their files.',
    remedy: 'Run collect and read what it says of the account; then check what should run it every six hours.',
  },
  {
    file: 'checks/volume_is_usual',
    ...warning,
    title: 'Each day has the impressions that are usual for its account',
    explanation:
      'Far off both the median of the 28 days before and that of the same weekday in them. A pause, a launch, a lost day, or a day that was read in part.',
    remedy: 'Compare the day with the platform. If it has other numbers there, collect or import it again.',
  },
  {
    file: 'checks/clicks_within_impressions',
    ...warning,
    title: 'No creative has more clicks than impressions',
    explanation:
      'Platforms do report it: a click on the day after its impression, or interactions that are counted as clicks. Many such rows mean that columns of a file were confused.',
    remedy:
      'Nothing for a few rows. For many, look at the mapping beside the imported file and import it again with --map.',
  },
  {
    file: 'checks/conversions_within_impressions',
    ...warning,
    title: 'No creative has more conversions than impressions',
    explanation:
      'More conversions than clicks are legal: conversions after a mere view are among them. More than impressions are not likely: a conversion needs a view, at times of an earlier day.',
    remedy: 'Check the conversion rule at the platform: one that fires on every page counts one person many times.',
  },
  {
    file: 'checks/spend_has_impressions',
    ...warning,
    title: 'Nothing costs money without an impression',
    explanation:
      'Money without delivery: a correction, a fee, a kind of ad that counts no impressions, or a column of a file that was taken for another.',
    remedy: 'Compare the day with the platform’s invoice or export.',
  },
];
