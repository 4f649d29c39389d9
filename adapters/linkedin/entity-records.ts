/** From what LinkedIn sends to the core's records. */
import type { z } from 'zod';
import type {
  AdAccount,
  Campaign,
  CampaignGroup,
  ConversionRule,
  Creative,
  JsonObject,
} from '../../core/ports/ad-platform.ts';
import type { creativeAnswer } from './schemas/creatives.ts';
import type { accountAnswer, campaignAnswer, conversionAnswer, groupAnswer } from './schemas/entities.ts';
import { amountOf } from './schemas/leaves.ts';
import { targetingOf } from './schemas/targeting-criteria.ts';

export const accountRecord = (account: z.output<typeof accountAnswer>, source: JsonObject): AdAccount => ({
  account_id: account.id,
  name: account.name,
  currency: account.currency,
  status: account.status,
  type: account.type ?? null,
  test: account.test ?? false,
  serving_statuses: account.servingStatuses ?? [],
  source,
});

export const groupRecord = (group: z.output<typeof groupAnswer>, source: JsonObject): CampaignGroup => ({
  campaign_group_id: group.id,
  account_id: group.account,
  name: group.name,
  status: group.status,
  objective: group.objectiveType ?? null,
  total_budget: amountOf(group.totalBudget),
  daily_budget: amountOf(group.dailyBudget),
  starts_at: group.runSchedule?.start ?? null,
  ends_at: group.runSchedule?.end ?? null,
  backfilled: group.backfilled ?? false,
  serving_statuses: group.servingStatuses ?? [],
  source,
});

export const campaignRecord = (campaign: z.output<typeof campaignAnswer>, source: JsonObject): Campaign => ({
  campaign_id: campaign.id,
  campaign_group_id: campaign.campaignGroup ?? null,
  account_id: campaign.account,
  name: campaign.name,
  status: campaign.status,
  type: campaign.type ?? null,
  format: campaign.format ?? null,
  objective: campaign.objectiveType ?? null,
  cost_type: campaign.costType ?? null,
  optimization_target: campaign.optimizationTargetType ?? null,
  bid: amountOf(campaign.unitCost),
  daily_budget: amountOf(campaign.dailyBudget),
  total_budget: amountOf(campaign.totalBudget),
  starts_at: campaign.runSchedule?.start ?? null,
  ends_at: campaign.runSchedule?.end ?? null,
  locale: [campaign.locale?.language, campaign.locale?.country].filter(Boolean).join('_') || null,
  targeting: campaign.targetingCriteria ? targetingOf(campaign.targetingCriteria) : null,
  serving_statuses: campaign.servingStatuses ?? [],
  version: campaign.version?.versionTag ?? null,
  source,
});

/** `account` is the one that was asked: not every answer repeats it. */
export const creativeRecord =
  (account: string) =>
  (creative: z.output<typeof creativeAnswer>, source: JsonObject): Creative => ({
    creative_id: creative.id,
    account_id: creative.account ?? account,
    campaign_id: creative.campaign,
    name: creative.name ?? null,
    intended_status: creative.intendedStatus,
    is_serving: creative.isServing ?? null,
    review_status: creative.review?.status ?? null,
    rejection_reasons: (creative.review?.rejectionReasons ?? []).map((reason) =>
      typeof reason === 'string' ? reason : JSON.stringify(reason),
    ),
    hold_reasons: creative.servingHoldReasons ?? [],
    content_reference: creative.content?.reference ?? null,
    call_to_action: creative.leadgenCallToAction?.label ?? null,
    created_at: creative.createdAt ?? null,
    modified_at: creative.lastModifiedAt ?? null,
    source,
  });

export const conversionRecord = (rule: z.output<typeof conversionAnswer>, source: JsonObject): ConversionRule => ({
  conversion_id: rule.id,
  account_id: rule.account,
  name: rule.name,
  type: rule.type ?? null,
  enabled: rule.enabled ?? true,
  attribution: rule.attributionType ?? null,
  post_click_days: rule.postClickAttributionWindowSize ?? null,
  view_through_days: rule.viewThroughAttributionWindowSize ?? null,
  value: amountOf(rule.value),
  source,
});
