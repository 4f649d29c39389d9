/** What may be written of a campaign group (docs/linkedin-api.md §10). */
import type { Twin } from '../twin.ts';
import type { CampaignGroup } from '../world/entities.ts';
import { applyPatch, checkMoney, checkStatus, checkText, checkWriter, type FieldWrites, type Patch } from './patch.ts';
import { fieldError } from './reply.ts';

/** docs/linkedin-api.md §7. */
const longestName = 100;

export function patchGroup(twin: Twin, group: CampaignGroup, patch: Patch): void {
  checkWriter(group.account);
  if (group.backfilled)
    throw fieldError(
      'CANNOT_UPDATE_BACKFILLED_CAMPAIGN_GROUPS',
      "Backfilled campaign groups can't be updated",
      '/CampaignGroup',
    );
  const settle = (): void => {
    for (const campaign of twin.entities.campaigns.values()) if (campaign.group === group) twin.market.settle(campaign);
  };
  applyPatch('CampaignGroup', { twin, entity: group, patch }, groupWrites, settle);
}

const groupWrites: FieldWrites<CampaignGroup> = {
  status(context, value) {
    const status = checkStatus(context, context.entity.status, value);
    return () => {
      context.entity.status = status;
    };
  },
  name(context, value) {
    const name = checkText(context, value, longestName);
    return () => {
      context.entity.name = name;
    };
  },
  totalBudget(context, value) {
    const { entity, twin } = context;
    const budget =
      value === null ? null : checkMoney(context, value, entity.account, twin.world.limits.minimumTotalBudgetUsd);
    return () => {
      entity.totalBudget = budget;
    };
  },
};
