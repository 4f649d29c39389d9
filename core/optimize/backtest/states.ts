/** The accounts as they were known on one morning after the other. */
import type { AccountState, OwnChange } from '../../domain/account-state.ts';
import { addDays, dayOf } from '../../domain/calendar.ts';
import { groupBy } from '../../domain/grouping.ts';
import { type CampaignHistory, type CreativeDay, type StateOptions, stateFromDays } from '../state/state-from-days.ts';
import {
  type CampaignVersion,
  type CreativeVersion,
  type KnownDay,
  type KnownHistory,
  type KnownSnapshot,
  morningOf,
} from './known-history.ts';
import { learnKnownMaturity, type MaturityOptions, maturityOf } from './known-maturity.ts';

export interface KnowledgeOptions {
  state: StateOptions;
  maturity: MaturityOptions;
}

/** Mornings are to be asked for in their order: what is known only grows. */
export interface Knowledge {
  /** One state for each account and currency with figures, in the order of their ids. */
  on(morning: string, ownChanges: readonly OwnChange[]): AccountState[];
}

/** Younger days than the window may not be mature yet, so that the window of mature days reaches further back. */
export const figureDaysOf = ({ state, maturity }: KnowledgeOptions): number =>
  state.windowDays + maturity.horizonDays / 2;

export function knowledgeOf(history: KnownHistory, options: KnowledgeOptions): Knowledge {
  const next = { day: 0, snapshot: 0, campaign: 0, creative: 0 };
  const days = new Map<string, Map<string, KnownDay>>();
  const snapshots: KnownSnapshot[] = [];
  const campaigns = new Map<string, CampaignVersion[]>();
  const creatives = new Map<string, CreativeVersion>();
  const newestObservation = new Map<string, Date>();

  const advance = (morning: string): void => {
    const until = morningOf(morning);
    for (; next.day < history.days.length && history.days[next.day]!.knownOn <= morning; next.day++) {
      const day = history.days[next.day]!;
      const account = accountOf(day);
      const known = days.get(account) ?? new Map<string, KnownDay>();
      days.set(account, known.set(`${day.creativeId}\n${day.date}`, day));
      later(newestObservation, account, day.observedAt);
    }
    for (
      ;
      next.snapshot < history.snapshots.length && history.snapshots[next.snapshot]!.observedAt < until;
      next.snapshot++
    ) {
      const snapshot = history.snapshots[next.snapshot]!;
      snapshots.push(snapshot);
      later(newestObservation, accountOf(snapshot), snapshot.observedAt);
    }
    for (
      ;
      next.campaign < history.campaigns.length && history.campaigns[next.campaign]!.validFrom < until;
      next.campaign++
    ) {
      const version = history.campaigns[next.campaign]!;
      const key = campaignOf(version);
      campaigns.set(key, [...(campaigns.get(key) ?? []), version]);
    }
    for (
      ;
      next.creative < history.creatives.length && history.creatives[next.creative]!.validFrom < until;
      next.creative++
    ) {
      const version = history.creatives[next.creative]!;
      creatives.set(`${accountOf(version)}\n${version.creativeId}`, version);
    }
  };

  return {
    on(morning, ownChanges) {
      advance(morning);
      const learned = learnKnownMaturity(snapshots, options.maturity);
      const listed = groupMap([...creatives.values()], campaignOf);
      const oldest = addDays(morning, -figureDaysOf(options));
      return [...days]
        .flatMap(([account, known]) => {
          const observedOn = dayOf(newestObservation.get(account)!);
          const own = [...known.values()].filter(({ date }) => date >= oldest);
          const maturityOn = remembered((date: string) =>
            maturityOf(learned, own[0]!, date, observedOn, options.maturity),
          );
          return groupBy(own, ({ currency }) => currency).map((rows) =>
            stateOf(rows, { morning, campaigns, listed, ownChanges, maturityOn }, options.state),
          );
        })
        .sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
    },
  };
}

interface OfAccount {
  platform: string;
  accountId: string;
}

const accountOf = ({ platform, accountId }: OfAccount): string => `${platform}\n${accountId}`;
const campaignOf = (of: OfAccount & { campaignId: string }): string => `${accountOf(of)}\n${of.campaignId}`;
const idOf = ({ platform, accountId, currency }: AccountState): string => [platform, accountId, currency].join('\n');

function later(times: Map<string, Date>, key: string, at: Date): void {
  const known = times.get(key);
  if (!known || at > known) times.set(key, at);
}

function groupMap<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return new Map(groupBy(items, key).map((group) => [key(group[0]!), group]));
}

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

interface Known {
  morning: string;
  campaigns: ReadonlyMap<string, readonly CampaignVersion[]>;
  listed: ReadonlyMap<string, readonly CreativeVersion[]>;
  ownChanges: readonly OwnChange[];
  maturityOn(date: string): Pick<CreativeDay, 'mature'> & { visibleShare: NonNullable<CreativeDay['visibleShare']> };
}

function stateOf(rows: readonly KnownDay[], known: Known, options: StateOptions): AccountState {
  const { platform, accountId, currency } = rows[0]!;
  const campaigns = groupBy(rows, ({ campaignId }) => campaignId).map((own) => campaignHistory(own, known));
  const ids = new Set(campaigns.map(({ campaignId }) => campaignId));
  return stateFromDays(
    {
      platform,
      accountId,
      currency,
      asOf: morningOf(known.morning),
      ownChanges: known.ownChanges.filter(({ campaignId }) => ids.has(campaignId)),
      campaigns,
    },
    options,
  );
}

function campaignHistory(rows: readonly KnownDay[], { campaigns, listed, maturityOn }: Known): CampaignHistory {
  const key = campaignOf(rows[0]!);
  const versions = campaigns.get(key) ?? [];
  const now = versions.at(-1);
  return {
    campaignId: rows[0]!.campaignId,
    name: now?.name ?? null,
    campaignGroupId: now?.campaignGroupId ?? null,
    status: now?.status ?? null,
    objective: now?.objective ?? null,
    format: now?.format ?? null,
    costType: now?.costType ?? null,
    optimizationTarget: now?.optimizationTarget ?? null,
    bid: now?.bid ?? null,
    dailyBudget: now?.dailyBudget ?? null,
    totalBudget: now?.totalBudget ?? null,
    startsAt: now?.startsAt ?? null,
    endsAt: now?.endsAt ?? null,
    audience: now?.audience ?? null,
    creatives: (listed.get(key) ?? []).map(({ creativeId, name, status, approved }) => ({
      creativeId,
      name,
      status,
      approved,
    })),
    terms: versions.map(({ validFrom, bid, dailyBudget }) => ({
      from: dayOf(validFrom),
      bid,
      dailyBudget,
    })),
    days: rows.map((row) => ({
      creativeId: row.creativeId,
      date: row.date,
      impressions: row.impressions ?? 0,
      clicks: row.clicks,
      cost: row.cost,
      conversions: row.conversions,
      leads: row.leads,
      video_views: row.video_views,
      ...maturityOn(row.date),
      // whether a day reconciled is recorded for its newest snapshot only, which may lie in the future
      reconciled: true,
    })),
  };
}
