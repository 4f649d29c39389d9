/** What pulls of the twin's market see of its accounts' days, without its HTTP, and what the days came to in truth. */
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../../../core/contracts/measures.ts';
import type { DaySnapshot } from '../../../../core/process/maturity/day-snapshot.ts';
import { createClock, dateOf, dayOf, msPerDay, msPerHour } from '../../../../twin/clock.ts';
import { conversionValue } from '../../../../twin/market/ledger.ts';
import { createMarket, type Market } from '../../../../twin/market/market.ts';
import { at, measureCount } from '../../../../twin/market/measures.ts';
import { createVisibility } from '../../../../twin/market/visibility.ts';
import { mix, uniform } from '../../../../twin/random.ts';
import { buildWorld } from '../../../../twin/world/build-world.ts';
import type { Account, Campaign, Entities } from '../../../../twin/world/entities.ts';
import type { World } from '../../../../twin/world/schema.ts';

export interface PullPlan {
  world: World;
  seed: number;
  /** Days from the first pull on; earlier days are never pulled. */
  days: number;
  /** Whether single campaigns' snapshots are kept too. */
  campaigns?: boolean;
}

export type Values = Record<CommonMeasure, number>;

/** A snapshot, and the campaign when it is not the whole account's. */
export interface Snapshot extends DaySnapshot {
  values: Values;
  campaign: number | null;
  /** When, in hours since the first pull. */
  atHour: number;
}

export interface SeenWorld {
  snapshots: Snapshot[];
  /** True final values by `account_id stat_date`, or by `account_id stat_date campaign`. */
  finals: Map<string, Values>;
}

export const keyOf = ({
  account_id,
  stat_date,
  campaign,
}: Pick<Snapshot, 'account_id' | 'stat_date' | 'campaign'>): string =>
  campaign === null ? `${account_id} ${stat_date}` : `${account_id} ${stat_date} ${campaign}`;

/** Hours between pulls, the window that each reads, and the wider one of once a week. */
const everyHours = 6;
const windowDays = 30;
const wide = { everyDays: 7, windowDays: 120 };
/** A pull does not begin on the minute. */
const latenessHours = 0.4;

export function pull({ world, seed, days, campaigns: single = false }: PullPlan): SeenWorld {
  const start = Date.parse(world.startAt);
  const clock = createClock(start);
  const entities = buildWorld(world, seed, start);
  const market = createMarket(world, seed, clock);
  const visibility = createVisibility({ world, seed, clock, market, storm: () => null });
  const snapshots: Snapshot[] = [];
  const firstDay = dayOf(start);
  const phase = uniform(mix(seed, 0x9a5e)) * everyHours;
  const pulls = (days * 24) / everyHours;
  for (let number = 0; number < pulls; number += 1) {
    const atHour = number * everyHours + phase + latenessHours * uniform(mix(seed, number));
    clock.set(start + Math.round(atHour * msPerHour));
    const isWide = number % ((wide.everyDays * 24) / everyHours) === 0;
    const back = isWide ? wide.windowDays : windowDays;
    const today = dayOf(clock.now());
    for (let day = Math.max(firstDay, today - back + 1); day < today; day += 1) {
      const age = Math.floor((clock.now() - (day + 1) * msPerDay) / msPerHour);
      if (!isNewestOfItsBucket(age) && !isWide) continue;
      const sums = sumsOf(world, entities, single, (campaign) => visibility.visible(campaign, day));
      snapshots.push(...sums.map((sum) => ({ ...sum, stat_date: dateOf(day), age_hours: age, atHour })));
    }
  }
  return { snapshots, finals: finalsOf({ world, entities, market, single, firstDay, days }) };
}

/** As the warehouse keeps snapshots: each in the first four days, one a day later on. */
const isNewestOfItsBucket = (age: number): boolean =>
  age < 96 || Math.floor(age / 24) !== Math.floor((age + everyHours) / 24);

interface Finals {
  world: World;
  entities: Entities;
  market: Market;
  single: boolean;
  firstDay: number;
  days: number;
}

function finalsOf({ world, entities, market, single, firstDay, days }: Finals): SeenWorld['finals'] {
  const finals: SeenWorld['finals'] = new Map();
  for (let day = firstDay; day < firstDay + days; day += 1) {
    for (const sum of sumsOf(world, entities, single, (campaign) => market.delivered(campaign, day))) {
      finals.set(keyOf({ ...sum, stat_date: dateOf(day) }), sum.values);
    }
  }
  return finals;
}

type Sum = Pick<Snapshot, 'platform' | 'account_id' | 'campaign' | 'values'>;

function sumsOf(
  world: World,
  { campaigns }: Entities,
  single: boolean,
  valuesOf: (campaign: Campaign) => Float64Array | null,
): Sum[] {
  const sums = new Map<string, Sum>();
  for (const campaign of campaigns.values()) {
    const values = valuesOf(campaign);
    if (!values) continue;
    const { account } = campaign;
    addTo(sums, account, null, world, values);
    if (single) addTo(sums, account, campaign.id, world, values);
  }
  return [...sums.values()];
}

function addTo(
  sums: Map<string, Sum>,
  account: Account,
  campaign: number | null,
  world: World,
  shown: Float64Array,
): void {
  const account_id = String(account.id);
  const key = `${account_id} ${campaign}`;
  const sum = sums.get(key) ?? { platform: 'linkedin', account_id, campaign, values: nothing() };
  sums.set(key, sum);
  const value = conversionValue(world, account.plan.usdPerUnit);
  for (let base = 0; base < shown.length; base += measureCount) {
    // a creative that was not shown has no row
    if (!shown[base + at.impressions]) continue;
    const conversions = shown[base + at.postClickConversions]! + shown[base + at.postViewConversions]!;
    sum.values.impressions += shown[base + at.impressions]!;
    sum.values.clicks += shown[base + at.clicks]!;
    sum.values.cost += shown[base + at.cost]!;
    sum.values.conversions += conversions;
    sum.values.conversion_value += conversions * value;
    sum.values.leads += shown[base + at.leads]!;
  }
}

const nothing = (): Values => eachMeasure(commonMeasures, () => 0);
