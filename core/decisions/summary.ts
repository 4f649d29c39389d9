/** How many decisions of each kind a run made, and what the proposals are about. */
import type { Decision, OptimizerOutput } from '../contracts.ts';

export interface DecisionSummary extends Pick<OptimizerOutput, 'proposed' | 'waiting' | 'kept'> {
  /** Expected waste of the proposed pauses, by currency: two currencies are never added. */
  wasteByCurrency: Record<string, number>;
}

export function summariseDecisions(decisions: readonly Decision[]): DecisionSummary {
  const summary: DecisionSummary = { proposed: 0, waiting: 0, kept: 0, wasteByCurrency: {} };
  for (const { action, currency, evidence } of decisions) {
    summary[countedAs[action]]++;
    if (action !== 'pause_creative') continue;
    summary.wasteByCurrency[currency] = (summary.wasteByCurrency[currency] ?? 0) + (evidence.expected_waste ?? 0);
  }
  return summary;
}

const countedAs = {
  pause_creative: 'proposed',
  resume_creative: 'proposed',
  rotate_creative: 'proposed',
  raise_bid: 'proposed',
  lower_bid: 'proposed',
  raise_budget: 'proposed',
  lower_budget: 'proposed',
  gather_evidence: 'waiting',
  keep: 'kept',
} as const satisfies Record<Decision['action'], string>;
