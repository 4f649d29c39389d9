/** What a pull will ask of the platform, told before anything is called. Pure; an upper estimate for an account where every ad runs. */
import type { CollectionConfig } from '../collection-config.ts';
import { requestedFields } from './daily-metrics.ts';

export interface AccountSize {
  campaigns: number;
  creatives: number;
}

export interface CallPlan {
  /** Searches of accounts, groups, campaigns and creatives. */
  lists: number;
  /** Look-ups of posts and their pictures: at most two a creative, each once. */
  contents: number;
  analytics: number;
  calls: number;
  /** Rows times metrics: LinkedIn counts these, 45 million in five minutes. */
  metricValues: number;
}

/** Sources: the API's page sizes, its cap on the elements of one answer, and its limit on metric values. */
const campaignsPerPage = 1000;
const creativesPerPage = 100;
const largestAnswer = 14_999;
export const metricValuesPerFiveMinutes = 45_000_000;
const contentCallsPerCreative = 2;

/** The first pull of an account: everything, with every text. */
export const planFirstPull = (size: AccountSize, settings: CollectionConfig): CallPlan =>
  plan(size, settings.backfillDays, settings, {
    lists: listCalls(size),
    contents: contentCallsPerCreative * size.creatives,
  });

/** A pull of the rolling window; lists are made anew once a day, so three of four pulls have none. */
export const planUsualPull = (size: AccountSize, settings: CollectionConfig): CallPlan =>
  plan(size, settings.windowDays, settings, { lists: 1, contents: 0 });

/** The least calls that answer one question about so many entities on so many days. */
export function leastCalls(entities: number, days: number): number {
  if (entities === 0) return 1;
  const daysPerCall = Math.floor(largestAnswer / entities);
  return daysPerCall >= 1 ? Math.ceil(days / daysPerCall) : days * Math.ceil(entities / largestAnswer);
}

const listCalls = ({ campaigns, creatives }: AccountSize): number =>
  2 + Math.max(1, Math.ceil(campaigns / campaignsPerPage)) + Math.max(1, Math.ceil(creatives / creativesPerPage));

function plan(
  { campaigns, creatives }: AccountSize,
  days: number,
  { chunkDays }: CollectionConfig,
  { lists, contents }: Pick<CallPlan, 'lists' | 'contents'>,
): CallPlan {
  const chunks = Array.from({ length: Math.ceil(days / chunkDays) }, (_, at) =>
    Math.min(chunkDays, days - at * chunkDays),
  );
  const analytics = chunks.reduce(
    (sum, length) => sum + leastCalls(creatives, length) + leastCalls(campaigns, length) + leastCalls(1, length),
    0,
  );
  return {
    lists,
    contents,
    analytics,
    calls: lists + contents + analytics,
    metricValues: (creatives + campaigns + 1) * days * requestedFields.length,
  };
}
