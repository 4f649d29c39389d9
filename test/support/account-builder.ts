/**
 * The plain parts that accounts in tests are built of. Each takes what a test is about and fills in the rest: `unknown` as an import
 * leaves it, everything else as on an account that runs well and is known to the last figure.
 */
import type {
  AccountState,
  CampaignDay,
  CampaignState,
  OwnChange,
  VisibleShare,
} from '../../core/domain/account-state.ts';
import type { CreativeDay, CreativeSettings } from '../../core/optimize/state/state-from-days.ts';

export type CampaignSettings = Omit<CampaignState, 'creatives' | 'days'>;

export const msPerDay = 86_400_000;

/** The date so many days before another. */
export const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(date) - days * msPerDay).toISOString().slice(0, 10);

export const allVisible: VisibleShare = { clicks: 1, conversions: 1, leads: 1 };

/** A campaign of which figures are known and nothing else. */
export const unknownCampaign = (campaignId: string, more: Partial<CampaignSettings> = {}): CampaignSettings => ({
  campaignId,
  name: null,
  campaignGroupId: null,
  status: null,
  objective: null,
  format: null,
  costType: null,
  optimizationTarget: null,
  bid: null,
  dailyBudget: null,
  totalBudget: null,
  startsAt: null,
  endsAt: null,
  audience: null,
  ...more,
});

/** An active campaign for visits, which the platform bids for unless `more` says how else. */
export const runningCampaign = (campaignId: string, more: Partial<CampaignSettings> = {}): CampaignSettings =>
  unknownCampaign(campaignId, {
    status: 'ACTIVE',
    objective: 'WEBSITE_VISIT',
    format: 'STANDARD_UPDATE',
    costType: 'CPM',
    optimizationTarget: 'MAX_CLICK',
    ...more,
  });

/** For campaigns that people bid for. */
export const manualBidding = { costType: 'CPC', optimizationTarget: 'NONE' } as const;

export const activeCreative = (creativeId: string, more: Partial<CreativeSettings> = {}): CreativeSettings => ({
  creativeId,
  name: null,
  status: 'ACTIVE',
  approved: true,
  ...more,
});

const final = { mature: true, reconciled: true } as const;
const noResults = { conversions: null, leads: null } as const;

/** A final day of a campaign, without a bid or a budget. */
export const campaignDay = (date: string, more: Partial<CampaignDay> = {}): CampaignDay => ({
  date,
  ...final,
  visibleShare: allVisible,
  bid: null,
  dailyBudget: null,
  impressions: 1000,
  clicks: 5,
  cost: 10,
  ...noResults,
  video_views: null,
  ...more,
});

/** A final day of a creative. */
export const creativeDay = (creativeId: string, date: string, more: Partial<CreativeDay> = {}): CreativeDay => ({
  creativeId,
  date,
  impressions: 1000,
  clicks: 5,
  cost: 10,
  ...noResults,
  ...final,
  ...more,
});

/** An account in US dollars, looked at in the morning of 2026-11-20, whose last week is not mature. */
export const accountOf = (campaigns: CampaignState[], more: Partial<AccountState> = {}): AccountState => ({
  platform: 'linkedin',
  accountId: '1',
  currency: 'USD',
  asOf: new Date('2026-11-20T08:00:00Z'),
  newestDay: '2026-11-19',
  newestMatureDay: '2026-11-12',
  campaigns,
  ownChanges: [],
  ...more,
});

/** A pause of ours that stands. */
export const ownChange = (more: Partial<OwnChange> = {}): OwnChange => ({
  decisionId: 'earlier',
  action: 'pause_creative',
  campaignId: 'campaign',
  creativeId: null,
  appliedAt: new Date('2026-11-01T08:00:00Z'),
  undoneAt: null,
  from: 'ACTIVE',
  to: 'PAUSED',
  ...more,
});
