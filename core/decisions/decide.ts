/** From the evidence of all creatives to the decisions of a run: one for each active creative, in the order of what is at stake. */
import type { Decision, Mode } from '../contracts.ts';
import { type Assessment, assessAccount, type DecisionSettings } from './assessment.ts';
import { mean, quantile } from './beta.ts';
import type { Evidence } from './evidence.ts';
import { groupBy } from './grouping.ts';
import { type Judged, keepBest } from './last-active.ts';
import { reasonFor } from './reason.ts';
import { judge, type Verdict } from './verdict.ts';

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

/** Share of the belief on either side of posterior_low and posterior_high: together they hold 95 %. */
const tail = 0.025;

export function decide(creatives: readonly Evidence[], run: Run): Decision[] {
  // in one order, because sums of floating-point numbers depend on it and warehouses return rows in any
  const ordered = [...creatives].sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
  // currencies are never compared, so each is an account of its own
  const accounts = groupBy(ordered, ({ platform, accountId, currency }) =>
    JSON.stringify([platform, accountId, currency]),
  );
  const decided = accounts.flatMap((account) =>
    groupBy(assessAccount(account, run.settings), ({ evidence }) => evidence.campaignId).flatMap((campaign) =>
      judgeCampaign(campaign, run.settings),
    ),
  );
  return decided
    .sort(byWasteThenId)
    .map(({ assessment, verdict }, index) => toDecision(assessment, verdict, `${run.runId}-${index + 1}`, run));
}

/** Judges the active creatives of one campaign. */
const judgeCampaign = (campaign: readonly Assessment[], settings: DecisionSettings): Judged[] =>
  keepBest(campaign.map((assessment) => ({ assessment, verdict: judge(assessment, settings) })));

function byWasteThenId(a: Judged, b: Judged): number {
  const waste = ({ assessment }: Judged): number => assessment.expectedWaste ?? -1;
  return waste(b) - waste(a) || (identity(a.assessment.evidence) < identity(b.assessment.evidence) ? -1 : 1);
}

/** Compared by code units: the same on every machine, whatever its language. */
function identity({ platform, accountId, campaignId, creativeId, currency }: Evidence): string {
  return [creativeId, platform, accountId, campaignId, currency].join('\n');
}

function toDecision(assessment: Assessment, { action, ground }: Verdict, decisionId: string, run: Run): Decision {
  const { evidence } = assessment;
  const context = { settings: run.settings };
  return {
    decision_id: decisionId,
    run_id: run.runId,
    created_at: run.at.toISOString(),
    expires_at: null,
    mode: run.mode,
    action,
    platform: evidence.platform,
    account_id: evidence.accountId,
    campaign_id: evidence.campaignId,
    creative_id: evidence.creativeId,
    currency: evidence.currency,
    simulated: run.simulated,
    reason: reasonFor(ground, assessment, context),
    change: null,
    probability: assessment.probabilityWorse,
    expected_gain: null,
    changes_mind: null,
    evidence: toEvidence(assessment, run.settings),
    propensity: 1,
    model_version: null,
    guardrails: [
      {
        rule: 'last-active-creative',
        passed: ground !== 'last-active',
        detail: `The campaign has ${assessment.activeSiblings} other active creatives; its best one always stays.`,
      },
      ...run.guardrails,
    ],
  };
}

function toEvidence(assessment: Assessment, settings: DecisionSettings): Decision['evidence'] {
  const { evidence, belief } = assessment;
  const { trials, successes } = evidence.counts;
  return {
    kpi: settings.kpi,
    from: evidence.from,
    through: evidence.through,
    impressions: trials,
    results: successes,
    expected_results: null,
    cost: evidence.cost,
    observed_rate: trials > 0 ? (100 * successes) / trials : null,
    posterior_rate: 100 * mean(belief),
    posterior_low: 100 * quantile(belief, tail),
    posterior_high: 100 * quantile(belief, 1 - tail),
    sibling_rate: 100 * mean(assessment.siblingBelief),
    siblings: assessment.siblings,
    dispersion: assessment.dispersion,
    probability_worse: assessment.probabilityWorse,
    margin: settings.margin,
    expected_waste: assessment.expectedWaste,
    horizon_days: settings.horizonDays,
    more_impressions_needed: assessment.moreImpressions,
    more_cost_needed: assessment.moreCost,
    figures: {},
  };
}
