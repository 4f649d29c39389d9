/** Imports and pulls of invented accounts, the same on every run: what each holds and what happens between them. */
import type { RawRelation } from '../../core/ports/warehouse.ts';
import { dayAfter } from './days.ts';
import type { FixtureRow } from './fixture-sql.ts';
import { pulls } from './pulls.ts';

export interface Step {
  title: string;
  /** Statements of the story's own, by name in `storyStatements`, before the run. */
  statement?: StoryStatement | readonly StoryStatement[];
  /**
   * An import or a pull, and when it was read. On Trino it is killed after some of its statements and then run whole: Trino, like
   * Athena, has no transactions over several statements.
   */
  run?: { id: string; at: string; killedAfter?: number };
  /** Everything is asked after this step, of the others what they wrote. */
  isMilestone?: true;
}

/** Afterwards keys stand twice: the order of equal ones is nobody's. */
export const isDamage = ({ statement, run }: Step): boolean => statement !== undefined && run === undefined;

type StoryStatement = keyof typeof storyStatements;

export const storyStatements = {
  'story/own_figures': `update creative_daily set source = 'api' where account_id = 'usd-1'`,
  'story/damage': `insert into creative_daily
    select platform, account_id, campaign_id, creative_id, stat_date, currency, -impressions, clicks, cost, conversions,
      conversion_value, leads, video_views, source, run_id, first_observed_at, observed_at, revision
    from creative_daily where account_id = 'act_9' and impressions > 0
    union all
    select platform, account_id, campaign_id, 'no currency', stat_date, null, 1, 1, cost, conversions,
      conversion_value, leads, video_views, source, run_id, first_observed_at, observed_at, revision
    from creative_daily where account_id = 'act_9' and impressions = 0`,
  // a statement of its own: an engine may read what the same statement has written
  'story/damaged_days': `insert into creative_daily
    select platform, account_id, campaign_id, 'too early', date '2026-05-20', currency, impressions, clicks, cost, conversions,
      conversion_value, leads, video_views, source, 'run-of-the-future', first_observed_at, observed_at, revision
    from creative_daily where account_id = 'act_9' and stat_date = date '2026-03-10'`,
  'story/second_name': `insert into account
    select platform, account_id, 'a second one', valid_from, valid_to, status, currency, source from account where valid_to is null`,
  // so that there are days on which a bid is known to have held
  'story/older_campaigns': `update campaign set valid_from = timestamp '2026-02-01 00:00:00' where account_id = '5001' and valid_to is null`,
  'story/damaged_coverage': `delete from account_coverage where account_id = '123-456'`,
  'story/damaged_versions': `insert into creative (platform, account_id, creative_id, campaign_id, valid_from, valid_to, source)
    select platform, account_id, creative_id, 'on no list', valid_from, valid_to, source from creative where account_id = '5001'`,
  'story/damaged_former_values': `insert into superseded_observation select * from superseded_observation where account_id = '5001'`,
  'story/damaged_watermark': `insert into processed_run select * from processed_run`,
} as const;

export const steps: readonly Step[] = [
  { title: 'before any import', isMilestone: true },
  {
    title: 'after a first import',
    isMilestone: true,
    run: { id: 'run-1', at: '2026-03-20 08:00:00.123', killedAfter: 3 },
  },
  { title: 'after a restatement with other names', run: { id: 'run-2', at: '2026-03-27 09:30:00', killedAfter: 1 } },
  { title: 'after the same once more', run: { id: 'run-3', at: '2026-03-28 09:30:00' } },
  { title: 'after an older observation', run: { id: 'run-4', at: '2026-03-10 23:59:59.999' } },
  {
    title: "after an import over the platform's own figures",
    statement: 'story/own_figures',
    run: { id: 'run-5', at: '2026-03-29 00:00:00' },
  },
  {
    title: 'after a first pull',
    isMilestone: true,
    run: { id: 'pull-1', at: '2026-04-01 06:00:00.5', killedAfter: 4 },
  },
  {
    title: 'after a restating pull',
    run: { id: 'pull-2', at: '2026-04-02 06:00:00', killedAfter: 3 },
  },
  { title: 'after a pull of the same', run: { id: 'pull-3', at: '2026-04-02 18:00:00' } },
  {
    title: 'after a pull without a known key and with an open day',
    isMilestone: true,
    run: { id: 'pull-4', at: '2026-04-03 06:00:00', killedAfter: 4 },
  },
  { title: 'after another list', run: { id: 'pull-5', at: '2026-04-04 06:00:00', killedAfter: 2 } },
  { title: 'after a pull with all again', run: { id: 'pull-6', at: '2026-04-04 18:00:00', killedAfter: 2 } },
  {
    title: 'after an import of what the API gave',
    isMilestone: true,
    run: { id: 'run-6', at: '2026-04-05 00:00:00', killedAfter: 4 },
  },
  {
    title: 'after damage',
    isMilestone: true,
    statement: [
      'story/damaged_days',
      'story/damage',
      'story/damaged_coverage',
      'story/damaged_versions',
      'story/damaged_former_values',
      'story/damaged_watermark',
    ],
  },
  {
    title: 'after two names in force and older campaigns',
    isMilestone: true,
    statement: ['story/second_name', 'story/older_campaigns'],
  },
];

export type RawObjects = Readonly<Record<RawRelation, readonly FixtureRow[]>>;

