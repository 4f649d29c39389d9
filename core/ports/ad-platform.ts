/**
 * What the stages ask of an advertising platform, in the business's words. `adapters/linkedin` answers it over HTTP. Ids are the
 * platform's own, as it writes them in calls. No record names a person. Performance is in ad-performance.ts, changes are in
 * ad-changes.ts.
 */
import type { Platform } from '../contracts/values.ts';

export type JsonObject = { [key: string]: unknown };

/** Money as the platform writes it: an exact decimal, never a float. */
export interface Amount {
  amount: string;
  currency: string;
}

/** A field that the platform sent and we do not know, or that we asked for and did not get. `seen` counts elements. */
export interface Drift {
  path: string;
  change: 'unknown' | 'missing';
  seen: number;
}

/** An element that cannot be used. It goes to quarantine as `text`; the others are unharmed. */
export interface RejectedElement {
  path: string;
  reason: string;
  remedy: string;
  text: string;
}

export interface ListResult<T> {
  records: T[];
  rejected: RejectedElement[];
  drift: Drift[];
}

/** `source` is the platform's element with every field it had, less those that name a person. */
export interface Sourced {
  source: JsonObject;
}

export interface AdAccount extends Sourced {
  account_id: string;
  name: string;
  currency: string;
  status: string;
  type: string | null;
  test: boolean;
  serving_statuses: string[];
}

export interface CampaignGroup extends Sourced {
  campaign_group_id: string;
  account_id: string;
  name: string;
  status: string;
  objective: string | null;
  total_budget: Amount | null;
  daily_budget: Amount | null;
  starts_at: string | null;
  ends_at: string | null;
  /** The default group, which the platform created and which cannot be changed. */
  backfilled: boolean;
  serving_statuses: string[];
}

/** Values by facet name (`locations`, `industries`, `seniorities`, …). Values of several clauses on one facet are joined. */
export interface Targeting {
  include: Record<string, string[]>;
  exclude: Record<string, string[]>;
}

export interface Campaign extends Sourced {
  campaign_id: string;
  campaign_group_id: string | null;
  account_id: string;
  name: string;
  status: string;
  type: string | null;
  format: string | null;
  objective: string | null;
  cost_type: string | null;
  /** Says whether `bid` is a bid, a target, a cap or nothing: MAX_* ignore it. */
  optimization_target: string | null;
  bid: Amount | null;
  daily_budget: Amount | null;
  total_budget: Amount | null;
  starts_at: string | null;
  ends_at: string | null;
  locale: string | null;
  targeting: Targeting | null;
  serving_statuses: string[];
  /** Rises by one with every change. */
  version: string | null;
}

export interface Creative extends Sourced {
  creative_id: string;
  account_id: string;
  campaign_id: string;
  name: string | null;
  intended_status: string;
  is_serving: boolean | null;
  review_status: string | null;
  rejection_reasons: string[];
  hold_reasons: string[];
  /** The post or message that the creative shows; null when its text is inline. */
  content_reference: string | null;
  /** Label of a lead form's button. */
  call_to_action: string | null;
  created_at: string | null;
  modified_at: string | null;
}

/** `unsupported`: there is content, of a kind whose text cannot be read. `none`: the creative has no content. */
export type ContentStatus = 'ok' | 'deleted' | 'forbidden' | 'inmail' | 'unsupported' | 'none';

export interface CreativeContent {
  creative_id: string;
  status: ContentStatus;
  /** `article`, `image`, `video`, `carousel`, `text`, `textAd`, `spotlight`, … */
  format: string | null;
  headline: string | null;
  description: string | null;
  introductory_text: string | null;
  call_to_action: string | null;
  landing_page: string | null;
  image_urn: string | null;
  /** Expires: keep a copy of the picture, not the address. */
  image_url: string | null;
  image_url_expires_at: string | null;
  drift: Drift[];
}

export interface ConversionRule extends Sourced {
  conversion_id: string;
  account_id: string;
  name: string;
  type: string | null;
  enabled: boolean;
  attribution: string | null;
  post_click_days: number | null;
  view_through_days: number | null;
  value: Amount | null;
}

/** How much a platform gives at once, so that a pull can be planned without a call. */
export interface PullLimits {
  campaignsPerPage: number;
  creativesPerPage: number;
  /** Rows of figures in one answer. */
  rowsPerAnswer: number;
  /** Look-ups that a creative's text and picture take at most. */
  contentCallsPerCreative: number;
  /** Rows times measures, and the minutes over which the platform counts them. */
  metricValues: { most: number; minutes: number };
}

/** What differs between platforms and does not come from a call. Only the adapter knows which platform it is. */
export interface PlatformDescription {
  /** In object keys, rows and settings. */
  name: Platform;
  /** As people write it. */
  title: string;
  limits: PullLimits;
}

export interface Described {
  description: PlatformDescription;
}

/** What exists in an account. */
export interface AdEntities {
  accounts(): Promise<ListResult<AdAccount>>;
  campaignGroups(accountId: string): Promise<ListResult<CampaignGroup>>;
  campaigns(accountId: string): Promise<ListResult<Campaign>>;
  creatives(accountId: string): Promise<ListResult<Creative>>;
  conversions(accountId: string): Promise<ListResult<ConversionRule>>;
}

/** What an ad says. */
export interface AdContents {
  /** Creatives that show one post cost one look-up. */
  content(creative: Creative): Promise<CreativeContent>;
}
