/** Stored history with the time at which each part of it was known: what a backtest needs, and nothing of the future. */
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import type { Platform } from '../../contracts/values.ts';
import { addDays, msPerHour } from '../../domain/calendar.ts';
import type { Warehouse } from '../../ports/warehouse.ts';

/** The optimizer's schedule: it decides at 08:00 UTC on what was observed before. */
const decisionHour = 8;

interface OfAccount {
  platform: Platform;
  accountId: string;
}

/** The value that a creative's day had from a morning on. */
export interface KnownDay extends OfAccount {
  campaignId: string;
  creativeId: string;
  currency: string;
  date: string;
  knownOn: string;
  observedAt: Date;
  impressions: number | null;
  clicks: number | null;
  cost: number | null;
  conversions: number | null;
  leads: number | null;
  video_views: number | null;
}

/** An account's day as one pull saw it, over all its creatives. */
export interface KnownSnapshot extends OfAccount {
  date: string;
  observedAt: Date;
  values: Record<CommonMeasure, number | null>;
}

export interface CampaignVersion extends OfAccount {
  campaignId: string;
  validFrom: Date;
  name: string | null;
  campaignGroupId: string | null;
  status: string | null;
  objective: string | null;
  format: string | null;
  costType: string | null;
  optimizationTarget: string | null;
  bid: number | null;
  dailyBudget: number | null;
  totalBudget: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  audience: string | null;
}

export interface CreativeVersion extends OfAccount {
  campaignId: string;
  creativeId: string;
  validFrom: Date;
  name: string | null;
  status: string | null;
  approved: boolean | null;
}

/** Each list in the order in which it became known. */
export interface KnownHistory {
  days: KnownDay[];
  snapshots: KnownSnapshot[];
  campaigns: CampaignVersion[];
  creatives: CreativeVersion[];
}

export interface HistorySpan {
  /** First and last morning, both included. */
  from: string;
  to: string;
  /** Days before the first morning whose figures and snapshots matter. */
  figureDays: number;
  snapshotDays: number;
}

/** The instant of a morning's decisions. */
export const morningOf = (date: string): Date => new Date(Date.parse(date) + decisionHour * msPerHour);

export async function readKnownHistory(
  warehouse: Pick<Warehouse, 'rows'>,
  { from, to, figureDays, snapshotDays }: HistorySpan,
): Promise<KnownHistory> {
  const until = morningOf(to);
  const days = await warehouse.rows('queries/optimize/known_days', {
    from_day: addDays(from, -figureDays),
    to_day: to,
    first_morning: from,
    last_morning: to,
    hours_left: 24 - decisionHour,
  });
  const snapshots = await warehouse.rows('queries/optimize/known_snapshots', {
    from_day: addDays(from, -snapshotDays),
    until,
  });
  const campaigns = await warehouse.rows('queries/optimize/known_campaigns', { until });
  const creatives = await warehouse.rows('queries/optimize/known_creatives', { until });
  return {
    days: days.map(knownDay).sort(by(({ observedAt }) => observedAt)),
    snapshots: snapshots.map(knownSnapshot).sort(by(({ observedAt }) => observedAt)),
    campaigns: campaigns.map(campaignVersion).sort(by(({ validFrom }) => validFrom)),
    creatives: creatives.map(creativeVersion).sort(by(({ validFrom }) => validFrom)),
  };
}

const by =
  <T>(instant: (item: T) => Date) =>
  (one: T, other: T): number =>
    instant(one).getTime() - instant(other).getTime();

type Row = Record<string, unknown>;

const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
/** Warehouses write instants as `YYYY-MM-DD hh:mm:ss.mmm`, in UTC. */
const instantOf = (value: unknown): Date =>
  value instanceof Date ? value : new Date(`${String(value).replace(' ', 'T').replace(/Z$/, '')}Z`);
const maybeInstant = (value: unknown): Date | null => (value === null || value === undefined ? null : instantOf(value));

const accountOf = (row: Row): OfAccount => ({
  platform: String(row.platform) as Platform,
  accountId: String(row.account_id),
});

const knownDay = (row: Row): KnownDay => ({
  ...accountOf(row),
  campaignId: String(row.campaign_id),
  creativeId: String(row.creative_id),
  currency: String(row.currency),
  date: String(row.stat_date),
  knownOn: String(row.known_on),
  observedAt: instantOf(row.observed_at),
  impressions: numberOf(row.impressions),
  clicks: numberOf(row.clicks),
  cost: numberOf(row.cost),
  conversions: numberOf(row.conversions),
  leads: numberOf(row.leads),
  video_views: numberOf(row.video_views),
});

const knownSnapshot = (row: Row): KnownSnapshot => ({
  ...accountOf(row),
  date: String(row.stat_date),
  observedAt: instantOf(row.observed_at),
  values: eachMeasure(commonMeasures, (measure) => numberOf(row[measure])),
});

const campaignVersion = (row: Row): CampaignVersion => ({
  ...accountOf(row),
  campaignId: String(row.campaign_id),
  validFrom: instantOf(row.valid_from),
  name: textOf(row.name),
  campaignGroupId: textOf(row.campaign_group_id),
  status: textOf(row.status),
  objective: textOf(row.objective),
  format: textOf(row.format),
  costType: textOf(row.cost_type),
  optimizationTarget: textOf(row.optimization_target),
  bid: numberOf(row.bid),
  dailyBudget: numberOf(row.daily_budget),
  totalBudget: numberOf(row.total_budget),
  startsAt: maybeInstant(row.starts_at),
  endsAt: maybeInstant(row.ends_at),
  audience: textOf(row.targeting),
});

const creativeVersion = (row: Row): CreativeVersion => ({
  ...accountOf(row),
  campaignId: String(row.campaign_id),
  creativeId: String(row.creative_id),
  validFrom: instantOf(row.valid_from),
  name: textOf(row.name),
  status: textOf(row.status),
  approved: row.review_status === null || row.review_status === undefined ? null : row.review_status === 'APPROVED',
});
