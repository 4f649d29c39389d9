/** The state of every account from the warehouse: figures of mature, reconciled days, and the settings in force. */
import { z } from 'zod';
import { currencyCode, isoDate, platforms } from '../../contracts/values.ts';
import type { AccountState, CampaignDay, CampaignState, CreativeState, OwnChange } from '../../domain/account-state.ts';
import { StoredDataError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { shareAt } from '../../process/maturity/expected-final.ts';
import type { Maturity } from '../../process/maturity/schema.ts';
import { readMaturity } from '../../process/maturity/store.ts';
import { readDays, readSpans, type ShareOf } from './packed-rows.ts';
import type { Terms } from './state-from-days.ts';

const spansFile = 'queries/optimize/creative_spans';
const weeksFile = 'queries/optimize/campaign_weeks';
const versionsFile = 'queries/optimize/campaign_versions';
const creativesFile = 'queries/optimize/creative_settings';

// exact decimals and bigints arrive as strings
const number = z
  .union([z.number(), z.string().min(1)])
  .transform(Number)
  .pipe(z.number());
/** `2026-02-03 04:05:06.7`, in UTC. */
const instant = z.string().transform((text) => new Date(`${text.replace(' ', 'T')}Z`));
const text = z.string().nullable();

const accountKey = { platform: z.enum(platforms), account_id: z.string() };
const spansRow = z.object({
  ...accountKey,
  currency: currencyCode,
  campaign_id: z.string(),
  creative_id: z.string(),
  newest_day: isoDate,
  newest_mature_day: isoDate.nullable(),
  newest_age_days: number,
  first_seen: isoDate.nullable(),
  is_delivering: number,
  spans: z.string(),
});
const weeksRow = z.object({
  ...accountKey,
  currency: currencyCode,
  campaign_id: z.string(),
  week: number,
  days: z.string(),
});
const versionRow = z.object({
  ...accountKey,
  campaign_id: z.string(),
  name: text,
  campaign_group_id: text,
  status: text,
  objective: text,
  format: text,
  cost_type: text,
  optimization_target: text,
  bid: number.nullable(),
  daily_budget: number.nullable(),
  total_budget: number.nullable(),
  currency: text,
  starts_at: instant.nullable(),
  ends_at: instant.nullable(),
  targeting: text,
  from_day: isoDate,
  is_in_force: number,
});
const creativeRow = z.object({
  ...accountKey,
  campaign_id: text,
  creative_id: z.string(),
  name: text,
  status: text,
  review_status: text,
});
type SpansRow = z.infer<typeof spansRow>;
type VersionRow = z.infer<typeof versionRow>;
type CreativeRow = z.infer<typeof creativeRow>;

type Deps = Pick<StageDeps, 'warehouse' | 'objects' | 'config' | 'now'>;

const msPerDay = 86_400_000;
const join = (...parts: (string | null)[]): string => JSON.stringify(parts);

/** One state for each account and currency with figures, in the order of their ids. A StoredDataError names a column that is wrong. */
export async function readAccountStates(deps: Deps, ownChanges: readonly OwnChange[]): Promise<AccountState[]> {
  const { windowDays, activeWithinDays } = deps.config.decisions;
  const asOf = deps.now();
  const window = { window_days: windowDays };
  const spans = await rowsOf(deps, spansFile, spansRow, { ...window, active_within_days: activeWithinDays });
  if (spans.length === 0) return [];
  const weeks = await rowsOf(deps, weeksFile, weeksRow, window);
  const since = new Date(asOf.getTime() - 2 * windowDays * msPerDay).toISOString().slice(0, 10);
  const versions = await rowsOf(deps, versionsFile, versionRow, { since });
  const creatives = await rowsOf(deps, creativesFile, creativeRow, {});
  const maturity = (await readMaturity(deps.objects))?.maturity;
  const weeksOf = grouped(weeks, (row) => join(row.platform, row.account_id, row.currency, row.campaign_id));
  const versionsOf = grouped(versions, (row) => join(row.platform, row.account_id, row.campaign_id));
  const settingsOf = grouped(creatives, (row) => join(row.platform, row.account_id, row.campaign_id));

  return [...grouped(spans, (row) => join(row.platform, row.account_id, row.currency)).values()]
    .map((account): AccountState => {
      const { platform, account_id: accountId, currency, newest_day: newestDay, newest_mature_day } = account[0]!;
      const shareOf = sharesOf(account[0]!, maturity);
      const byCampaign = grouped(account, (row) => row.campaign_id);
      return {
        platform,
        accountId,
        currency,
        asOf,
        newestDay,
        newestMatureDay: newest_mature_day,
        campaigns: [...byCampaign].map(([campaignId, rows]) => {
          const known = versionsOf.get(join(platform, accountId, campaignId)) ?? [];
          return {
            ...campaignSettings(campaignId, known),
            creatives: creativeStates(rows, settingsOf.get(join(platform, accountId, campaignId)) ?? [], shareOf),
            days: campaignDays(weeksOf.get(join(platform, accountId, currency, campaignId)) ?? [], known, shareOf),
          };
        }),
        ownChanges: ownChanges.filter((change) => byCampaign.has(change.campaignId)),
      };
    })
    .sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

const idOf = ({ platform, accountId, currency }: AccountState): string => join(platform, accountId, currency);

async function rowsOf<T extends z.ZodType>(
  { warehouse }: Deps,
  file: string,
  shape: T,
  parameters: Record<string, string | number>,
): Promise<z.output<T>[]> {
  const parsed = z.array(shape).safeParse(await warehouse.rows(file, parameters));
  if (!parsed.success) throw new StoredDataError(file, z.prettifyError(parsed.error), { cause: parsed.error });
  return parsed.data;
}

function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** Each day once: a thousand creatives share it. Nothing learned yet means that what counts as mature counts whole. */
function sharesOf({ platform, account_id, newest_day, newest_age_days }: SpansRow, maturity?: Maturity): ShareOf {
  const shares = new Map<string, number>();
  return (metric, date) => {
    if (!maturity) return 1;
    const key = `${metric} ${date}`;
    let share = shares.get(key);
    if (share === undefined) {
      const age = newest_age_days + (Date.parse(newest_day) - Date.parse(date)) / msPerDay;
      share = shareAt(maturity, { platform, account_id, metric, age_hours: 24 * Math.max(0, age - 1) });
      shares.set(key, share);
    }
    return share;
  };
}

function campaignSettings(
  campaignId: string,
  versions: readonly VersionRow[],
): Omit<CampaignState, 'creatives' | 'days'> {
  const now = versions.find(({ is_in_force }) => is_in_force === 1);
  return {
    campaignId,
    name: now?.name ?? null,
    campaignGroupId: now?.campaign_group_id ?? null,
    status: now?.status ?? null,
    objective: now?.objective ?? null,
    format: now?.format ?? null,
    costType: now?.cost_type ?? null,
    optimizationTarget: now?.optimization_target ?? null,
    bid: now?.bid ?? null,
    dailyBudget: now?.daily_budget ?? null,
    totalBudget: now?.total_budget ?? null,
    startsAt: now?.starts_at ?? null,
    endsAt: now?.ends_at ?? null,
    audience: now?.targeting ?? null,
  };
}

/** Those with figures, and those of the platform's list that never had any. */
function creativeStates(rows: readonly SpansRow[], listed: readonly CreativeRow[], shareOf: ShareOf): CreativeState[] {
  const settings = new Map(listed.map((row) => [row.creative_id, row]));
  const shown = new Set(rows.map(({ creative_id }) => creative_id));
  const stateOf = (creativeId: string): Omit<CreativeState, 'delivering' | 'firstSeen' | 'spans'> => {
    const row = settings.get(creativeId);
    const review = row?.review_status ?? null;
    return {
      creativeId,
      name: row?.name ?? null,
      status: row?.status ?? null,
      approved: review === null ? null : review === 'APPROVED',
    };
  };
  return [
    ...rows.map((row) => ({
      ...stateOf(row.creative_id),
      delivering: row.is_delivering === 1,
      firstSeen: row.first_seen,
      spans: readSpans(spansFile, row.spans, shareOf),
    })),
    ...[...settings.keys()]
      .filter((creativeId) => !shown.has(creativeId))
      .map((creativeId) => ({ ...stateOf(creativeId), delivering: false, firstSeen: null, spans: [] })),
  ];
}

function campaignDays(
  weeks: readonly z.infer<typeof weeksRow>[],
  versions: readonly VersionRow[],
  shareOf: ShareOf,
): CampaignDay[] {
  const terms: Terms[] = versions.map(({ from_day, bid, daily_budget }) => ({
    from: from_day,
    bid,
    dailyBudget: daily_budget,
  }));
  return [...weeks]
    .sort((one, other) => other.week - one.week)
    .flatMap(({ days }) => readDays(weeksFile, days, shareOf))
    .map((day) => {
      const inForce = terms.findLast(({ from }) => from <= day.date);
      return { ...day, bid: inForce?.bid ?? null, dailyBudget: inForce?.dailyBudget ?? null };
    });
}
