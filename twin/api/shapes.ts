/** The entities as the API writes them (docs/linkedin-api.md §7; field names as in public samples). */
import { campaignHolds, creativeHolds, groupHolds, hasEnded, reviewStatus } from '../market/serving.ts';
import { type Account, type Campaign, type CampaignGroup, type Creative, memberUrn, urnOf } from '../world/entities.ts';

type Json = Record<string, unknown>;

const systemActor = 'urn:li:system:0';

const auditStamps = ({ createdAt, lastModifiedAt }: { createdAt: number; lastModifiedAt: number }): Json => ({
  changeAuditStamps: {
    created: { actor: memberUrn, time: createdAt },
    lastModified: { actor: lastModifiedAt === createdAt ? memberUrn : systemActor, time: lastModifiedAt },
  },
});

const versionTag = ({ version }: { version: number }): Json => ({ version: { versionTag: String(version) } });

const runnable = (holds: string[]): string[] => (holds.length > 0 ? holds : ['RUNNABLE']);

export function accountShape(account: Account): Json {
  return {
    id: account.id,
    name: account.name,
    currency: account.currency,
    status: account.status,
    type: account.plan.type,
    test: false,
    reference: urnOf.organization(account.plan.organization),
    servingStatuses: ['RUNNABLE'],
    notifiedOnCampaignOptimization: false,
    notifiedOnCreativeApproval: false,
    notifiedOnCreativeRejection: false,
    notifiedOnEndOfCampaign: false,
    notifiedOnNewFeaturesEnabled: false,
    ...auditStamps(account),
    ...versionTag(account),
  };
}

export function accountUserShape(account: Account): Json {
  return { account: urnOf.account(account.id), user: memberUrn, role: account.plan.role, ...auditStamps(account) };
}

export function groupShape(group: CampaignGroup): Json {
  return {
    id: group.id,
    account: urnOf.account(group.account.id),
    name: group.name,
    status: group.status,
    test: false,
    backfilled: group.backfilled,
    runSchedule: { start: group.start },
    servingStatuses: runnable(groupHolds(group)),
    ...(group.totalBudget && { totalBudget: group.totalBudget }),
    ...auditStamps(group),
  };
}

export function campaignShape(campaign: Campaign, now: number): Json {
  const { account } = campaign;
  return {
    id: campaign.id,
    account: urnOf.account(account.id),
    campaignGroup: urnOf.group(campaign.group.id),
    associatedEntity: urnOf.organization(account.plan.organization),
    name: campaign.name,
    status: statusAt(campaign, now),
    type: campaign.type,
    format: campaign.format,
    objectiveType: campaign.objectiveType,
    optimizationTargetType: campaign.optimizationTargetType,
    costType: campaign.costType,
    unitCost: campaign.unitCost,
    ...(campaign.dailyBudget && { dailyBudget: campaign.dailyBudget }),
    ...(campaign.totalBudget && { totalBudget: campaign.totalBudget }),
    creativeSelection: campaign.creativeSelection,
    pacingStrategy: 'LIFETIME',
    politicalIntent: 'NOT_POLITICAL',
    locale: account.plan.locale,
    runSchedule: { start: campaign.start, ...(campaign.end !== null && { end: campaign.end }) },
    targetingCriteria: {
      include: { and: Object.entries(campaign.targeting).map(([facet, urns]) => ({ or: { [facet]: urns } })) },
    },
    offsitePreferences: { iabCategories: { exclude: [] }, publisherRestrictionFiles: { include: [], exclude: [] } },
    offsiteDeliveryEnabled: false,
    audienceExpansionEnabled: false,
    storyDeliveryEnabled: false,
    test: false,
    servingStatuses: runnable(campaignHolds(campaign, now)),
    ...auditStamps(campaign),
    ...versionTag(campaign),
  };
}

/** A run that is over reads as completed. */
export const statusAt = (campaign: Campaign, now: number): string =>
  campaign.status === 'ACTIVE' && hasEnded(campaign, now) ? 'COMPLETED' : campaign.status;

export function creativeShape(creative: Creative, now: number): Json {
  const { campaign } = creative;
  const holds = creativeHolds(creative, now);
  const review = reviewStatus(creative, now);
  return {
    id: urnOf.creative(creative.id),
    account: urnOf.account(campaign.account.id),
    campaign: urnOf.campaign(campaign.id),
    name: creative.name,
    content: creativeContent(creative),
    intendedStatus: creative.intendedStatus,
    isServing: holds.length === 0,
    isTest: false,
    review: { status: review, ...(review === 'REJECTED' && { rejectionReasons: ['MISLEADING_CONTENT'] }) },
    ...(holds.length > 0 && { servingHoldReasons: holds }),
    ...(campaign.objectiveType === 'LEAD_GENERATION' && {
      leadgenCallToAction: { destination: `urn:li:adForm:${campaign.id}`, label: creative.copy.callToAction },
    }),
    createdAt: creative.createdAt,
    createdBy: memberUrn,
    lastModifiedAt: creative.lastModifiedAt,
    lastModifiedBy: systemActor,
  };
}

/** A union: a reference to a post or message, or the ad itself (docs/linkedin-api.md §8). */
function creativeContent({ campaign, copy, contentId }: Creative): Json {
  if (campaign.format === 'TEXT_AD') {
    const { headline, description, landingPage } = copy;
    return { textAd: { headline, description, landingPage, image: urnOf.image(contentId) } };
  }
  return { reference: campaign.format === 'STANDARD_INMAIL' ? urnOf.message(contentId) : urnOf.share(contentId) };
}

export function conversionShape(account: Account, campaigns: Campaign[], value: number): Json {
  const urn = urnOf.conversion(account.conversionId);
  const site = 'https://www.advertiser.example/thanks';
  return {
    id: account.conversionId,
    account: urnOf.account(account.id),
    name: `${account.name}: demo booked`,
    type: 'AD_CLICK',
    enabled: true,
    attributionType: 'LAST_TOUCH_BY_CAMPAIGN',
    postClickAttributionWindowSize: 30,
    viewThroughAttributionWindowSize: 7,
    value: { amount: String(value), currencyCode: account.currency },
    imagePixelTag: `<img height="1" width="1" alt="" src="https://px.advertiser.example/collect/?conversionId=${account.conversionId}" />`,
    urlMatchRuleExpression: [[{ matchType: 'STARTS_WITH', matchValue: site }]],
    urlRules: [{ type: 'STARTS_WITH', matchValue: site }],
    campaigns: campaigns.map((campaign) => urnOf.campaign(campaign.id)),
    associatedCampaigns: campaigns.map((campaign) => ({
      associatedAt: campaign.createdAt,
      campaign: urnOf.campaign(campaign.id),
      conversion: urn,
    })),
    created: account.createdAt,
    lastModified: account.lastModifiedAt,
  };
}
