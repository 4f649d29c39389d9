/**
 * Whether what was written kept to the guardrails: found from the log of writes and from what the world truly delivered, with none of
 * the guardrails' own code, so that a fault there shows here.
 */
import type { Guardrails } from '../../core/optimize/guardrails/guardrail-file.ts';
import { at, measureCount } from '../../twin/market/measures.ts';
import type { Account, Campaign, Creative } from '../../twin/world/entities.ts';
import type { OpenWorld } from './open-world.ts';
import { type Played, sumsOf, type Written } from './play.ts';

/** What was seen on the day of a write differs from the truth by less than this. */
const seenDiffersBy = 0.06;
const weekDays = 7;
const hoursPerDay = 24;

/** One line for each breach; empty when all is well. */
export function breachesOf(played: Played, rails: Guardrails): string[] {
  const { open, writes } = played;
  const days = [...new Set(writes.map(({ day }) => day))];
  return [
    ...days.flatMap((day) => tooMuchInADay(open, rails, day, writes)),
    ...writes.flatMap((written, place) => tooFar(rails, written, writes.slice(0, place))),
    ...writes.flatMap((written, place) => tooSoon(rails, written, writes.slice(0, place))),
    ...silentCampaigns(open, rails, writes),
    ...capBreaches(open, rails, writes),
  ];
}

function tooMuchInADay(open: OpenWorld, rails: Guardrails, day: number, writes: readonly Written[]): string[] {
  const today = writes.filter((each) => each.day === day);
  const found: string[] = [];
  if (today.length > Math.min(rails.actions_per_run, rails.actions_per_day)) {
    found.push(`${today.length} changes on day ${day}`);
  }
  for (const account of open.twin.entities.accounts.values()) {
    const share = touchedShare(open, account, day, today);
    if (share > rails.spend_share_per_day * (1 + seenDiffersBy)) {
      found.push(`${Math.round(100 * share)}% of the spend of ${account.id} touched on day ${day}`);
    }
  }
  return found;
}

function touchedShare(
  { twin, campaigns }: OpenWorld,
  account: Account,
  day: number,
  today: readonly Written[],
): number {
  const spend = (campaign: Campaign, creative?: Creative): number => {
    let cost = 0;
    // the newest seven days that were mature that morning: yesterday is not
    for (let past = day - 1 - weekDays; past < day - 1; past += 1) {
      const values = twin.market.delivered(campaign, past);
      cost += creative ? (values?.[creative.place * measureCount + at.cost] ?? 0) : sumsOf(campaign, values).cost;
    }
    return cost;
  };
  const own = campaigns.filter((campaign) => campaign.account === account);
  const all = own.reduce((sum, campaign) => sum + spend(campaign), 0);
  const touched = own.reduce((sum, campaign) => {
    const mine = today.filter(({ write }) => write.campaign === campaign);
    if (mine.some(({ write }) => write.field !== 'creative_status')) return sum + spend(campaign);
    return mine.reduce((part, { write }) => part + ('creative' in write ? spend(campaign, write.creative) : 0), sum);
  }, 0);
  return all > 0 ? touched / all : 0;
}

const isSameThing = ({ write: one }: Written, { write: other }: Written): boolean =>
  one.field === other.field &&
  one.campaign === other.campaign &&
  (one.field !== 'creative_status' || other.field !== 'creative_status' || one.creative === other.creative);

/** Amounts have two decimals, so a step may be off by half a cent. */
const rounding = 0.005;

function tooFar(rails: Guardrails, written: Written, before: readonly Written[]): string[] {
  const { write, from, day } = written;
  if (write.field === 'creative_status') return [];
  const limits = rails[write.field];
  const base = before.find((each) => isSameThing(each, written) && each.day > day - weekDays)?.from ?? from;
  const { currency } = write.campaign.account;
  const [floor, ceiling] = [limits.floor[currency] ?? Number.NaN, limits.ceiling[currency] ?? Number.NaN];
  const moved = (since: string | number, share: number): boolean =>
    Math.abs(write.to - Number(since)) <= share * Number(since) + rounding;
  const up = write.to > Number(from);
  return [
    !moved(from, limits.change_per_step) && 'too far in one step',
    !moved(base, limits.change_per_week) && 'too far in a week',
    !(up ? write.to <= ceiling + rounding : write.to >= floor - rounding) && 'beyond floor or ceiling',
  ]
    .filter((each) => each !== false)
    .map((each) => `${write.field} of ${write.campaign.id} on day ${day}: ${each} (${from} to ${write.to})`);
}

function tooSoon(rails: Guardrails, written: Written, before: readonly Written[]): string[] {
  const { write, day } = written;
  const since = (lasts: readonly Written[]): number =>
    hoursPerDay * (day - Math.max(Number.NEGATIVE_INFINITY, ...lasts.map((each) => each.day)));
  const found: string[] = [];
  if (since(before.filter((each) => isSameThing(each, written))) < rails.cool_down_hours) found.push('cool-down');
  if (write.field !== 'creative_status') {
    const terms = before.filter(
      (each) => each.write.campaign === write.campaign && each.write.field !== 'creative_status',
    );
    if (since(terms) < rails.learning_phase_hours) found.push('learning phase');
  }
  return found.map((rule) => `${write.field} of ${write.campaign.id} on day ${day}: within its ${rule}`);
}

/** Replays the statuses of each campaign's creatives backwards, from what they are now. */
function silentCampaigns({ twin, campaigns }: OpenWorld, rails: Guardrails, writes: readonly Written[]): string[] {
  return campaigns.flatMap((campaign) => {
    const status = new Map(campaign.creatives.map((creative) => [creative, creative.intendedStatus]));
    const found: string[] = [];
    for (const { write, day, from } of writes.toReversed()) {
      if (write.field !== 'creative_status' || write.campaign !== campaign) continue;
      const active = campaign.creatives.filter(
        (creative) => status.get(creative) === 'ACTIVE' && creative.review === 'APPROVED' && creative.firstDay <= day,
      ).length;
      if (write.to !== 'ACTIVE' && active < rails.active_creatives_kept) {
        found.push(`campaign ${campaign.id} of seed ${twin.seed} had ${active} active creatives left on day ${day}`);
      }
      status.set(write.creative, String(from));
    }
    return found;
  });
}

/** On a day when a budget was raised, what the account may then spend: its highest day of late and all that was added. */
function capBreaches({ twin, campaigns }: OpenWorld, rails: Guardrails, writes: readonly Written[]): string[] {
  const raises = writes.filter(({ write, from }) => write.field === 'daily_budget' && write.to > Number(from));
  return [...twin.entities.accounts.values()].flatMap((account) =>
    [...new Set(raises.map(({ day }) => day))].flatMap((day) => {
      const own = raises.filter((each) => each.day === day && each.write.campaign.account === account);
      if (own.length === 0) return [];
      const spendOn = (past: number): number =>
        campaigns
          .filter((campaign) => campaign.account === account)
          .reduce((sum, campaign) => sum + sumsOf(campaign, twin.market.delivered(campaign, past)).cost, 0);
      // the running day is the seventh of the newest
      const highest = Math.max(...Array.from({ length: weekDays - 1 }, (_, ago) => spendOn(day - 1 - ago)));
      const more = own.reduce((sum, { write, from }) => sum + (Number(write.to) - Number(from)), 0);
      const cap = rails.daily_spend_cap[account.currency] ?? 0;
      return highest + more > cap * (1 + seenDiffersBy) ? [`the cap of ${account.id} is passed on day ${day}`] : [];
    }),
  );
}
