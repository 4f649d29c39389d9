/** Makes accounts and runs for the tests of decisions, from days that a reader can count. */

import type { AccountState, OwnChange } from '../../../../core/domain/account-state.ts';
import { groupBy } from '../../../../core/domain/grouping.ts';
import type { Run } from '../../../../core/optimize/proposals/decide.ts';
import {
  type CreativeDay,
  type CreativeSettings,
  stateFromDays,
  type Terms,
} from '../../../../core/optimize/state/state-from-days.ts';
import { adsConfig } from '../../../../core/settings/config.ts';
import type { DailyCounts } from '../../../../core/statistics/dispersion.ts';
import {
  activeCreative,
  type CampaignSettings,
  creativeDay,
  daysBefore,
  runningCampaign,
} from '../../../support/account-builder.ts';

export const settings = adsConfig.parse({}).decisions;

export const run: Run = {
  runId: 'run',
  at: new Date('2026-11-20T08:00:00Z'),
  mode: 'recommend',
  simulated: false,
  settings,
  guardrails: [],
};

/** Newest mature day of all accounts here. */
export const newestDay = '2026-11-12';

/** [impressions, clicks] of each day, the newest last. */
export type Day = readonly [number, number];

export interface Ad extends CreativeSettings {
  accountId: string;
  campaignId: string;
  currency: string;
  days: CreativeDay[];
}

export function countsOf(days: readonly Day[]): DailyCounts {
  const counts = {
    days: 0,
    trials: 0,
    successes: 0,
    trialsSquared: 0,
    successesSquared: 0,
    trialsTimesSuccesses: 0,
  };
  for (const [trials, successes] of days) {
    if (trials > 0) counts.days++;
    counts.trials += trials;
    counts.successes += successes;
    counts.trialsSquared += trials ** 2;
    counts.successesSquared += successes ** 2;
    counts.trialsTimesSuccesses += trials * successes;
  }
  return counts;
}

/** Ten days as equal as whole results allow: hardly any overdispersion. */
export const evenDays = (impressions: number, results: number): Day[] =>
  Array.from({ length: 10 }, (_, day) => [
    impressions / 10,
    // whole results; what does not divide evenly falls on the first days
    Math.floor(results / 10) + (day < results % 10 ? 1 : 0),
  ]);

/** The date so many days before the newest. */
export const dateBefore = (days: number): string => daysBefore(newestDay, days);

type Changes = Partial<Omit<Ad, 'days'>> & {
  /** Of a thousand impressions; null where no cost is known. */
  cpm?: number | null;
  /** Leads of a click, as on every day. */
  leadsPerClick?: number;
  /** Days that went by after the last of `days`. */
  stoppedFor?: number;
};

/** An active creative whose last day is the newest; 8 USD a thousand impressions. */
export function ad(creativeId: string, days: readonly Day[], changes: Changes = {}): Ad {
  const { cpm = 8, leadsPerClick, stoppedFor = 0, ...settings } = changes;
  return {
    ...activeCreative(creativeId),
    accountId: 'account',
    campaignId: 'campaign',
    currency: 'USD',
    ...settings,
    days: days.map(([impressions, clicks], index) =>
      creativeDay(creativeId, dateBefore(days.length - 1 - index + stoppedFor), {
        impressions,
        clicks,
        cost: cpm === null ? null : (impressions * cpm) / 1000,
        leads: leadsPerClick === undefined ? null : clicks * leadsPerClick,
      }),
    ),
  };
}

export type CampaignChanges = Partial<CampaignSettings> & { terms?: Terms[] };

/** Running campaigns that the platform bids for, without a budget unless one is given; `campaigns` by their ids. */
export function statesOf(
  ads: readonly Ad[],
  { campaigns = {}, ownChanges = [] }: { campaigns?: Record<string, CampaignChanges>; ownChanges?: OwnChange[] } = {},
): AccountState[] {
  return groupBy(ads, ({ accountId, currency }) => `${accountId} ${currency}`).map((account) =>
    stateFromDays(
      {
        platform: 'linkedin',
        accountId: account[0]!.accountId,
        currency: account[0]!.currency,
        asOf: run.at,
        ownChanges,
        campaigns: groupBy(account, ({ campaignId }) => campaignId).map((own) => {
          const { campaignId } = own[0]!;
          const { terms, ...changes } = campaigns[campaignId] ?? {};
          const { bid = null, dailyBudget = null } = changes;
          return {
            ...runningCampaign(campaignId, changes),
            creatives: own.map(({ creativeId, name, status, approved }) => ({ creativeId, name, status, approved })),
            days: own.flatMap(({ days }) => days),
            terms: terms ?? [{ from: '2026-01-01', bid, dailyBudget }],
          };
        }),
      },
      { windowDays: settings.windowDays, activeWithinDays: settings.activeWithinDays },
    ),
  );
}
