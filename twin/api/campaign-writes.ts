/** What may be written of a campaign and what each change does (docs/linkedin-api.md §10). */
import { strategyOf } from '../market/auction.ts';
import type { Twin } from '../twin.ts';
import type { Campaign } from '../world/entities.ts';
import { applyPatch, checkMoney, checkStatus, checkText, checkWriter, type FieldWrites, type Patch } from './patch.ts';
import { fieldError } from './reply.ts';
import { statusAt } from './shapes.ts';

const longestName = 255;

export function patchCampaign(twin: Twin, campaign: Campaign, patch: Patch): void {
  checkWriter(campaign.account);
  checkNotCanceled(campaign.status);
  applyPatch('Campaign', { twin, entity: campaign, patch }, campaignWrites, () => twin.market.settle(campaign));
}

function checkNotCanceled(status: string): void {
  if (status === 'CANCELED') {
    throw fieldError(
      'ACTION_NOT_ALLOWED_FOR_CANCELLED_STATUS',
      'Action UPDATE not allowed for cancelled campaigns',
      '/Campaign/status',
    );
  }
}

const campaignWrites: FieldWrites<Campaign> = {
  status(context, value) {
    const { entity, twin } = context;
    const status = checkStatus(context, statusAt(entity, twin.clock.now()), value);
    if (status === 'ARCHIVED' && entity.group.status === 'DRAFT') {
      throw fieldError(
        'MULTIPLE_VALIDATIONS_FAILED',
        'Multiple errors occurred during the input validation. Please see errorDetails for more information.',
        context.path,
      );
    }
    return () => {
      entity.status = status;
    };
  },
  unitCost(context, value) {
    const { entity, twin, patch } = context;
    const target = String(patch.set.optimizationTargetType ?? entity.optimizationTargetType);
    const automatic = strategyOf(target) === 'maximum-delivery';
    if (automatic && twin.behaviours.unitCostOnMaximumDelivery === 'rejected')
      throw wrongConfiguration(entity, target, context.path);
    const costType = String(patch.set.costType ?? entity.costType);
    const unitCost = checkMoney(
      context,
      value,
      entity.account,
      automatic ? 0 : (twin.world.limits.minimumBidUsd[costType] ?? 0),
    );
    return () => {
      if (!automatic) entity.unitCost = unitCost;
    };
  },
  dailyBudget(context, value) {
    const { entity, twin } = context;
    if (value === null && !entity.totalBudget) throw missing(context.path);
    const budget =
      value === null ? null : checkMoney(context, value, entity.account, twin.world.limits.minimumDailyBudgetUsd);
    return () => {
      entity.dailyBudget = budget;
    };
  },
  totalBudget(context, value) {
    const { entity, twin } = context;
    if (value === null && !entity.dailyBudget) throw missing(context.path);
    const budget =
      value === null ? null : checkMoney(context, value, entity.account, twin.world.limits.minimumTotalBudgetUsd);
    return () => {
      entity.totalBudget = budget;
    };
  },
  optimizationTargetType(context, value) {
    const { entity, path, patch } = context;
    const target = String(value);
    const needsUnitCost = strategyOf(target) !== 'maximum-delivery' && !('unitCost' in patch.set);
    if (
      !/^(NONE|ENHANCED_CONVERSION|(MAX|TARGET_COST_PER|CAP_COST_AND_MAXIMIZE)_[A-Z_]+)$/.test(target) ||
      needsUnitCost
    ) {
      throw wrongConfiguration(entity, target, path);
    }
    return () => {
      entity.optimizationTargetType = target;
    };
  },
  costType(context, value) {
    const { entity, path } = context;
    const allowed = entity.type === 'SPONSORED_INMAILS' ? ['CPM'] : ['CPM', 'CPC', 'CPV'];
    if (!allowed.includes(String(value)))
      throw wrongConfiguration(entity, entity.optimizationTargetType, path, String(value));
    return () => {
      entity.costType = String(value);
    };
  },
  name(context, value) {
    const name = checkText(context, value, longestName);
    return () => {
      context.entity.name = name;
    };
  },
  objectiveType({ path }) {
    throw fieldError('IMMUTABLE_CAMPAIGN_OBJECTIVE_TYPE', "Campaign objective type can't be updated once set", path);
  },
};

const missing = (path: string): Error => fieldError('MISSING_FIELD', `${path} is required but missing`, path);

function wrongConfiguration(campaign: Campaign, target: string, path: string, costType = campaign.costType): Error {
  const text = `ObjectiveType ${campaign.objectiveType}, CampaignFormat ${campaign.format}, CampaignType ${campaign.type}, OptimizationTargetType ${target}, CostType ${costType}, OffsiteDeliveryEnabled false, audienceExpansionEnabled false is not a valid CampaignConfiguration`;
  return fieldError('INVALID_CAMPAIGN_CONFIGURATION', text, path);
}
