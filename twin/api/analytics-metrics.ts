/** The metrics adAnalytics knows, and how the simulated ones come from what is measured (docs/linkedin-api.md §9). */
import { at, type Measure } from '../market/measures.ts';

/** Sums over a row's creatives and days, with what is needed to turn them into metrics. */
export interface RowTotals {
  sums: Float64Array;
  costUsd: number;
  conversionValue: number;
}

type Metric = (totals: RowTotals) => number | string;

const sum =
  (...names: Measure[]): Metric =>
  ({ sums }) =>
    names.reduce((total, name) => total + (sums[at[name]] ?? 0), 0);

const engagements: Measure[] = ['clicks', 'likes', 'comments', 'shares', 'follows'];

/** Members reached grow slower than impressions; this power keeps a sum of rows above the row of their sum. Invented. */
const reachPower = 0.93;

/** What a video's viewers last through, of its views. Invented. */
const watched = { start: 1.2, quarter: 0.6, half: 0.4, threeQuarters: 0.28, complete: 0.2 } as const;

const ofViews =
  (share: number): Metric =>
  ({ sums }) =>
    Math.floor((sums[at.videoViews] ?? 0) * share);

/** Money comes as decimal strings, everything else as numbers. */
export const simulatedMetrics: Record<string, Metric> = {
  impressions: sum('impressions'),
  clicks: sum('clicks'),
  costInLocalCurrency: ({ sums }) => String(sums[at.cost] ?? 0),
  costInUsd: ({ costUsd }) => String(costUsd),
  landingPageClicks: sum('landingPageClicks'),
  externalWebsiteConversions: sum('postClickConversions', 'postViewConversions'),
  externalWebsitePostClickConversions: sum('postClickConversions'),
  externalWebsitePostViewConversions: sum('postViewConversions'),
  conversionValueInLocalCurrency: ({ conversionValue }) => String(conversionValue),
  oneClickLeads: sum('leads'),
  oneClickLeadFormOpens: sum('leadFormOpens'),
  likes: sum('likes'),
  reactions: sum('likes'),
  comments: sum('comments'),
  shares: sum('shares'),
  follows: sum('follows'),
  totalEngagements: sum(...engagements),
  otherEngagements: sum('follows'),
  videoStarts: ofViews(watched.start),
  videoViews: sum('videoViews'),
  videoFirstQuartileCompletions: ofViews(watched.quarter),
  videoMidpointCompletions: ofViews(watched.half),
  videoThirdQuartileCompletions: ofViews(watched.threeQuarters),
  videoCompletions: ofViews(watched.complete),
  approximateMemberReach: ({ sums }) => Math.round((sums[at.impressions] ?? 0) ** reachPower),
};

/**
 * Known to the platform, always zero and therefore never shown by the twin. approximateUniqueImpressions was renamed years ago,
 * but clients in use still ask for it.
 */
const silentMetrics =
  `costPerQualifiedLead qualifiedLeads validWorkEmailLeads talentLeads commentLikes actionClicks adUnitClicks
companyPageClicks textUrlClicks headlineClicks headlineImpressions subscriptionClicks downloadClicks cardClicks cardImpressions
fullScreenPlays averageDwellTime documentFirstQuartileCompletions documentMidpointCompletions documentThirdQuartileCompletions
documentCompletions opens sends leadGenerationMailContactInfoShares leadGenerationMailInterestedClicks jobApplications
jobApplyClicks registrations postClickJobApplications postClickJobApplyClicks postClickRegistrations postViewJobApplications
postViewJobApplyClicks postViewRegistrations audiencePenetration approximateUniqueImpressions`.split(/\s+/);

/** Not metrics, but they count among the twenty fields. */
export const rowFields = ['dateRange', 'pivotValues'];

const namedFields = new Set([...Object.keys(simulatedMetrics), ...silentMetrics, ...rowFields]);

/** Most metrics have a twin that counts what members passed on: `viralClicks` for `clicks`. Never shown here. */
const viralTwin = /^viral([A-Z])/;

export const isKnownField = (name: string): boolean =>
  namedFields.has(name) ||
  (viralTwin.test(name) && namedFields.has(name.replace(viralTwin, (_, first: string) => first.toLowerCase())));

/** What comes back when no fields are asked for. */
export const defaultFields = ['impressions', 'clicks'];

/** Metrics that need a range of at most 92 days. */
export const shortRangeMetrics = ['approximateMemberReach', 'audiencePenetration'];
export const shortRangeDays = 92;
