/** Accounts and decisions as the guardrails and the acting get them. */
import { type Decision, decision, type EntityChange } from '../../core/contracts/decisions.ts';
import type { AccountState, CampaignState, CreativeState, OwnChange } from '../../core/domain/account-state.ts';
import { type Guardrails, guardrails } from '../../core/optimize/guardrails/guardrail-file.ts';
import {
  accountOf,
  activeCreative,
  allVisible,
  campaignDay,
  manualBidding,
  ownChange,
  runningCampaign,
} from './account-builder.ts';

export const today = new Date('2026-11-20T08:00:00Z');
export const creativeUrn = (number: number): string => `urn:li:sponsoredCreative:${number}`;

/** Nothing binds: each test narrows what it is about. */
export const wideGuardrails = (more: object = {}): Guardrails =>
  guardrails.parse({
    enabled_actions: [
      'pause_creative',
      'resume_creative',
      'rotate_creative',
      'raise_bid',
      'lower_bid',
      'raise_budget',
      'lower_budget',
    ],
    actions_per_run: 100,
    actions_per_day: 100,
    spend_share_per_day: 1,
    daily_spend_cap: { USD: 100_000 },
    bid: { floor: { USD: 2 }, ceiling: { USD: 30 } },
    daily_budget: { floor: { USD: 10 }, ceiling: { USD: 500 } },
    minimum_evidence: { impressions: 0, results: 0, probability: 0.5 },
    ...more,
  });

export function creativeState(number: number, more: Partial<CreativeState> = {}): CreativeState {
  const none = { squared: 0, timesImpressions: 0 };
  return {
    ...activeCreative(creativeUrn(number)),
    delivering: true,
    firstSeen: '2026-06-01',
    spans: [
      {
        from: '2026-11-06',
        through: '2026-11-12',
        days: 7,
        impressions: 7000,
        clicks: 35,
        cost: 70,
        conversions: 0,
        leads: 0,
        video_views: null,
        visibleShare: allVisible,
        moments: { clicks: none, conversions: none, leads: none },
        impressionsSquared: 7_000_000,
      },
    ],
    ...more,
  };
}

/** A campaign of 100 USD a day with three active ads of 10 USD a day each that are known by name. */
export const campaignState = (id: string, more: Partial<CampaignState> = {}): CampaignState => ({
  ...runningCampaign(id, {
    ...manualBidding,
    campaignGroupId: '900',
    bid: 10,
    dailyBudget: 120,
    startsAt: new Date('2026-06-01T00:00:00Z'),
  }),
  creatives: [1, 2, 3].map((number) => creativeState(Number(id) * 10 + number)),
  days: Array.from({ length: 20 }, (_, at) =>
    campaignDay(new Date(Date.UTC(2026, 9, 31 + at)).toISOString().slice(0, 10), {
      mature: at < 13,
      bid: 10,
      dailyBudget: 120,
      impressions: 10_000,
      clicks: 50,
      cost: 100,
      conversions: 0,
      leads: 0,
    }),
  ),
  ...more,
});

export const accountState = (more: Partial<AccountState> = {}): AccountState =>
  accountOf([campaignState('10'), campaignState('20')], { accountId: '5', asOf: today, ...more });

const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });

export const pausing: EntityChange = { field: 'creative_status', from: 'ACTIVE', to: 'PAUSED' };
export const bidding = (from: number, to: number): EntityChange => ({ field: 'bid', from: usd(from), to: usd(to) });
export const budgeting = (from: number, to: number): EntityChange => ({
  field: 'daily_budget',
  from: usd(from),
  to: usd(to),
});

export interface Proposal {
  id?: string;
  campaign?: string;
  /** Its number; left out, the campaign as a whole is changed. */
  creative?: number;
  change?: EntityChange | null;
  /** Expected gain in money. */
  gain?: number;
  more?: Partial<Decision>;
  evidence?: Partial<Decision['evidence']>;
}

/** By default a pause of the first ad of campaign 10. */
export function proposal({
  id = 'run-1-1',
  campaign = '10',
  creative,
  change,
  gain = 10,
  more,
  evidence,
}: Proposal = {}) {
  const wanted = change === undefined ? pausing : change;
  const ofCreative = wanted === null || wanted.field === 'creative_status';
  return decision.parse({
    decision_id: id,
    run_id: 'run-1',
    created_at: today.toISOString(),
    expires_at: '2026-11-21T08:00:00.000Z',
    mode: 'auto',
    action: wanted ? actionOf(wanted) : 'keep',
    platform: 'linkedin',
    account_id: '5',
    campaign_id: campaign,
    creative_id: ofCreative ? creativeUrn(creative ?? Number(campaign) * 10 + 1) : null,
    currency: 'USD',
    simulated: true,
    reason: 'Because.',
    change: wanted,
    probability: 0.97,
    expected_gain: { unit: 'money', days: 30, mean: gain, low: gain / 2, high: gain * 2 },
    evidence: {
      kpi: 'clicks',
      from: '2026-08-15',
      through: '2026-11-12',
      impressions: 60_000,
      results: 126,
      cost: 480,
      observed_rate: 0.2,
      posterior_rate: 0.2,
      posterior_low: 0.1,
      posterior_high: 0.3,
      sibling_rate: 0.5,
      siblings: 2,
      dispersion: 1,
      probability_worse: 0.97,
      margin: 0.1,
      expected_waste: 10,
      horizon_days: 30,
      more_impressions_needed: null,
      more_cost_needed: null,
      ...evidence,
    },
    propensity: 1,
    model_version: null,
    guardrails: [],
    ...more,
  });
}

function actionOf(change: EntityChange): Decision['action'] {
  if (change.field === 'creative_status') return change.to === 'ACTIVE' ? 'resume_creative' : 'pause_creative';
  const up = Number(change.to.amount) > Number(change.from.amount);
  if (change.field === 'bid') return up ? 'raise_bid' : 'lower_bid';
  return up ? 'raise_budget' : 'lower_budget';
}

export const applied = (more: Partial<OwnChange>): OwnChange =>
  ownChange({ campaignId: '10', creativeId: creativeUrn(101), ...more });
