/** The state of every account from the warehouse: figures of mature, reconciled days, and the settings in force. */
import { z } from 'zod';
import { currencyCode, platforms } from '../../contracts/values.ts';
import type { AccountState, CampaignDay, CampaignState, CreativeState, OwnChange } from '../../domain/account-state.ts';
import { msPerDay } from '../../domain/calendar.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { shareAt } from '../../process/maturity/expected-final.ts';
import type { Maturity } from '../../process/maturity/schema.ts';
import { readMaturity } from '../../process/maturity/store.ts';
import { ask } from '../../sql/ask.ts';
import { count, day, decimal, instant, optionalText, text } from '../../sql/columns.ts';
import { readDays, readSpans, type ShareOf } from './packed-rows.ts';
import type { Terms } from './state-from-days.ts';

const spansFile = 'queries/optimize/creative_spans';
const weeksFile = 'queries/optimize/campaign_weeks';
const versionsFile = 'queries/optimize/campaign_versions';
const creativesFile = 'queries/optimize/creative_settings';

const accountKey = { platform: z.enum(platforms), account_id: text };
const spansRow = z.object({
  ...accountKey,
  currency: currencyCode,
  campaign_id: text,
  creative_id: text,
  newest_day: day,
  newest_mature_day: day.nullable(),
  newest_age_days: count,
  first_seen: day.nullable(),
  is_delivering: count,
  spans: text,
});
const weeksRow = z.object({
  ...accountKey,
  currency: currencyCode,
  campaign_id: text,
  week: count,
  days: text,
});
const versionRow = z.object({
  ...accountKey,
  campaign_id: text,
  name: optionalText,
  campaign_group_id: optionalText,
  status: optionalText,
  objective: optionalText,
  format: optionalText,
  cost_type: optionalText,
  optimization_target: optionalText,
  bid: decimal.nullable(),
  daily_budget: decimal.nullable(),
  total_budget: decimal.nullable(),
  currency: optionalText,
  starts_at: instant.nullable(),
  ends_at: instant.nullable(),
  targeting: optionalText,
  from_day: day,
  is_in_force: count,
});
const creativeRow = z.object({
  ...accountKey,
  campaign_id: optionalText,
  creative_id: text,
  name: optionalText,
  status: optionalText,
  review_status: optionalText,
});
type SpansRow = z.infer<typeof spansRow>;
type VersionRow = z.infer<typeof versionRow>;
type CreativeRow = z.infer<typeof creativeRow>;

type Deps = Pick<StageDeps, 'warehouse' | 'objects' | 'config' | 'now'>;

const join = (...parts: (string | null)[]): string => JSON.stringify(parts);

/** One state for each account and currency with figures, in the order of their ids. A StoredDataError names a column that is wrong. */
export async function readAccountStates(deps: Deps, ownChanges: readonly OwnChange[]): Promise<AccountState[]> {
  const { windowDays, activeWithinDays } = deps.config.decisions;
  const asOf = deps.now();
  const window = { window_days: windowDays };
  const spans = await ask(deps.warehouse, spansFile, spansRow, { ...window, active_within_days: activeWithinDays });
  if (spans.length === 0) return [];
  const weeks = await ask(deps.warehouse, weeksFile, weeksRow, window);
  const since = new Date(asOf.getTime() - 2 * windowDays * msPerDay).toISOString().slice(0, 10);
  const versions = await ask(deps.warehouse, versionsFile, versionRow, { since });
  const creatives = await ask(deps.warehouse, creativesFile, creativeRow);
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
