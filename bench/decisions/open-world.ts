/** One twin world without its server: the market, what the API would show of it, and the API's own writes, in this process. */
import { patchCampaign } from '../../twin/api/campaign-writes.ts';
import { patchCreative } from '../../twin/api/creative-writes.ts';
import { createQuotas } from '../../twin/api/quotas.ts';
import { ApiError } from '../../twin/api/reply.ts';
import { createTokenOffice } from '../../twin/api/tokens.ts';
import { defaultBehaviours } from '../../twin/behaviours.ts';
import { createClock, dayOf, msPerDay } from '../../twin/clock.ts';
import { createCallLog } from '../../twin/control/call-log.ts';
import { createFaults } from '../../twin/control/faults.ts';
import { createLedger } from '../../twin/market/ledger.ts';
import { createMarket } from '../../twin/market/market.ts';
import { createVisibility } from '../../twin/market/visibility.ts';
import type { Twin } from '../../twin/twin.ts';
import { buildWorld } from '../../twin/world/build-world.ts';
import type { Campaign, Creative } from '../../twin/world/entities.ts';
import { type WorldPlan, worldOf } from './worlds.ts';

export interface OpenWorld {
  plan: WorldPlan;
  twin: Twin;
  /** Day number of the first day that is played. */
  firstDay: number;
  campaigns: Campaign[];
}

export function openWorld(plan: WorldPlan): OpenWorld {
  const world = worldOf(plan);
  const { seed } = plan;
  const start = Date.parse(world.startAt);
  // the API can be asked about the history too, as it looked then
  const clock = createClock(start - world.historyDays * msPerDay);
  const entities = buildWorld(world, seed, start);
  const market = createMarket(world, seed, clock);
  const twin: Twin = {
    world,
    seed,
    behaviours: defaultBehaviours,
    clock,
    entities,
    market,
    visibility: createVisibility({ world, seed, clock, market, storm: () => null }),
    ledger: createLedger(world, entities, market, clock),
    tokens: createTokenOffice(world, seed, clock, defaultBehaviours),
    quotas: createQuotas(world, clock),
    faults: createFaults(seed, clock),
    calls: createCallLog(),
    url: '',
  };
  return { plan, twin, firstDay: dayOf(start), campaigns: [...entities.campaigns.values()] };
}

/** One change that a policy wants. Money is in the account's currency. */
export type Write =
  | { field: 'creative_status'; campaign: Campaign; creative: Creative; to: string }
  | { field: 'bid' | 'daily_budget'; campaign: Campaign; to: number };

/** Goes through the API's own writes, with their checks. False when the platform refuses. */
export function applyWrite({ twin }: OpenWorld, write: Write): boolean {
  try {
    if (write.field === 'creative_status') {
      patchCreative(twin, write.creative, { set: { intendedStatus: write.to }, remove: [] });
    } else {
      const { campaign } = write;
      // two decimals, as the API's money has
      const amount = { amount: write.to.toFixed(2), currencyCode: campaign.account.currency };
      const name = write.field === 'bid' ? 'unitCost' : 'dailyBudget';
      patchCampaign(twin, campaign, { set: { [name]: amount }, remove: [] });
    }
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
