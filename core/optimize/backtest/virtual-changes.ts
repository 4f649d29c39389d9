/** What a backtested rule set has done so far, as if it had been done: later mornings see those settings. */
import type { AccountState, CampaignState, OwnChange } from '../../domain/account-state.ts';
import { dayOf } from '../../domain/calendar.ts';

/** Figures stay as history had them: how the market would have responded is unknown. */
export function withVirtualChanges(state: AccountState, changes: readonly OwnChange[]): AccountState {
  if (changes.length === 0) return state;
  return { ...state, campaigns: state.campaigns.map((campaign) => changedCampaign(campaign, changes)) };
}

function changedCampaign(campaign: CampaignState, changes: readonly OwnChange[]): CampaignState {
  const own = changes.filter(({ campaignId }) => campaignId === campaign.campaignId);
  if (own.length === 0) return campaign;
  const newest = (field: 'bid' | 'budget'): OwnChange | undefined =>
    own.findLast(({ creativeId, action }) => creativeId === null && action.endsWith(field));
  const [bid, budget] = [newest('bid'), newest('budget')];
  const statuses = new Map(
    own.filter(({ creativeId }) => creativeId !== null).map(({ creativeId, to }) => [creativeId, String(to)]),
  );
  return {
    ...campaign,
    bid: bid ? Number(bid.to) : campaign.bid,
    dailyBudget: budget ? Number(budget.to) : campaign.dailyBudget,
    days: campaign.days.map((day) => ({
      ...day,
      bid: bid && day.date > dateOf(bid) ? Number(bid.to) : day.bid,
      dailyBudget: budget && day.date > dateOf(budget) ? Number(budget.to) : day.dailyBudget,
    })),
    creatives: campaign.creatives.map((creative) => {
      const status = statuses.get(creative.creativeId);
      return status === undefined ? creative : { ...creative, status, delivering: status === 'ACTIVE' };
    }),
  };
}

const dateOf = ({ appliedAt }: OwnChange): string => dayOf(appliedAt);
