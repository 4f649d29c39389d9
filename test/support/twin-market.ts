/** The twin's market in process: one account lived through day by day, changed on the way, and read as plain creative days. */
import type { AccountState, OwnChange } from '../../core/domain/account-state.ts';
import { type CreativeDay, stateFromDays } from '../../core/optimize/state/state-from-days.ts';
import { createClock, dayOf, msPerDay, msPerHour } from '../../twin/clock.ts';
import { createLedger } from '../../twin/market/ledger.ts';
import { createMarket } from '../../twin/market/market.ts';
import { buildWorld } from '../../twin/world/build-world.ts';
import { type Campaign, urnOf } from '../../twin/world/entities.ts';
import { readWorld } from '../../twin/world/read-world.ts';
import { creativeDay } from './account-builder.ts';

export interface TwinMarket {
  campaigns: Campaign[];
  /** Days since 1970-01-01. */
  today(): number;
  live(days: number): void;
  /** At 08:00 UTC of the running day. */
  change(apply: () => void): void;
  /** By its URN. */
  pause(creativeId: string): void;
  /** What is known this morning of the days so far, all of them final. */
  state(historyDays: number, ownChanges: OwnChange[]): AccountState;
}

export function openTwinMarket(seed: number, campaigns = 16): TwinMarket {
  const world = readWorld(undefined, { campaigns, accounts: 1 });
  const startAt = Date.parse('2026-08-03T00:00:00Z');
  const entities = buildWorld(world, seed, startAt);
  const clock = createClock(startAt);
  const market = createMarket(world, seed, clock);
  const ledger = createLedger(world, entities, market, clock);
  const all = [...entities.campaigns.values()];
  return {
    campaigns: all,
    today: () => dayOf(clock.now()),
    live: (days) => clock.advance(days * msPerDay),
    change(apply) {
      clock.set(dayOf(clock.now()) * msPerDay + 8 * msPerHour);
      for (const campaign of all) market.settle(campaign);
      apply();
      clock.set((dayOf(clock.now()) + 1) * msPerDay);
    },
    pause(creativeId) {
      const creative = [...entities.creatives.values()].find(({ id }) => urnOf.creative(id) === creativeId);
      if (creative) creative.intendedStatus = 'PAUSED';
    },
    state(historyDays, ownChanges) {
      const today = dayOf(clock.now());
      const rows = ledger.rows(today - historyDays, today - 1);
      return stateFromDays(
        {
          platform: 'linkedin',
          accountId: '1',
          currency: 'USD',
          asOf: new Date(clock.now()),
          ownChanges,
          campaigns: all.map((campaign) => ({
            campaignId: urnOf.campaign(campaign.id),
            name: campaign.name,
            campaignGroupId: urnOf.group(campaign.group.id),
            status: campaign.status,
            objective: campaign.objectiveType,
            format: campaign.format,
            costType: campaign.costType,
            optimizationTarget: campaign.optimizationTargetType,
            bid: Number(campaign.unitCost.amount),
            dailyBudget: campaign.dailyBudget ? Number(campaign.dailyBudget.amount) : null,
            totalBudget: campaign.totalBudget ? Number(campaign.totalBudget.amount) : null,
            startsAt: new Date(campaign.start),
            endsAt: campaign.end === null ? null : new Date(campaign.end),
            audience: JSON.stringify(campaign.targeting),
            creatives: campaign.creatives.map((creative) => ({
              creativeId: urnOf.creative(creative.id),
              name: creative.name,
              status: creative.intendedStatus,
              approved: creative.review === 'APPROVED',
            })),
            terms: [],
            days: rows.filter((row) => row.campaign === urnOf.campaign(campaign.id)).map(dayOfRow),
          })),
        },
        { windowDays: historyDays, activeWithinDays: 14 },
      );
    },
  };
}

type LedgerRow = ReturnType<ReturnType<typeof createLedger>['rows']>[number];

const dayOfRow = ({ creative, date, impressions, clicks, cost, conversions, leads }: LedgerRow): CreativeDay =>
  creativeDay(creative, date, { impressions, clicks, cost, conversions, leads });
