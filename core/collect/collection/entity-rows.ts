/** An account, its groups, campaigns and creatives to rows of `raw_entities`. Pure; what a kind does not have is left out, which reads as null. */
import type { AdAccount, Amount, Campaign, CampaignGroup, Creative, Sourced } from '../../ports/ad-platform.ts';
import type { Content } from './content-cache.ts';
import { timestampOf } from './daily-metrics.ts';
import { warehouseDecimal } from './decimal-scale.ts';

export interface EntityContext {
  platform: string;
  account: string;
  runId: string;
  observedAt: Date;
}

export interface Entities {
  account: AdAccount;
  groups: readonly CampaignGroup[];
  campaigns: readonly Campaign[];
  creatives: readonly Creative[];
  contentOf: (creative: Creative) => Content | undefined;
}

export function rawEntityRows(entities: Entities, context: EntityContext): Record<string, unknown>[] {
  const groupNames = new Map(entities.groups.map((group) => [group.campaign_group_id, group.name]));
  const row = (kind: string, { source }: Sourced, columns: Record<string, unknown>) => ({
    kind,
    platform: context.platform,
    account_id: context.account,
    ...columns,
    element: JSON.stringify(source),
    run_id: context.runId,
    observed_at: timestampOf(context.observedAt),
  });
  return [
    row('account', entities.account, accountColumns(entities.account)),
    ...entities.groups.map((group) => row('campaign_group', group, groupColumns(group))),
    ...entities.campaigns.map((campaign) =>
      row('campaign', campaign, {
        ...campaignColumns(campaign),
        campaign_group_name: groupNames.get(campaign.campaign_group_id ?? '') ?? null,
      }),
    ),
    ...entities.creatives.map((creative) =>
      row('creative', creative, creativeColumns(creative, entities.contentOf(creative))),
    ),
  ];
}

const accountColumns = (account: AdAccount) => ({
  name: account.name,
  status: account.status,
  currency: account.currency,
});

const groupColumns = (group: CampaignGroup) => ({
  campaign_group_id: group.campaign_group_id,
  campaign_group_name: group.name,
  name: group.name,
  status: group.status,
  objective: group.objective,
  ...budgets(group.daily_budget, group.total_budget),
  ...schedule(group),
});

const campaignColumns = (campaign: Campaign) => ({
  campaign_group_id: campaign.campaign_group_id,
  campaign_id: campaign.campaign_id,
  name: campaign.name,
  status: campaign.status,
  objective: campaign.objective,
  campaign_type: campaign.type,
  format: campaign.format,
  cost_type: campaign.cost_type,
  optimization_target: campaign.optimization_target,
  bid: decimalOf(campaign.bid),
  ...budgets(campaign.daily_budget, campaign.total_budget),
  currency: (campaign.bid ?? campaign.daily_budget ?? campaign.total_budget)?.currency ?? null,
  ...schedule(campaign),
  locale: campaign.locale,
  targeting: campaign.targeting && JSON.stringify(campaign.targeting),
});

const creativeColumns = (creative: Creative, content: Content | undefined) => ({
  campaign_id: creative.campaign_id,
  creative_id: creative.creative_id,
  name: creative.name,
  status: creative.intended_status,
  review_status: creative.review_status,
  content_reference: creative.content_reference,
  content_status: content?.status ?? null,
  format: content?.format ?? null,
  headline: content?.headline ?? null,
  description: content?.description ?? null,
  introductory_text: content?.introductory_text ?? null,
  call_to_action: content?.call_to_action ?? creative.call_to_action,
  landing_page: content?.landing_page ?? null,
  image_urn: content?.image_urn ?? null,
  image_url: content?.image_url ?? null,
  image_url_expires_at: instantOf(content?.image_url_expires_at ?? null),
});

const decimalOf = (amount: Amount | null): string | null => amount && (warehouseDecimal(amount.amount) ?? null);

const budgets = (daily: Amount | null, total: Amount | null) => ({
  daily_budget: decimalOf(daily),
  total_budget: decimalOf(total),
});

const schedule = ({ starts_at, ends_at }: { starts_at: string | null; ends_at: string | null }) => ({
  starts_at: instantOf(starts_at),
  ends_at: instantOf(ends_at),
});

const instantOf = (iso: string | null): string | null => (iso === null ? null : timestampOf(new Date(iso)));
