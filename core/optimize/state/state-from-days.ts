/** An account's state from plain creative-day rows: of a simulated market, of a past day, of a test. */
import type {
  AccountState,
  CampaignDay,
  CampaignState,
  CreativeSpan,
  CreativeState,
  Figures,
  VisibleShare,
} from '../../domain/account-state.ts';
import { msPerDay } from '../../domain/calendar.ts';
import { groupBy } from '../../domain/grouping.ts';

/** What one creative did on one stat date, as the platform shows it now; money in the account's currency. */
export interface CreativeDay {
  creativeId: string;
  date: string;
  impressions: number;
  clicks: number | null;
  cost: number | null;
  conversions: number | null;
  leads: number | null;
  video_views?: number | null;
  /** Impressions, clicks and cost of the day are; conversions and leads count by their visible share. */
  mature: boolean;
  reconciled: boolean;
  /** All visible when left out. */
  visibleShare?: VisibleShare;
}

/** What was in force from a stat date on. */
export interface Terms {
  from: string;
  bid: number | null;
  dailyBudget: number | null;
}

export type CreativeSettings = Pick<CreativeState, 'creativeId' | 'name' | 'status' | 'approved'>;

export interface CampaignHistory extends Omit<CampaignState, 'creatives' | 'days'> {
  /** Creatives that have rows but no settings get unknown ones. */
  creatives: readonly CreativeSettings[];
  /** In any order. */
  days: readonly CreativeDay[];
  /** Oldest first; a day before the first one has unknown terms. */
  terms: readonly Terms[];
}

export interface AccountHistory extends Omit<AccountState, 'campaigns' | 'newestDay' | 'newestMatureDay'> {
  campaigns: readonly CampaignHistory[];
}

export interface StateOptions {
  windowDays: number;
  activeWithinDays: number;
  /** Conversions and leads of a day count from this visible share on. */
  maturityLevel?: number;
}

const spanDays = 7;
const defaultLevel = 0.95;

export function stateFromDays(account: AccountHistory, options: StateOptions): AccountState {
  const { campaigns, ...rest } = account;
  const all = campaigns.flatMap(({ days }) => days);
  const newestDay = newestOf(all);
  const newestMatureDay = newestOf(all.filter(isSound));
  const dayOf = dayNumbers();
  // without such a day nothing lies within its window
  const daysBefore = (newest: string | null) => (date: string) =>
    newest === null ? Number.POSITIVE_INFINITY : dayOf(newest) - dayOf(date);
  const context = {
    ...options,
    daysBeforeNewest: daysBefore(newestDay),
    daysBeforeMature: daysBefore(newestMatureDay),
  };
  return {
    ...rest,
    newestDay,
    newestMatureDay,
    campaigns: campaigns.map((campaign) => campaignState(campaign, context)),
  };
}

interface Context extends StateOptions {
  daysBeforeNewest(date: string): number;
  daysBeforeMature(date: string): number;
}

const isSound = ({ mature, reconciled }: CreativeDay): boolean => mature && reconciled;

function newestOf(days: readonly CreativeDay[]): string | null {
  let newest: string | null = null;
  for (const { date } of days) if (newest === null || date > newest) newest = date;
  return newest;
}

/** Days since 1970-01-01, each date parsed once. */
function dayNumbers(): (date: string) => number {
  const numbers = new Map<string, number>();
  return (date) => {
    const number = numbers.get(date) ?? Date.parse(date) / msPerDay;
    numbers.set(date, number);
    return number;
  };
}

function campaignState({ creatives, days, terms, ...settings }: CampaignHistory, context: Context): CampaignState {
  const byCreative = new Map(groupBy(days, ({ creativeId }) => creativeId).map((own) => [own[0]!.creativeId, own]));
  const known = new Set(creatives.map(({ creativeId }) => creativeId));
  const unknown = [...byCreative.keys()].filter((creativeId) => !known.has(creativeId));
  const all = [
    ...creatives,
    ...unknown.map((creativeId) => ({ creativeId, name: null, status: null, approved: null })),
  ];
  return {
    ...settings,
    creatives: all.map((creative) => creativeState(creative, byCreative.get(creative.creativeId) ?? [], context)),
    days: campaignDays(days, terms, context),
  };
}

