/** Accounts whose campaigns move together and apart by themselves, with changes whose true effect is known. */
import type { AccountState, CampaignDay, CampaignState, OwnChange } from '../../../../core/domain/account-state.ts';
import { dateOfDay } from '../../../../core/optimize/effects/panel.ts';
import { accountOf, campaignDay, ownChange, unknownCampaign } from '../../../support/account-builder.ts';
import { normal, poisson, type Random } from '../proposals/simulation.ts';

export interface PanelWorld {
  campaigns: number;
  days: number;
  /** Mean results of a campaign's day. */
  dailyResults: number;
  /** Standard deviations of logarithms: of all campaigns together and of each, both slow (a tenth is new each day), and of a day. */
  common: number;
  slow: number;
  daily: number;
  /** Day of the change of the first campaign, and its true effect on results per cost and on cost, as logarithms. */
  changedOn: number;
  effect: number;
  onCost: number;
  action?: string;
}

export const firstDay = 20_455;

export function simulatePanel(random: Random, world: PanelWorld): { state: AccountState; change: OwnChange } {
  const shared = slowWalk(random, world.days, world.common);
  const change = changeOf('campaign-0', world.changedOn, world.action ?? 'pause_creative');
  const campaigns = Array.from({ length: world.campaigns }, (_, index) =>
    campaignOf(random, `campaign-${index}`, world, shared, index === 0),
  );
  return { state: stateOf(campaigns, [change]), change };
}

export const changeOf = (campaignId: string, day: number, action: string): OwnChange =>
  ownChange({
    decisionId: `run-${campaignId}-${day}`,
    action,
    campaignId,
    creativeId: action.endsWith('creative') ? `${campaignId}/a` : null,
    appliedAt: new Date(`${dateOfDay(firstDay + day)}T08:00:00Z`),
  });

export function stateOf(campaigns: CampaignState[], ownChanges: OwnChange[]): AccountState {
  const newest = campaigns.flatMap(({ days }) => days.map(({ date }) => date)).reduce((a, b) => (a > b ? a : b));
  const asOf = new Date(`${newest}T08:00:00Z`);
  return accountOf(campaigns, { asOf, newestDay: newest, newestMatureDay: newest, ownChanges });
}

export const campaignWith = (campaignId: string, days: CampaignDay[]): CampaignState => ({
  ...unknownCampaign(campaignId, { status: 'ACTIVE', objective: 'WEBSITE_VISIT' }),
  creatives: [],
  days,
});

export const dayWith = (day: number, clicks: number, cost: number, more: Partial<CampaignDay> = {}): CampaignDay =>
  campaignDay(dateOfDay(firstDay + day), { clicks, cost, ...more });

const weekdays = [1.1, 1.15, 1.15, 1.1, 1, 0.7, 0.8];

function campaignOf(
  random: Random,
  id: string,
  world: PanelWorld,
  shared: number[],
  isChanged: boolean,
): CampaignState {
  const rate = world.dailyResults * Math.exp(0.5 * normal(random));
  const price = 8 * Math.exp(0.3 * normal(random));
  const rates = slowWalk(random, world.days, world.slow);
  const volumes = slowWalk(random, world.days, world.slow);
  const days = Array.from({ length: world.days }, (_, day) => {
    const after = isChanged && day > world.changedOn;
    const volume = (weekdays[day % 7] ?? 1) * Math.exp(volumes[day]! + world.daily * normal(random));
    const cost = rate * price * volume * Math.exp(after ? world.onCost : 0);
    const efficiency = Math.exp(shared[day]! + rates[day]! + world.daily * normal(random) + (after ? world.effect : 0));
    return dayWith(day, poisson(random, (cost / price) * efficiency), cost);
  });
  return campaignWith(id, days);
}

/** A stationary first-order autoregression: nine tenths of yesterday. */
function slowWalk(random: Random, days: number, deviation: number): number[] {
  const memory = 0.9;
  let value = deviation * normal(random);
  return Array.from({ length: days }, () => {
    value = memory * value + deviation * Math.sqrt(1 - memory ** 2) * normal(random);
    return value;
  });
}
