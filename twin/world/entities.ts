/** The things of the simulated platform, as the twin keeps them. The API's own shapes are made in `api/`. */
import type { Clock } from '../clock.ts';
import type { AccountPlan } from './schema.ts';

export interface Money {
  /** Decimal string, as the API writes it. */
  amount: string;
  currencyCode: string;
}

/** What an API write leaves behind. Times in milliseconds. */
interface Audited {
  createdAt: number;
  lastModifiedAt: number;
  version: number;
}

export interface Account extends Audited {
  id: number;
  plan: AccountPlan;
  name: string;
  currency: string;
  status: string;
  conversionId: number;
}

export interface CampaignGroup extends Audited {
  id: number;
  account: Account;
  name: string;
  status: string;
  backfilled: boolean;
  start: number;
  totalBudget: Money | null;
  deleted: boolean;
}

export interface Campaign extends Audited {
  id: number;
  /** Position in the world; keys every draw of chance. */
  index: number;
  account: Account;
  group: CampaignGroup;
  name: string;
  status: string;
  type: string;
  format: string;
  objectiveType: string;
  optimizationTargetType: string;
  costType: string;
  creativeSelection: string;
  unitCost: Money;
  dailyBudget: Money | null;
  totalBudget: Money | null;
  start: number;
  end: number | null;
  targeting: Record<string, string[]>;
  audienceSize: number;
  priceFactor: number;
  ctrFactor: number;
  creatives: Creative[];
  deleted: boolean;
}

export interface AdCopy {
  introduction: string;
  headline: string;
  description: string;
  callToAction: string;
  landingPage: string;
}

export const postStates = ['readable', 'deleted', 'unreadable'] as const;

export interface Creative extends Audited {
  /** The number in `urn:li:sponsoredCreative:<id>`. */
  id: number;
  index: number;
  /** Position within its campaign. */
  place: number;
  campaign: Campaign;
  name: string;
  intendedStatus: string;
  /** The verdict of the review; pending before it is spoken. */
  review: 'APPROVED' | 'REJECTED';
  copy: AdCopy;
  /** The number of its share, message content or image; beyond 2^53, hence a string. */
  contentId: string;
  post: (typeof postStates)[number];
  /** First day it may serve, as a day number. */
  firstDay: number;
  /** Day number before which it stopped, for those stopped before the clock started; else null. */
  stoppedOn: number | null;
  /** Click rate of a fresh impression, before season and fatigue. */
  freshCtr: number;
  deleted: boolean;
}

export interface Entities {
  accounts: Map<number, Account>;
  groups: Map<number, CampaignGroup>;
  campaigns: Map<number, Campaign>;
  creatives: Map<number, Creative>;
  /** By the number of the share or message content. */
  byContent: Map<string, Creative>;
}

export const urnOf = {
  account: (id: number): string => `urn:li:sponsoredAccount:${id}`,
  group: (id: number): string => `urn:li:sponsoredCampaignGroup:${id}`,
  campaign: (id: number): string => `urn:li:sponsoredCampaign:${id}`,
  creative: (id: number): string => `urn:li:sponsoredCreative:${id}`,
  organization: (id: number): string => `urn:li:organization:${id}`,
  conversion: (id: number): string => `urn:lla:llaPartnerConversion:${id}`,
  share: (id: string): string => `urn:li:share:${id}`,
  message: (id: string): string => `urn:li:adInMailContent:${id}`,
  image: (id: string): string => `urn:li:image:C${id}`,
  video: (id: string): string => `urn:li:video:C${id}`,
} as const;

/** The member that the twin's tokens belong to. */
export const memberUrn = 'urn:li:person:twinMember01';

/** Notes a change made now. */
export function touch(entity: Audited, clock: Clock): void {
  entity.version += 1;
  entity.lastModifiedAt = clock.now();
}
