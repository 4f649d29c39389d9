/** Grows the accounts, campaign groups and campaigns that a world file describes. Creatives are grown in `grow-creatives.ts`. */
import { dayOf, msPerDay } from '../clock.ts';
import { mix, uniform } from '../random.ts';
import type { Account, Campaign, CampaignGroup, Entities, Money } from './entities.ts';
import { growCreatives } from './grow-creatives.ts';
import type { AccountPlan, CampaignTemplate, World } from './schema.ts';

/** Where ids start and how far apart they are: easy to tell apart by eye, never consecutive, as on the platform. */
const ids = { group: 610_000_001, campaign: 230_000_001, step: 37, conversion: 13_700_001 } as const;

/** Campaigns are created over this share of the history, so that not all start on one day. */
const staggeredShareOfHistory = 0.4;
const days = { minimumLead: 30, groupLead: 5 } as const;
/** Platform limit of campaigns in a group is 2,000 (docs/linkedin-api.md §6); a marketer's group is smaller. */
const campaignsPerGroup = 8;

export function buildWorld(world: World, seed: number, startAt: number): Entities {
  const entities: Entities = {
    accounts: new Map(),
    groups: new Map(),
    campaigns: new Map(),
    creatives: new Map(),
    byContent: new Map(),
  };
  const created = startAt - (world.historyDays + days.minimumLead) * msPerDay;
  const counts = campaignsPerAccount(world);
  world.accounts.forEach((plan, index) => {
    const account = accountOf(plan, index, created);
    entities.accounts.set(account.id, account);
    addCampaigns({ world, seed, startAt, entities, account, howMany: counts[index] ?? 0 });
  });
  return entities;
}

/** Splits the number of campaigns by the accounts' shares; what rounding leaves goes to the first account. */
function campaignsPerAccount(world: World): number[] {
  const total = world.accounts.reduce((sum, plan) => sum + plan.campaignShare, 0) || 1;
  const counts = world.accounts.map((plan) => Math.floor((world.size.campaigns * plan.campaignShare) / total + 1e-6));
  counts[0] = (counts[0] ?? 0) + world.size.campaigns - counts.reduce((sum, each) => sum + each, 0);
  return counts;
}

function accountOf(plan: AccountPlan, index: number, createdAt: number): Account {
  return {
    id: plan.id,
    plan,
    name: plan.name,
    currency: plan.currency,
    status: 'ACTIVE',
    conversionId: ids.conversion + index * ids.step,
    createdAt,
    lastModifiedAt: createdAt,
    version: 1,
  };
}

interface Growth {
  world: World;
  seed: number;
  startAt: number;
  entities: Entities;
  account: Account;
  howMany: number;
}

function addCampaigns({ world, seed, startAt, entities, account, howMany }: Growth): void {
  const templates = world.campaignTemplates.filter((template) => account.plan.themes.includes(template.theme));
  let group = addGroup(entities, account, 'Default Campaign Group', true);
  for (let place = 0; place < howMany; place += 1) {
    const template = templates[place % templates.length];
    if (!template) return;
    if (place % campaignsPerGroup === 0) {
      group = addGroup(entities, account, `${account.name} ${1 + place / campaignsPerGroup}`, false);
    }
    const round = Math.floor(place / templates.length);
    const campaign = campaignOf({ world, seed, startAt, group, template, index: entities.campaigns.size, round });
    entities.campaigns.set(campaign.id, campaign);
    growCreatives({ world, seed, startAt, entities, campaign, theme: template.theme });
  }
}

function addGroup(entities: Entities, account: Account, name: string, backfilled: boolean): CampaignGroup {
  const createdAt = account.createdAt + (backfilled ? 0 : days.groupLead * msPerDay);
  const group: CampaignGroup = {
    id: ids.group + entities.groups.size * ids.step,
    account,
    name,
    status: 'ACTIVE',
    backfilled,
    start: createdAt,
    totalBudget: null,
    deleted: false,
    createdAt,
    lastModifiedAt: createdAt,
    version: 1,
  };
  entities.groups.set(group.id, group);
  return group;
}

interface CampaignGrowth {
  world: World;
  seed: number;
  startAt: number;
  group: CampaignGroup;
  template: CampaignTemplate;
  index: number;
  /** How often the templates were used up before; 0 gets the template's own name. */
  round: number;
}

function campaignOf({ world, seed, startAt, group, template, index, round }: CampaignGrowth): Campaign {
  const { account } = group;
  const delayDays = Math.floor(uniform(mix(mix(seed, index), 1)) * world.historyDays * staggeredShareOfHistory);
  const start = dayOf(startAt) - world.historyDays + delayDays;
  const inCurrency = (usd: number | null): Money | null =>
    usd === null ? null : money(usd / account.plan.usdPerUnit, account.currency);
  const createdAt = start * msPerDay - msPerDay / 2;
  const end = template.endsAfterDays === null ? null : startAt + template.endsAfterDays * msPerDay;
  return {
    id: ids.campaign + index * ids.step,
    index,
    account,
    group,
    name: round === 0 ? template.name : `${template.name} (${round + 1})`,
    status: template.status,
    type: template.type,
    format: template.format,
    objectiveType: template.objectiveType,
    optimizationTargetType: template.optimizationTargetType,
    costType: template.costType,
    creativeSelection: template.creativeSelection,
    unitCost: inCurrency(template.bidUsd) as Money,
    dailyBudget: inCurrency(template.dailyBudgetUsd),
    totalBudget: inCurrency(template.totalBudgetUsd),
    start: start * msPerDay,
    end,
    targeting: { 'urn:li:adTargetingFacet:locations': [`urn:li:geo:${account.plan.geo}`], ...template.targeting },
    audienceSize: template.audienceSize,
    priceFactor: template.priceFactor,
    ctrFactor: template.ctrFactor,
    creatives: [],
    deleted: false,
    createdAt,
    lastModifiedAt: createdAt,
    version: 1,
  };
}

/** Two decimals at most, without trailing zeros: "10", "62.73". */
const money = (amount: number, currencyCode: string): Money => ({
  amount: String(Math.round(amount * 100) / 100),
  currencyCode,
});