function creativeState(creative: CreativeSettings, days: readonly CreativeDay[], context: Context): CreativeState {
  const shown = days.filter(({ impressions }) => impressions > 0);
  const counted = days
    .filter((day) => isSound(day) && context.daysBeforeMature(day.date) < context.windowDays)
    .sort(byDate);
  return {
    ...creative,
    delivering: shown.some(({ date }) => context.daysBeforeNewest(date) < context.activeWithinDays),
    firstSeen: [...shown].sort(byDate)[0]?.date ?? null,
    spans: groupBy(counted, ({ date }) => `${Math.floor(context.daysBeforeMature(date) / spanDays)}`).map((span) =>
      creativeSpan(span, context.maturityLevel ?? defaultLevel),
    ),
  };
}

const byDate = (one: CreativeDay, other: CreativeDay): number => (one.date < other.date ? -1 : 1);

function creativeSpan(days: readonly CreativeDay[], level: number): CreativeSpan {
  const moments = (metric: keyof VisibleShare) => ({
    squared: sum(days, (day) => (countedValue(day, metric, level) ?? 0) ** 2),
    timesImpressions: sum(days, (day) => (countedValue(day, metric, level) ?? 0) * day.impressions),
  });
  return {
    from: days[0]!.date,
    through: days.at(-1)!.date,
    days: days.filter(({ impressions }) => impressions > 0).length,
    ...figuresOf(days, level),
    visibleShare: visibleShareOf(days, level),
    moments: { clicks: moments('clicks'), conversions: moments('conversions'), leads: moments('leads') },
    impressionsSquared: sum(days, ({ impressions }) => impressions ** 2),
  };
}

const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);

/** Null where no day knows it. */
const knownSum = <T>(items: readonly T[], value: (item: T) => number | null): number | null =>
  items.some((item) => value(item) !== null) ? sum(items, (item) => value(item) ?? 0) : null;

/** A day's conversions count whole or not at all: below the level they are provisional. Clicks are mature with the day. */
const shareOf = (day: CreativeDay, metric: keyof VisibleShare, level: number): number => {
  const share = day.visibleShare?.[metric] ?? 1;
  return metric === 'clicks' || share >= level ? share : 0;
};

const countedValue = (day: CreativeDay, metric: keyof VisibleShare, level: number): number | null =>
  shareOf(day, metric, level) > 0 ? day[metric] : null;

const figuresOf = (days: readonly CreativeDay[], level: number): Figures => ({
  impressions: sum(days, ({ impressions }) => impressions),
  clicks: knownSum(days, (day) => countedValue(day, 'clicks', level)),
  // one unknown cost makes the sum unknown
  cost: days.some(({ cost }) => cost === null) ? null : sum(days, ({ cost }) => cost ?? 0),
  conversions: knownSum(days, (day) => countedValue(day, 'conversions', level)),
  leads: knownSum(days, (day) => countedValue(day, 'leads', level)),
  video_views: knownSum(days, ({ video_views }) => video_views ?? null),
});

/** Days weigh by what their results come from: impressions for clicks, clicks (where known) for the others. */
function visibleShareOf(days: readonly CreativeDay[], level: number): VisibleShare {
  const mean = (metric: keyof VisibleShare, weight: (day: CreativeDay) => number): number | null => {
    const total = sum(days, weight);
    return total > 0 ? sum(days, (day) => weight(day) * shareOf(day, metric, level)) / total : null;
  };
  const clicked = (day: CreativeDay): number => day.clicks ?? day.impressions;
  return {
    clicks: mean('clicks', ({ impressions }) => impressions) ?? mean('clicks', () => 1)!,
    conversions: mean('conversions', clicked) ?? 0,
    leads: mean('leads', clicked) ?? 0,
  };
}

function campaignDays(days: readonly CreativeDay[], terms: readonly Terms[], context: Context): CampaignDay[] {
  const inWindow = days.filter(({ date }) => context.daysBeforeNewest(date) < context.windowDays).sort(byDate);
  return groupBy(inWindow, ({ date }) => date).map((day) => {
    const { date } = day[0]!;
    const inForce = terms.findLast(({ from }) => from <= date);
    return {
      date,
      // the day as it is shown: whoever reads it sees its shares beside it
      ...figuresOf(day, Number.MIN_VALUE),
      mature: day.every(({ mature }) => mature),
      reconciled: day.every(({ reconciled }) => reconciled),
      visibleShare: visibleShareOf(day, Number.MIN_VALUE),
      bid: inForce?.bid ?? null,
      dailyBudget: inForce?.dailyBudget ?? null,
    };
  });
}
