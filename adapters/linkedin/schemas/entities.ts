/** Accounts, campaign groups, campaigns and conversion rules as LinkedIn sends them. */
import { z } from 'zod';
import { digits, flag, instant, known, lenient, moneyAmount, number, text } from './leaves.ts';
import { targetingCriteria } from './targeting-criteria.ts';

const schedule = lenient(z.object({ start: lenient(instant), end: lenient(instant) }));
const version = lenient(z.object({ versionTag: lenient(text) }));
const texts = lenient(z.array(text));

/** Kept in `source` only. Their actors are gone before they are read. */
const stamps = { changeAuditStamps: known, created: known, lastModified: known };

export const accountAnswer = z.object({
  id: digits,
  name: text,
  currency: z.string().regex(/^[A-Z]{3}$/),
  status: z.string(),
  type: lenient(text),
  test: lenient(flag),
  servingStatuses: texts,
  reference: known,
  version,
  notifiedOnCampaignOptimization: known,
  notifiedOnCreativeApproval: known,
  notifiedOnCreativeRejection: known,
  notifiedOnEndOfCampaign: known,
  notifiedOnNewFeaturesEnabled: known,
  ...stamps,
});

export const groupAnswer = z.object({
  id: digits,
  account: digits,
  name: text,
  status: z.string(),
  objectiveType: lenient(text),
  totalBudget: lenient(moneyAmount),
  dailyBudget: lenient(moneyAmount),
  budgetOptimization: known,
  runSchedule: schedule,
  backfilled: lenient(flag),
  servingStatuses: texts,
  allowedCampaignTypes: known,
  test: known,
  version,
  ...stamps,
});

export const campaignAnswer = z.object({
  id: digits,
  account: digits,
  campaignGroup: lenient(digits),
  name: text,
  status: z.string(),
  type: lenient(text),
  format: lenient(text),
  objectiveType: lenient(text),
  costType: lenient(text),
  optimizationTargetType: lenient(text),
  unitCost: lenient(moneyAmount),
  dailyBudget: lenient(moneyAmount),
  totalBudget: lenient(moneyAmount),
  runSchedule: schedule,
  locale: lenient(z.object({ country: lenient(text), language: lenient(text) })),
  targetingCriteria: lenient(targetingCriteria),
  servingStatuses: texts,
  version,
  associatedEntity: known,
  audienceExpansionEnabled: known,
  connectedTelevisionOnly: known,
  creativeSelection: known,
  offsiteDeliveryEnabled: known,
  offsitePreferences: known,
  optimizationPreference: known,
  pacingStrategy: known,
  politicalIntent: known,
  storyDeliveryEnabled: known,
  test: known,
  ...stamps,
});

export const conversionAnswer = z.object({
  id: digits,
  account: digits,
  name: text,
  type: lenient(text),
  enabled: lenient(flag),
  attributionType: lenient(text),
  postClickAttributionWindowSize: lenient(number),
  viewThroughAttributionWindowSize: lenient(number),
  value: lenient(moneyAmount),
  conversionMethod: known,
  associatedCampaigns: known,
  campaigns: known,
  imagePixelTag: known,
  urlMatchRuleExpression: known,
  urlRules: known,
  latestFirstPartyCallbackAt: known,
  lastCallbackAt: known,
  ...stamps,
});
