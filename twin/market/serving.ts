/** Who may deliver, and what holds the others back, in the platform's words (docs/linkedin-api.md §7). */
import { dayOf, msPerDay, msPerHour } from '../clock.ts';
import type { Campaign, CampaignGroup, Creative } from '../world/entities.ts';

function groupServes(group: CampaignGroup): boolean {
  return !group.deleted && group.status === 'ACTIVE' && group.account.status === 'ACTIVE';
}

export function campaignServes(campaign: Campaign, day: number): boolean {
  return (
    !campaign.deleted &&
    campaign.status === 'ACTIVE' &&
    groupServes(campaign.group) &&
    day >= dayOf(campaign.start) &&
    !hasEnded(campaign, day * msPerDay)
  );
}

export const hasEnded = (campaign: Campaign, instant: number): boolean =>
  campaign.end !== null && instant >= campaign.end;

export function creativeServes(creative: Creative, day: number): boolean {
  if (creative.deleted || creative.review !== 'APPROVED' || day < creative.firstDay) return false;
  return creative.intendedStatus === 'ACTIVE' || (creative.stoppedOn !== null && day < creative.stoppedOn);
}

export function groupHolds(group: CampaignGroup): string[] {
  return group.status === 'ACTIVE' ? [] : ['STOPPED'];
}

export function campaignHolds(campaign: Campaign, now: number): string[] {
  const holds: string[] = [];
  if (now < campaign.start) holds.push('CAMPAIGN_START_DATE_HOLD');
  if (hasEnded(campaign, now)) holds.push('CAMPAIGN_END_DATE_HOLD');
  if (campaign.status !== 'ACTIVE' || hasEnded(campaign, now)) holds.push('STOPPED');
  if (!groupServes(campaign.group)) holds.push('CAMPAIGN_GROUP_STATUS_HOLD');
  return holds;
}

/** How long the platform looks at a new creative; invented. It is over before the first day of serving. */
const reviewMs = 6 * msPerHour;

export const reviewStatus = (creative: Creative, now: number): string =>
  now < creative.createdAt + reviewMs ? 'PENDING' : creative.review;

const reviewHolds: Record<string, string[]> = { PENDING: ['UNDER_REVIEW'], REJECTED: ['REJECTED'], APPROVED: [] };

export function creativeHolds(creative: Creative, now: number): string[] {
  const { campaign } = creative;
  const holds = [...(reviewHolds[reviewStatus(creative, now)] ?? [])];
  if (creative.intendedStatus !== 'ACTIVE') holds.push('STOPPED');
  if (hasEnded(campaign, now)) holds.push('CAMPAIGN_END_DATE_HOLD');
  if (campaign.status !== 'ACTIVE' || hasEnded(campaign, now)) holds.push('CAMPAIGN_STOPPED');
  if (!groupServes(campaign.group)) holds.push('CAMPAIGN_GROUP_STATUS_HOLD');
  return holds;
}
