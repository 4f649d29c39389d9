/** What ads did in the days that a prediction was about, once those are mature. */
import { z } from 'zod';
import { addDays } from '../../domain/calendar.ts';
import { accountKey, creativeKey } from '../../domain/entity-key.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { ask } from '../../sql/ask.ts';
import { count, day, decimal, text } from '../../sql/columns.ts';
import { horizonDays, type RatePrediction } from './rate-prediction.ts';

const outcomesFile = 'queries/learn/outcome_days';

/** A prediction counts while its last day is among so many newest mature days of its account, as all metrics of the optimizer do. */
export const recentDays = 7;

/** Days that the predictions which count are about. */
const outcomeDays = recentDays + horizonDays - 1;

export interface PredictionOutcome {
  impressions: number;
  /** Of the prediction's KPI. */
  results: number;
}

/** A prediction whose days have come, with what came. */
export type MaturedPrediction = RatePrediction & PredictionOutcome;

export interface PredictionOutcomes {
  /** The accounts' newest mature days: the earliest and the latest of them. */
  newestDays: { earliest: string; latest: string };
  /** Undefined if its days did not mature recently, or were not measured completely. */
  of(prediction: RatePrediction): PredictionOutcome | undefined;
}

const dayRow = z.object({
  platform: text,
  account_id: text,
  campaign_id: text,
  creative_id: text,
  stat_date: day,
  impressions: count.nullable(),
  clicks: count.nullable(),
  conversions: decimal.nullable(),
  leads: decimal.nullable(),
  is_disputed: count,
  newest_mature_day: day,
});
type DayRow = z.infer<typeof dayRow>;

/** Of accounts with a mature day since `since`; undefined when there is none. */
export async function readOutcomes(
  since: string,
  { warehouse }: Pick<StageDeps, 'warehouse'>,
): Promise<PredictionOutcomes | undefined> {
  return outcomesFrom(await ask(warehouse, outcomesFile, dayRow, { since, days: outcomeDays }));
}

function outcomesFrom(rows: readonly DayRow[]): PredictionOutcomes | undefined {
  const newest = new Map(rows.map((row) => [accountOf(row), row.newest_mature_day]));
  const sorted = [...newest.values()].toSorted();
  const [earliest, latest] = [sorted[0], sorted.at(-1)];
  if (earliest === undefined || latest === undefined) return undefined;
  const disputed = new Set(
    rows.filter((row) => row.is_disputed === 1).map((row) => `${accountOf(row)} ${row.stat_date}`),
  );
  const byDay = new Map(rows.map((row) => [`${creativeOf(row)} ${row.stat_date}`, row]));
  return {
    newestDays: { earliest, latest },
    of: (prediction) => {
      const account = accountKey(prediction.platform, prediction.accountId);
      const days = Array.from({ length: horizonDays }, (_, at) => addDays(prediction.fromDay, at));
      if (!maturedOfLate(days.at(-1), newest.get(account))) return undefined;
      // without that day it is another window
      if (days.some((day) => disputed.has(`${account} ${day}`))) return undefined;
      const { platform, accountId, campaignId, creativeId } = prediction;
      const creative = creativeKey(platform, accountId, campaignId, creativeId);
      return outcomeOf(
        days.flatMap((day) => byDay.get(`${creative} ${day}`) ?? []),
        prediction.kpi,
      );
    },
  };
}

const maturedOfLate = (lastDay: string | undefined, newest: string | undefined): boolean =>
  lastDay !== undefined && newest !== undefined && lastDay <= newest && lastDay > addDays(newest, -recentDays);

/** Undefined without impressions, or where a figure is missing: unknown is not zero. */
function outcomeOf(rows: readonly DayRow[], kpi: string): PredictionOutcome | undefined {
  let [impressions, results] = [0, 0];
  for (const row of rows) {
    const counted = resultsOf(row, kpi);
    if (row.impressions === null || counted === null) return undefined;
    impressions += row.impressions;
    results += counted;
  }
  return impressions > 0 ? { impressions, results } : undefined;
}

const resultsOf = (row: DayRow, kpi: string): number | null =>
  kpi === 'clicks' || kpi === 'conversions' || kpi === 'leads' ? row[kpi] : null;

const accountOf = (row: DayRow): string => accountKey(row.platform, row.account_id);
const creativeOf = (row: DayRow): string => creativeKey(row.platform, row.account_id, row.campaign_id, row.creative_id);
