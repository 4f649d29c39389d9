/**
 * The world file: everything the simulated market is made of. Each parameter stands as `{ value, unit, source }`, so that a
 * reader can see where a number comes from; code sees only the values.
 */
import { z } from 'zod';
import { currencyCode } from '../../core/contracts/values.ts';

const parameter = <T extends z.ZodType>(value: T) =>
  z
    .strictObject({ value, unit: z.string().min(1), source: z.string().min(1) })
    .transform((entry) => (entry as { value: z.output<T> }).value);

const share = z.number().min(0).max(1);
const positive = z.number().positive();
/** Points of a curve as [x, y], x rising. */
const curve = z.array(z.tuple([z.number().min(0), z.number().min(0)])).min(1);

export const accountPlan = z.strictObject({
  id: z.int().positive(),
  name: z.string(),
  currency: currencyCode,
  usdPerUnit: positive,
  /** The signed-in member's role; null is an account that exists but may not be read. */
  role: z
    .enum(['VIEWER', 'CREATIVE_MANAGER', 'CAMPAIGN_MANAGER', 'ACCOUNT_MANAGER', 'ACCOUNT_BILLING_ADMIN'])
    .nullable(),
  type: z.enum(['BUSINESS', 'ENTERPRISE']),
  organization: z.int().positive(),
  locale: z.strictObject({ country: z.string().length(2), language: z.string().length(2) }),
  geo: z.int().positive(),
  /** Themes whose templates this account runs. */
  themes: z.array(z.string()).min(1),
  campaignShare: share,
});
export type AccountPlan = z.infer<typeof accountPlan>;

export const campaignTemplate = z.strictObject({
  name: z.string(),
  theme: z.string(),
  objectiveType: z.string(),
  type: z.enum(['TEXT_AD', 'SPONSORED_UPDATES', 'SPONSORED_INMAILS']),
  format: z.enum(['STANDARD_UPDATE', 'SINGLE_VIDEO', 'CAROUSEL', 'TEXT_AD', 'STANDARD_INMAIL']),
  optimizationTargetType: z.string(),
  costType: z.enum(['CPM', 'CPC', 'CPV']),
  bidUsd: z.number().min(0),
  dailyBudgetUsd: positive.nullable(),
  totalBudgetUsd: positive.nullable(),
  /** Days after the world's start at which the run ends; null runs on. */
  endsAfterDays: z.int().positive().nullable(),
  status: z.enum(['ACTIVE', 'PAUSED', 'DRAFT']),
  creativeSelection: z.enum(['ROUND_ROBIN', 'OPTIMIZED']),
  audienceSize: z.int().positive(),
  priceFactor: positive,
  ctrFactor: positive,
  targeting: z.record(z.string(), z.array(z.string())),
});
export type CampaignTemplate = z.infer<typeof campaignTemplate>;

const copyTheme = z.strictObject({
  landingPage: z.url(),
  introductions: z.array(z.string()).min(1),
  headlines: z.array(z.string()).min(1),
  descriptions: z.array(z.string()).min(1),
  callsToAction: z.array(z.string()).min(1),
});

const curves = z.strictObject({
  impressions: curve,
  clicks: curve,
  cost: curve,
  conversions: curve,
  leads: curve,
  engagement: curve,
});

export const worldFile = z.strictObject({
  schemaVersion: z.literal(1),
  about: z.string(),
  startAt: parameter(z.iso.datetime()),
  historyDays: parameter(z.int().min(0)),
  size: z.strictObject({
    campaigns: parameter(z.int().min(1).max(15_000)),
    creativesPerCampaign: parameter(z.int().min(1).max(100)),
  }),
  app: z.strictObject({
    clientId: parameter(z.string()),
    clientSecret: parameter(z.string()),
    accessToken: parameter(z.string()),
    refreshToken: parameter(z.string()),
    authorizationCode: parameter(z.string()),
    scopes: parameter(z.array(z.string())),
  }),
  accounts: parameter(z.array(accountPlan).min(1)),
  campaignTemplates: parameter(z.array(campaignTemplate).min(1)),
  copyThemes: parameter(z.record(z.string(), copyTheme)),
  population: z.strictObject({
    pausedCreatives: parameter(share),
    archivedCreatives: parameter(share),
    rejectedCreatives: parameter(share),
    laterCreatives: parameter(share),
    laterWithinDays: parameter(z.int().positive()),
    deletedPosts: parameter(share),
    unreadablePosts: parameter(share),
  }),
  market: z.strictObject({
    medianCpmUsd: parameter(positive),
    priceSpread: parameter(positive),
    visitShare: parameter(share),
    slotsPerVisit: parameter(positive),
    opportunityNoise: parameter(z.number().min(0)),
    budgetNoise: parameter(z.number().min(0)),
    highestOverdelivery: parameter(z.number().min(1)),
    optimizedSelectionPower: parameter(z.number().min(0)),
  }),
  season: z.strictObject({
    weekdayVisits: parameter(z.array(positive).length(7)),
    weekdayCtr: parameter(z.array(positive).length(7)),
    hourlyVisits: parameter(z.array(positive).length(24)),
  }),
  response: z.strictObject({
    ctrByFormat: parameter(z.record(z.string(), share)),
    creativeSpread: parameter(z.number().min(0)),
    dailyNoise: parameter(z.number().min(0)),
    conversionsPerClick: parameter(z.record(z.string(), share)),
    viewConversionsPerImpression: parameter(share),
    leadFormOpensPerClick: parameter(share),
    leadsPerOpen: parameter(share),
    reactionsPerImpression: parameter(share),
    commentsPerImpression: parameter(share),
    sharesPerImpression: parameter(share),
    followsPerImpression: parameter(share),
    videoViewsPerImpression: parameter(share),
    landingPageShareOfClicks: parameter(share),
    conversionValueUsd: parameter(positive),
  }),
  copyEffects: z.strictObject({
    numberInHeadline: parameter(positive),
    questionInIntroduction: parameter(positive),
    introductionOver150Characters: parameter(positive),
    callToAction: parameter(z.record(z.string(), positive)),
  }),
  creativeFatigue: z.strictObject({ exposuresPerMember: parameter(positive), floor: parameter(share) }),
  saturation: z.strictObject({ halfLifeDays: parameter(positive), strength: parameter(z.number().min(0)) }),
  restatement: z.strictObject({
    visibleShareByAge: parameter(curves),
    correctionChance: parameter(share),
    correctionSize: parameter(share),
    correctionUntilDays: parameter(z.number().min(0)),
    tinyNegativeCostChance: parameter(share),
  }),
  limits: z.strictObject({
    callsPerDay: parameter(z.int().positive()),
    callsPerMinute: parameter(z.int().positive()),
    metricValuesPerFiveMinutes: parameter(z.int().positive()),
    analyticsElements: parameter(z.int().positive()),
    accessTokenDays: parameter(positive),
    refreshTokenDays: parameter(positive),
    imageAddressHours: parameter(positive),
    minimumDailyBudgetUsd: parameter(positive),
    minimumTotalBudgetUsd: parameter(positive),
    minimumBidUsd: parameter(z.record(z.string(), z.number().min(0))),
  }),
});

/** What a world file holds, as written. */
export type WorldFile = z.input<typeof worldFile>;
/** The same, values only. */
export type World = z.output<typeof worldFile>;
