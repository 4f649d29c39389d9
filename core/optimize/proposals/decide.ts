/** From the state of accounts to the decisions of a run: one for each serving creative and each running campaign, by what is at stake. */
import type { Decision, Mode } from '../../contracts/decisions.ts';
import type { AccountState } from '../../domain/account-state.ts';
import { expiryOf, proposesChange } from '../../domain/proposals.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { casesOf } from './campaign-case.ts';
import { campaignProposals } from './campaign-proposals.ts';
import { creativeProposals } from './creative-proposals.ts';
import type { Proposal } from './proposal.ts';

/** What is the same for all decisions of a run. */
export interface Run {
  runId: string;
  at: Date;
  mode: Mode;
  simulated: boolean;
  settings: DecisionSettings;
  /** Verdicts that hold for every decision of the run. */
  guardrails: Decision['guardrails'];
}

export function decide(states: readonly AccountState[], run: Run): Decision[] {
  const proposals = states.flatMap((state) => {
    const cases = casesOf(inOrder(state), run.settings);
    return [...cases.flatMap(creativeProposals), ...campaignProposals(cases, run.settings)];
  });
  const ordered = proposals.sort(byStakeThenId);
  const ids = new Map(ordered.map((proposal, index) => [proposal, `${run.runId}-${index + 1}`]));
  return ordered.map((proposal) => toDecision(proposal, ids, run));
}

/** In one order, because sums of floating-point numbers depend on it and warehouses return rows in any. */
function inOrder(state: AccountState): AccountState {
  return {
    ...state,
    campaigns: [...state.campaigns]
      .sort((one, other) => (one.campaignId < other.campaignId ? -1 : 1))
      .map((campaign) => ({
        ...campaign,
        creatives: [...campaign.creatives].sort((one, other) => (one.creativeId < other.creativeId ? -1 : 1)),
      })),
  };
}

const stake = ({ change, action, gain, evidence }: Proposal): number => {
  if (change === null && !proposesChange(action)) return evidence.expected_waste ?? -1;
  return gain?.mean ?? 0;
};

/** What another proposal requires comes before it; what changes something before what does not. */
function byStakeThenId(a: Proposal, b: Proposal): number {
  return (
    Number(proposesChange(b.action)) - Number(proposesChange(a.action)) ||
    stake(b) - stake(a) ||
    Number(a.requires !== undefined) - Number(b.requires !== undefined) ||
    (identity(a) < identity(b) ? -1 : 1)
  );
}

/** Compared by code units: the same on every machine, whatever its language. */
const identity = ({ state, campaign, creativeId, action }: Proposal): string =>
  [creativeId ?? '', state.platform, state.accountId, campaign.campaignId, state.currency, action].join('\n');

function toDecision(proposal: Proposal, ids: ReadonlyMap<Proposal, string>, run: Run): Decision {
  const { state, campaign } = proposal;
  return {
    decision_id: ids.get(proposal)!,
    run_id: run.runId,
    created_at: run.at.toISOString(),
    expires_at: proposesChange(proposal.action) ? expiryOf(run.at) : null,
    mode: run.mode,
    action: proposal.action,
    platform: state.platform,
    account_id: state.accountId,
    campaign_id: campaign.campaignId,
    creative_id: proposal.creativeId,
    currency: state.currency,
    simulated: run.simulated,
    reason: proposal.reason,
    change: proposal.change,
    requires: proposal.requires === undefined ? null : ids.get(proposal.requires)!,
    reason_code: proposal.reasonCode,
    probability: proposal.probability,
    expected_gain: proposal.gain,
    would_change_it: proposal.wouldChangeIt,
    evidence: proposal.evidence,
    propensity: 1,
    model_version: modelOf(proposal),
    guardrails: [...run.guardrails],
  };
}

/** Only what is said of bids rests on a model that was trained. */
function modelOf({ action, campaign }: Proposal): string | null {
  const isOfBid = action === 'raise_bid' || action === 'lower_bid';
  return isOfBid && campaign.learnedResponse ? `bid_optimizer ${campaign.learnedResponse.version}` : null;
}
