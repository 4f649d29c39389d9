/** What the warehouse knows of a creative's mature days, as the decisions use it. */
import { z } from 'zod';
import { currencyCode, isoDate, platforms } from '../contracts.ts';
import { StoredDataError } from '../errors.ts';

/** Where the rows come from: a file below `athena/` without its ending. */
export const evidenceFile = 'marts/creative_evidence';

// exact decimals and bigints arrive as strings
const number = z
  .union([z.number(), z.string().min(1)])
  .transform(Number)
  .pipe(z.number());

const evidenceRow = z.object({
  platform: z.enum(platforms),
  account_id: z.string(),
  campaign_id: z.string(),
  creative_id: z.string(),
  currency: currencyCode,
  newest_day: isoDate,
  first_counted_day: isoDate.nullable(),
  last_counted_day: isoDate.nullable(),
  is_active: number,
  mature_after_days: number.nullable(),
  days: number,
  trial_cost: number.nullable(),
  recent_cost: number.nullable(),
  recent_days: number.nullable(),
  rate_days: number,
  trials: number,
  successes: number,
  trials_squared: number,
  successes_squared: number,
  trials_times_successes: number,
});

/** One creative in one currency over the window of mature days of its account. */
export interface Evidence {
  platform: z.infer<typeof evidenceRow>['platform'];
  accountId: string;
  campaignId: string;
  creativeId: string;
  currency: string;
  from: string;
  through: string;
  /** Had impressions among the newest days of its account. */
  active: boolean;
  hasMatureDays: boolean;
  /** Age from which a day's figures count as whole in this account; null when nothing is known of that yet. */
  matureAfterDays: number | null;
  /** Of the days in `counts`; null when a day's cost is not known. */
  cost: number | null;
  /** Mean cost of a day over the newest mature days; null when not known. */
  dailyCost: number | null;
  counts: DailyCounts;
}

/** Sums over the days on which both impressions (trials) and the KPI's results (successes) are known. */
export interface DailyCounts {
  days: number;
  trials: number;
  successes: number;
  trialsSquared: number;
  successesSquared: number;
  trialsTimesSuccesses: number;
}

/** Reads a row of `creative_evidence`; a StoredDataError names the column that is not what it should be. */
export function readEvidence(row: Record<string, unknown>): Evidence {
  const parsed = evidenceRow.safeParse(row);
  if (!parsed.success) throw new StoredDataError(evidenceFile, z.prettifyError(parsed.error), { cause: parsed.error });
  const { data } = parsed;
  return {
    platform: data.platform,
    accountId: data.account_id,
    campaignId: data.campaign_id,
    creativeId: data.creative_id,
    currency: data.currency,
    from: data.first_counted_day ?? data.newest_day,
    through: data.last_counted_day ?? data.newest_day,
    active: data.is_active > 0,
    hasMatureDays: data.days > 0,
    matureAfterDays: data.mature_after_days,
    cost: data.trial_cost,
    dailyCost: dailyCost(data),
    counts: {
      days: data.rate_days,
      trials: data.trials,
      successes: data.successes,
      trialsSquared: data.trials_squared,
      successesSquared: data.successes_squared,
      trialsTimesSuccesses: data.trials_times_successes,
    },
  };
}

function dailyCost({ trial_cost, recent_cost, recent_days }: z.infer<typeof evidenceRow>): number | null {
  if (trial_cost === null) return null;
  // no row among the newest mature days means nothing was spent on them
  return recent_days === null ? 0 : (recent_cost ?? 0) / recent_days;
}
