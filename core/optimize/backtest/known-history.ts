/** Stored history with the time at which each part of it was known: what a backtest needs, and nothing of the future. */
import { z } from 'zod';
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import { type Platform, platforms } from '../../contracts/values.ts';
import { addDays, msPerHour } from '../../domain/calendar.ts';
import { type Askable, ask } from '../../sql/ask.ts';
import { count, day, decimal, instant, optionalText, text } from '../../sql/columns.ts';

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
  warehouse: Askable,
  { from, to, figureDays, snapshotDays }: HistorySpan,
): Promise<KnownHistory> {
  const until = morningOf(to);
  const days = await ask(warehouse, 'queries/optimize/known_days', dayRow, {
    from_day: addDays(from, -figureDays),
    to_day: to,
    first_morning: from,
    last_morning: to,
    hours_left: 24 - decisionHour,
  });
  const since = addDays(from, -snapshotDays);
  const snapshots = await ask(warehouse, 'queries/optimize/known_snapshots', snapshotRow, { from_day: since, until });
  const campaigns = await ask(warehouse, 'queries/optimize/known_campaigns', campaignRow, { until });
  const creatives = await ask(warehouse, 'queries/optimize/known_creatives', creativeRow, { until });
  return {
    days: days.flatMap(knownDay).sort(by(({ observedAt }) => observedAt)),
    snapshots: snapshots.map(knownSnapshot).sort(by(({ observedAt }) => observedAt)),
    campaigns: campaigns.map(campaignVersion).sort(by(({ validFrom }) => validFrom)),
    creatives: creatives.flatMap(creativeVersion).sort(by(({ validFrom }) => validFrom)),
  };
}

const by =
  <T>(instant: (item: T) => Date) =>
  (one: T, other: T): number =>
    instant(one).getTime() - instant(other).getTime();

const accountKey = { platform: z.enum(platforms), account_id: text };

const dayRow = z.object({
  ...accountKey,
  campaign_id: text,
  creative_id: text,
  currency: optionalText,
  stat_date: day,
  known_on: day,
  observed_at: instant,
  impressions: count.nullable(),
  clicks: count.nullable(),
  cost: decimal.nullable(),
  conversions: decimal.nullable(),
  leads: decimal.nullable(),
  video_views: count.nullable(),
});

const snapshotRow = z.object({
  ...accountKey,
  stat_date: day,
  observed_at: instant,
  ...eachMeasure(commonMeasures, () => decimal.nullable()),
});

const campaignRow = z.object({
  ...accountKey,
  campaign_id: text,
  valid_from: instant,
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
  starts_at: instant.nullable(),
  ends_at: instant.nullable(),
  targeting: optionalText,
});

const creativeRow = z.object({
  ...accountKey,
  campaign_id: optionalText,
  creative_id: text,
  valid_from: instant,
  name: optionalText,
  status: optionalText,
  review_status: optionalText,
});

const accountOf = (row: { platform: Platform; account_id: string }): OfAccount => ({
  platform: row.platform,
  accountId: row.account_id,
});

/** Money that is of no known currency is not decided on. */
function knownDay({ currency, ...row }: z.infer<typeof dayRow>): KnownDay[] {
  if (currency === null) return [];
  return [
    {
      ...accountOf(row),
      campaignId: row.campaign_id,
      creativeId: row.creative_id,
      currency,
      date: row.stat_date,
      knownOn: row.known_on,
      observedAt: row.observed_at,
      impressions: row.impressions,
      clicks: row.clicks,
      cost: row.cost,
      conversions: row.conversions,
      leads: row.leads,
      video_views: row.video_views,
    },
  ];
}

const knownSnapshot = (row: z.infer<typeof snapshotRow>): KnownSnapshot => ({
  ...accountOf(row),
  date: row.stat_date,
  observedAt: row.observed_at,
  values: eachMeasure(commonMeasures, (measure) => row[measure]),
});

const campaignVersion = (row: z.infer<typeof campaignRow>): CampaignVersion => ({
  ...accountOf(row),
  campaignId: row.campaign_id,
  validFrom: row.valid_from,
  name: row.name,
  campaignGroupId: row.campaign_group_id,
  status: row.status,
  objective: row.objective,
  format: row.format,
  costType: row.cost_type,
  optimizationTarget: row.optimization_target,
  bid: row.bid,
  dailyBudget: row.daily_budget,
  totalBudget: row.total_budget,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  audience: row.targeting,
});

/** One that the platform lists under no campaign belongs to no state. */
function creativeVersion({ campaign_id: campaignId, ...row }: z.infer<typeof creativeRow>): CreativeVersion[] {
  if (campaignId === null) return [];
  return [
    {
      ...accountOf(row),
      campaignId,
      creativeId: row.creative_id,
      validFrom: row.valid_from,
      name: row.name,
      status: row.status,
      approved: row.review_status === null ? null : row.review_status === 'APPROVED',
    },
  ];
}
