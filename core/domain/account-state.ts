/**
 * All that a decision is made from: one account in one currency, as known at one instant. Plain data, so that the same decisions can
 * be made from the warehouse, from a past day (backtest), or from a simulated market (bench). Counts and money are numbers; a
 * figure that the platform did not give is null, never 0.
 */
import type { Platform } from '../contracts/values.ts';

export interface AccountState {
  platform: Platform;
  accountId: string;
  /** ISO 4217; all money of the state is in it. */
  currency: string;
  asOf: Date;
  /** Newest stat date with any figure, and newest mature and reconciled one; null without. */
  newestDay: string | null;
  newestMatureDay: string | null;
  campaigns: CampaignState[];
  /** What this program changed in the account, newest last: applied ones only. */
  ownChanges: OwnChange[];
}

/** Settings are as last collected; all null for imports, which have figures only. */
export interface CampaignState {
  campaignId: string;
  name: string | null;
  campaignGroupId: string | null;
  /** The platform's word, such as `ACTIVE`. */
  status: string | null;
  objective: string | null;
  format: string | null;
  costType: string | null;
  /** Says whether `bid` is a bid, a target, a cap or nothing. */
  optimizationTarget: string | null;
  bid: number | null;
  dailyBudget: number | null;
  totalBudget: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  /** Equal texts mean the same targeting, hence the same people. */
  audience: string | null;
  creatives: CreativeState[];
  /** Every day of the window with any figure, oldest first, mature or not. */
  days: CampaignDay[];
  /** What the bid model in production says of this campaign; absent or null where none was promoted or it cannot tell. */
  learnedResponse?: LearnedResponse | null;
}

/** How the price of a result follows the bid: d ln(price) / d ln(bid), with its standard deviation. */
export interface LearnedResponse {
  /** Of the bid model, such as `v3`. */
  version: string;
  price: { mean: number; deviation: number };
}

/** Figures of some days together, as the platform shows them now. */
export interface Figures {
  impressions: number;
  clicks: number | null;
  /** In the account's currency. */
  cost: number | null;
  conversions: number | null;
  leads: number | null;
  video_views: number | null;
}

/** Share of each final value that is expected to be visible, 0 to 1. */
export interface VisibleShare {
  clicks: number;
  conversions: number;
  leads: number;
}

export interface CampaignDay extends Figures {
  /** Stat date. */
  date: string;
  /** Impressions, clicks and cost are; conversions and leads may need longer, which `visibleShare` says. */
  mature: boolean;
  reconciled: boolean;
  visibleShare: VisibleShare;
  /** In force on that day, where it is known. */
  bid: number | null;
  dailyBudget: number | null;
}

export interface CreativeState {
  creativeId: string;
  name: string | null;
  /** The platform's word for what people want of it, such as `ACTIVE` or `PAUSED`; null for imports. */
  status: string | null;
  /** Whether the platform would show it if it were active; null when not known. */
  approved: boolean | null;
  /** Had impressions among the newest days of its account. */
  delivering: boolean;
  firstSeen: string | null;
  /** Mature and reconciled days of the window, packed into spans of seven days counted back from the newest such day, oldest first. */
  spans: CreativeSpan[];
}

/** Up to seven days of one creative that are mature (impressions, clicks, cost) and reconciled. */
export interface CreativeSpan extends Figures {
  from: string;
  through: string;
  /** Days with impressions. */
  days: number;
  /**
   * Days on which conversions or leads are not mature count as not visible at all, and those figures leave them out: seen / share
   * is the expected final value, and share × trials what it was seen of.
   */
  visibleShare: VisibleShare;
  /** Sums over the days of squares and products with impressions, from which the overdispersion of the days follows. */
  moments: Record<'clicks' | 'conversions' | 'leads', DayMoments>;
  impressionsSquared: number;
}

export interface DayMoments {
  squared: number;
  timesImpressions: number;
}

/** A change that was written and read back. */
export interface OwnChange {
  decisionId: string;
  action: string;
  campaignId: string;
  /** Null where the campaign as a whole was changed. */
  creativeId: string | null;
  appliedAt: Date;
  /** Null while it stands. */
  undoneAt: Date | null;
  from: number | string | null;
  to: number | string;
}
