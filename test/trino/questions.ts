/** What is asked of both engines: every relation as a whole, every mart and check with the parameters it is given in use. */
import { join } from 'node:path';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import type { SqlParameters, SqlValue } from '../../core/ports/warehouse.ts';
import { type SqlFiles, viewsInOrder } from '../../core/sql/sql-models.ts';
import { dayAfter } from './days.ts';
import { storyStatements } from './story.ts';

export interface Question {
  file: string;
  parameters: SqlParameters;
}

export const athena = loadSqlFiles(join(projectRoot, 'athena'));

const tables = [...athena.keys()]
  .filter((file) => file.startsWith('tables/'))
  .map((file) => file.slice('tables/'.length));
const views = viewsInOrder(athena).map(({ name }) => name);

/** `athena/`, the story's own statements, and `all/<relation>` for each relation. */
export const sqlFiles: SqlFiles = new Map([
  ...athena,
  ...Object.entries(storyStatements),
  ...[...tables, ...views].map((name) => [`all/${name}`, `select * from ${name}`] as const),
]);

const evidence = { window_days: 90, active_within_days: 14 };
/** All days of the story. */
const span = { from_day: '2026-01-01', to_day: '2026-12-31' };
/** Days that the story has, and all of them. */
const checked = [
  { from_day: '2026-03-05', to_day: '2026-03-20', most_rows: 3 },
  { from_day: '0001-01-01', to_day: '9999-12-31', most_rows: 5 },
];
const sampled = [{ most_rows: 5 }];

/** A function makes the parameters of what is asked of one run. */
export const parametersOf: Readonly<Record<string, readonly SqlParameters[] | ((run_id: string) => SqlParameters)>> = {
  'checks/accounts_are_covered': [{}],
  'checks/accounts_are_fresh': [{ now: new Date('2026-04-04T18:00:00.000Z'), stale_after_hours: 13 }],
  'checks/ad_report_is_whole': [{}],
  'checks/clicks_within_impressions': checked,
  'checks/conversions_within_impressions': checked,
  'checks/creative_daily_is_keyed': checked,
  'checks/creatives_have_known_campaigns': sampled,
  'checks/days_agree_across_grains': checked,
  'checks/facts_have_known_entities': sampled,
  'checks/newest_observation_is_current': [{}],
  'checks/no_days_of_the_future': checked,
  'checks/no_negative_values': checked,
  'checks/one_version_is_in_force': [{}],
  'checks/small_tables_are_keyed': [{}],
  'checks/spend_has_impressions': checked,
  'checks/superseded_observation_is_keyed': sampled,
  'checks/totals_agree_across_grains': [{}],
  'checks/totals_agree_with_platform': [{}],
  'checks/versions_follow_one_another': [{}],
  'checks/volume_is_usual': [{ volume_factor: 5, volume_minimum: 500 }],
  'queries/process/account_quality': [{}],
  'marts/aggregate_creative': [
    { high: 3, medium: 1.5, low: 0.5 },
    { high: 0.9, medium: 1e-1, low: 1e-7 },
  ],
  'marts/aggregate_daily': [
    { data_through: '2026-03-25', days: 90 },
    { data_through: '2026-03-18', days: 9 },
  ],
  'marts/aggregate_weekly': [
    { data_through: '2026-03-25', weeks: 26 },
    { data_through: '2026-03-22', weeks: 2 },
  ],
  'queries/learn/bid_training': [{}],
  'queries/optimize/campaign_versions': [{ since: '2026-01-01' }, { since: '2026-03-20' }],
  'queries/optimize/campaign_weeks': [{ window_days: 90 }, { window_days: 10 }],
  'queries/process/creative_days': [{ creative: '102' }],
  'queries/optimize/creative_evidence': [
    evidence,
    { ...evidence, window_days: 10 },
    { ...evidence, active_within_days: 3 },
  ],
  'queries/process/creative_history': [
    { creative: '102', stat_date: '2026-03-25' },
    { creative: 'creative-0', stat_date: '2026-03-15' },
  ],
  'queries/optimize/creative_settings': [{}],
  'queries/optimize/creative_spans': [
    { window_days: 90, active_within_days: 14 },
    { window_days: 10, active_within_days: 3 },
  ],
  'queries/process/creative_matches': [{ text: 'NEU' }, { text: "l'été" }],
  'queries/learn/creative_serving': [{ active_within_days: 14 }],
  'queries/learn/creative_training': [{ block_days: 28 }, { block_days: 3 }],
  'queries/process/data_span': [{}],
  'queries/process/day_snapshots': [{ days: 240 }, { days: 2 }],
  'queries/process/day_spend': [{ day: '2026-03-25' }, { day: '2026-03-18' }, { day: '2020-01-01' }],
  'queries/process/exposed_span': (run_id) => ({ run_id }),
  'queries/optimize/known_campaigns': [
    { until: new Date('2026-03-20T08:00:00.000Z') },
    { until: new Date('2027-01-01T00:00:00.000Z') },
  ],
  'queries/optimize/known_creatives': [
    { until: new Date('2026-03-20T08:00:00.000Z') },
    { until: new Date('2027-01-01T00:00:00.000Z') },
  ],
  'queries/optimize/known_days': [
    { ...span, first_morning: '2026-03-01', last_morning: '2026-12-31', hours_left: 16 },
    {
      from_day: '2026-03-10',
      to_day: '2026-03-25',
      first_morning: '2026-03-20',
      last_morning: '2026-03-24',
      hours_left: 16,
    },
  ],
  'queries/optimize/known_snapshots': [
    { from_day: '2026-01-01', until: new Date('2027-01-01T00:00:00.000Z') },
    { from_day: '2026-03-15', until: new Date('2026-03-24T08:00:00.000Z') },
  ],
  'queries/process/known_maturity': [{}],
  'queries/process/newest_observation': [{}],
  'queries/process/open_days': [{}],
  'queries/learn/outcome_days': [
    { since: '2026-01-01', days: 13 },
    { since: '2026-03-10', days: 3 },
  ],
  'queries/process/processed_runs': [{ since: '2026-01-01' }, { since: '2026-04-02' }],
  'queries/process/provisional_days': [{}],
  'queries/process/named_creative_days': [
    { platform: 'linkedin', from_day: '2026-03-01', to_day: '2026-03-31' },
    { platform: 'meta', from_day: '2026-03-18', to_day: '2026-03-18' },
  ],
  'queries/process/reconciliation': [{}],
  'queries/operate/report_entities': [{}],
  'queries/operate/report_totals': [{}],
  'queries/process/run_counts': (run_id) => ({ run_id, ...span }),
  'queries/process/watermark': [{}],
};

