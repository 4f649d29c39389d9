/** Accounts, campaign groups, campaigns and conversion rules as LinkedIn sends them. */
import { z } from 'zod';
import { answerInstant, answerText, digits, flag, known, lenient, moneyAmount, number } from './leaves.ts';
import { targetingCriteria } from './targeting-criteria.ts';

const schedule = lenient(z.object({ start: lenient(answerInstant), end: lenient(answerInstant) }));
const version = lenient(z.object({ versionTag: lenient(answerText) }));
const texts = lenient(z.array(answerText));

/** Kept in `source` only. Their actors are gone before they are read. */
const stamps = { changeAuditStamps: known, created: known, lastModified: known };

export const accountAnswer = z.object({
  id: digits,
  name: answerText,
  currency: z.string().regex(/^[A-Z]{3}$/),
  status: z.string(),
  type: lenient(answerText),
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
  name: answerText,
  status: z.string(),
  objectiveType: lenient(answerText),
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
  name: answerText,
  status: z.string(),
  type: lenient(answerText),
  format: lenient(answerText),
  objectiveType: lenient(answerText),
  costType: lenient(answerText),
  optimizationTargetType: lenient(answerText),
  unitCost: lenient(moneyAmount),
  dailyBudget: lenient(moneyAmount),
  totalBudget: lenient(moneyAmount),
  runSchedule: schedule,
  locale: lenient(z.object({ country: lenient(answerText), language: lenient(answerText) })),
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
  name: answerText,
  type: lenient(answerText),
  enabled: lenient(flag),
  attributionType: lenient(answerText),
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
