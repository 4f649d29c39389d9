/**
 * What the stages ask of an advertising platform, in the business's words. `adapters/linkedin` answers it over HTTP. Ids of
 * accounts, groups and campaigns are the platform's digits; a creative's id is its URN. No record names a person.
 */

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

export interface Harvest<T> {
  records: T[];
  rejected: RejectedElement[];
  drift: Drift[];
}

/** `source` is the platform's element with every field it had, less those that name a person. */
interface Sourced {
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
  /** The default group, which the platform made and lets nobody change. */
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
  /** `article`, `image`, `video`, `carousel`, `text`, `text_ad`, `spotlight`, … */
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

/** Up to five methods a port: what exists … */
export interface AdEntities {
  accounts(): Promise<Harvest<AdAccount>>;
  campaignGroups(accountId: string): Promise<Harvest<CampaignGroup>>;
  campaigns(accountId: string): Promise<Harvest<Campaign>>;
  creatives(accountId: string): Promise<Harvest<Creative>>;
  conversions(accountId: string): Promise<Harvest<ConversionRule>>;
}

/** … what it says … */
export interface AdContents {
  /** Creatives that show one post cost one look-up. */
  content(creative: Creative): Promise<CreativeContent>;
}

export const analyticsPivots = ['CREATIVE', 'CAMPAIGN', 'CAMPAIGN_GROUP', 'ACCOUNT'] as const;
export type AnalyticsPivot = (typeof analyticsPivots)[number];

export interface AnalyticsQuestion {
  account: string;
  pivot: AnalyticsPivot;
  /** First and last stat date, both included, as `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** The platform's metric names. */
  fields: readonly string[];
  /** Only these campaigns; absent means the whole account. */
  campaigns?: readonly string[];
}

/** One entity on one day. Counts are numbers, money an exact decimal string; what the platform did not send is absent. */
export interface AnalyticsRow extends Sourced {
  pivot: AnalyticsPivot;
  /** The URN that the pivot names. */
  entity: string;
  stat_date: string;
  metrics: Record<string, number | string>;
}

export interface AnalyticsAnswer extends Harvest<AnalyticsRow> {
  /** Elements that came twice with the same values and were kept once. */
  duplicates: number;
  /** Values between -0.000001 and 0 that were made 0. */
  rounded_to_zero: number;
  /** Values below that: kept as they came. */
  negatives: { entity: string; stat_date: string; metric: string; value: string }[];
  calls: number;
}

/** … how it performed. The whole question is answered, or an error is thrown: never a part. */
export interface AdPerformance {
  analytics(question: AnalyticsQuestion): Promise<AnalyticsAnswer>;
}

export interface Change<T> {
  account: string;
  /** Campaign digits or creative URN. */
  entity: string;
  /** What the decision saw. Anything else there now makes the change void. */
  expected: T;
  to: T;
}

/**
 * `applied`: written and read back. `conflict`: something else was there, nothing was written by us. `unconfirmed`: accepted,
 * but reading back shows another value than ours.
 */
export type ChangeResult<T> =
  | { outcome: 'applied'; before: T; after: T; request_id: string | null }
  | { outcome: 'conflict'; expected: T; found: T }
  | { outcome: 'unconfirmed'; before: T; after: T; request_id: string | null };

export interface AdChanges {
  setCreativeStatus(change: Change<string>): Promise<ChangeResult<string>>;
  setCampaignStatus(change: Change<string>): Promise<ChangeResult<string>>;
  /** Null where the campaign has none. `to` is in the campaign's currency. */
  setBid(change: Change<Amount | null> & { to: Amount }): Promise<ChangeResult<Amount | null>>;
  setDailyBudget(change: Change<Amount | null> & { to: Amount }): Promise<ChangeResult<Amount | null>>;
}

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

/** Instants are ISO; null where the answer does not say. */
export interface IssuedToken {
  access_token: string;
  expires_at: string | null;
  /** The old one where the platform sent none. */
  refresh_token: string;
  refresh_token_expires_at: string | null;
  scopes: string[];
}

export interface TokenState {
  active: boolean;
  status: 'active' | 'expired' | 'revoked' | 'unknown';
  expires_at: string | null;
  scopes: string[];
}

export interface TokenIssuer {
  refresh(client: OAuthClient, refreshToken: string): Promise<IssuedToken>;
  introspect(client: OAuthClient, accessToken: string): Promise<TokenState>;
}
