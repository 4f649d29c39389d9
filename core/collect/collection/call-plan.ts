/** What a pull will ask of the platform, told before anything is called. Pure; an upper estimate for an account where every ad runs. */

import { measures } from '../../contracts/measures.ts';
import type { PullLimits } from '../../ports/ad-platform.ts';
import type { CollectionConfig } from '../../settings/collection.ts';

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
  /** Rows times measures. */
  metricValues: number;
}

/** The first pull of an account: everything, with every text. */
export const planFirstPull = (size: AccountSize, settings: CollectionConfig, limits: PullLimits): CallPlan =>
  plan(size, settings.backfillDays, settings, limits, {
    lists: listCalls(size, limits),
    contents: limits.contentCallsPerCreative * size.creatives,
  });

/** A pull of the rolling window; lists are made anew once a day, so three of four pulls have none. */
export const planUsualPull = (size: AccountSize, settings: CollectionConfig, limits: PullLimits): CallPlan =>
  plan(size, settings.windowDays, settings, limits, { lists: 1, contents: 0 });

/** The least calls that answer one question about so many entities on so many days. */
export function leastCalls(entities: number, days: number, { rowsPerAnswer }: PullLimits): number {
  if (entities === 0) return 1;
  const daysPerCall = Math.floor(rowsPerAnswer / entities);
  return daysPerCall >= 1 ? Math.ceil(days / daysPerCall) : days * Math.ceil(entities / rowsPerAnswer);
}

const listCalls = ({ campaigns, creatives }: AccountSize, { campaignsPerPage, creativesPerPage }: PullLimits): number =>
  2 + Math.max(1, Math.ceil(campaigns / campaignsPerPage)) + Math.max(1, Math.ceil(creatives / creativesPerPage));

function plan(
  { campaigns, creatives }: AccountSize,
  days: number,
  { chunkDays }: CollectionConfig,
  limits: PullLimits,
  { lists, contents }: Pick<CallPlan, 'lists' | 'contents'>,
): CallPlan {
  const chunks = Array.from({ length: Math.ceil(days / chunkDays) }, (_, at) =>
    Math.min(chunkDays, days - at * chunkDays),
  );
  const analytics = chunks.reduce(
    (sum, length) =>
      sum + [creatives, campaigns, 1].reduce((calls, entities) => calls + leastCalls(entities, length, limits), 0),
    0,
  );
  return {
    lists,
    contents,
    analytics,
    calls: lists + contents + analytics,
    metricValues: (creatives + campaigns + 1) * days * measures.length,
  };
}