/** The rows of each run's raw objects. */
export function rowsOfRuns(): ReadonlyMap<string, RawObjects> {
  const first = facts('2026-02-10', 37, 1);
  const again = restated(first.filter(({ stat_date }) => (stat_date ?? '') >= '2026-03-11'));
  const older = first.slice(0, 120).map((row) => ({ ...row, clicks: '7', campaign_name: 'an older name' }));
  const ours = first.filter(({ account_id }) => account_id === 'usd-1').map((row) => ({ ...row, cost: '1.5' }));
  const pulledToo = first
    .filter(({ account_id }) => account_id === 'eur-1')
    .map((row) => ({ ...row, clicks: '8', campaign_name: 'from a file', creative_name: 'from a file' }));
  const files = {
    'run-1': [...first, ...unusable],
    'run-2': again,
    'run-3': again,
    'run-4': older,
    'run-5': ours,
    'run-6': pulledToo,
  };
  const at = new Map(steps.flatMap(({ run }) => (run ? [[run.id, run.at] as const] : [])));
  const stamped = (id: string, rows: readonly FixtureRow[]) =>
    rows.map((row) => ({ ...row, run_id: id, observed_at: at.get(id) ?? null }));
  return new Map([
    ...Object.entries(files).map(
      ([id, rows]) =>
        [id, { raw_import_rows: stamped(id, rows), raw_analytics: [], raw_entities: [] } as RawObjects] as const,
    ),
    ...Object.entries(pulls).map(
      ([id, { analytics, entities }]) =>
        [
          id,
          { raw_import_rows: [], raw_analytics: stamped(id, analytics), raw_entities: stamped(id, entities) },
        ] as const,
    ),
  ]);
}

const daysWithoutRow = 0.15;

const accounts = [
  { platform: 'linkedin', account_id: 'usd-1', currency: 'USD', conversions: '2' },
  { platform: 'linkedin', account_id: 'eur-1', currency: 'EUR', conversions: null },
  { platform: 'google', account_id: '123-456', currency: 'USD', conversions: '0.5' },
  { platform: 'meta', account_id: 'act_9', currency: 'JPY', conversions: '1' },
] as const;

/** Two campaigns of two creatives an account; ids repeat between accounts, as those of imported files may. */
function facts(from: string, days: number, seed: number): FixtureRow[] {
  const chance = randomFrom(seed);
  const keys = accounts.flatMap((account) =>
    [0, 1, 2, 3].flatMap((creative) => Array.from({ length: days }, (_, day) => ({ account, creative, day }))),
  );
  return keys.flatMap(({ account: { conversions, ...account }, creative, day }) => {
    if (chance() < daysWithoutRow) return [];
    const campaign = Math.floor(creative / 2);
    const row: FixtureRow = {
      ...account,
      campaign_id: `campaign-${campaign}`,
      campaign_name: campaign === 0 ? `L'été “100 %” :name` : null,
      creative_id: `creative-${creative}`,
      creative_name: creative === 3 ? null : `Anzeige ${creative} / ${account.account_id}`,
      stat_date: dayAfter(from, day),
      impressions: oneOf(chance, null, '0', String(Math.floor(chance() * 90_000))),
      clicks: oneOf(chance, null, '0', String(Math.floor(chance() * 900))),
      cost: oneOf(chance, null, '0', (chance() * 1000).toFixed(9)),
      conversions: conversions && oneOf(chance, null, '0', conversions),
      conversion_value: oneOf(chance, null, '0.000000001', (chance() * 100).toFixed(2)),
      leads: account.platform === 'linkedin' ? String(Math.floor(chance() * 3)) : null,
      quality: null,
    };
    return [row];
  });
}

/** Some figures differ, one becomes unknown; names change, a creative moves, one is new, an account is missing. */
function restated(rows: readonly FixtureRow[]): FixtureRow[] {
  const kept = rows.filter(({ platform }) => platform !== 'meta');
  const changed = kept.map((row, at) => ({
    ...row,
    ...(at % 3 === 0 ? { cost: '999999999.123456789', conversions: '0.499999999' } : {}),
    ...(at % 7 === 0 ? { impressions: null } : {}),
    ...(row.campaign_id === 'campaign-0' ? { campaign_name: 'renamed — once' } : {}),
    // the newest days carry no name: the newest one that is known counts
    ...(row.creative_id === 'creative-1'
      ? { creative_name: (row.stat_date ?? '') < '2026-03-15' ? 'renamed' : null }
      : {}),
    ...(row.creative_id === 'creative-2' && (row.stat_date ?? '') > '2026-03-13' ? { campaign_id: 'campaign-0' } : {}),
  }));
  const added = kept
    .filter(({ creative_id }) => creative_id === 'creative-0')
    .map((row) => ({
      ...row,
      creative_id: 'creative-new',
      creative_name: 'neu',
      campaign_id: (row.stat_date ?? '') < '2026-03-14' ? 'campaign-0' : 'campaign-1',
      stat_date: dayAfter(row.stat_date ?? '', 7),
    }));
  return [...changed, ...added];
}

/** Rows that staging leaves out. */
const unusable: FixtureRow[] = [
  {
    platform: 'other',
    account_id: 'default',
    creative_id: null,
    stat_date: '2026-03-01',
    currency: 'USD',
    clicks: '1',
  },
  {
    platform: 'other',
    account_id: 'default',
    creative_id: 'creative-0',
    stat_date: null,
    currency: 'USD',
    clicks: '1',
  },
];

const oneOf = (chance: () => number, rare: string | null, seldom: string, usual: string): string | null => {
  const drawn = chance();
  return drawn < 0.05 ? rare : drawn < 0.15 ? seldom : usual;
};

/** Park and Miller's minimal standard generator: numbers in [0, 1), the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