/** Everything; of the step's run, where it has one. */
export const questionsAfter = (runId?: string): Question[] => [
  ...[...tables, ...views].map((name) => ({ file: `all/${name}`, parameters: {} })),
  ...Object.entries(parametersOf).flatMap(([file, given]) =>
    parametersIn(given, runId).map((parameters) => ({ file, parameters })),
  ),
];

const briefly = new Set([
  ...tables.map((name) => `all/${name}`),
  'all/creative_observation',
  'checks/totals_agree_with_platform',
  'queries/process/run_counts',
]);

/** What a merge wrote, and little more: a small machine answers two or three questions a second. */
export const briefQuestionsAfter = (runId?: string): Question[] =>
  questionsAfter(runId).filter(({ file }) => briefly.has(file));

function parametersIn(given: (typeof parametersOf)[string], runId?: string): readonly SqlParameters[] {
  if (typeof given !== 'function') return given;
  return runId === undefined ? [] : [given(runId)];
}

/** Asked once a run can be read and before it is merged: afterwards nothing differs from what is in force. */
export const questionsBeforeMerging: readonly Question[] = questionsAfter().filter(({ file }) =>
  /^all\/changed_/.test(file),
);

/** The same questions about days that lie so many days after the story's. Days that stand for no end stay. */
export const moved = (days: number, asked: readonly Question[]): Question[] =>
  asked.map(({ file, parameters }) => ({
    file,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, isOfStory(value) ? dayAfter(value, days) : value]),
    ),
  }));

const isOfStory = (value: SqlValue): value is string => typeof value === 'string' && /^2026-\d{2}-\d{2}$/.test(value);
