/** How many decisions of each kind a run made, and what the proposals are about. */
import type { Decision, DecisionAction, OptimizerOutput } from '../contracts.ts';

export interface DecisionSummary extends Pick<OptimizerOutput, 'proposed' | 'waiting' | 'kept'> {
  /** Proposals by what they do, in the order of `decisionActions`; only what there is. */
  actions: Partial<Record<DecisionAction, number>>;
  /** Money that the proposals are expected to bring, by currency: two currencies are never added. */
  gainByCurrency: Record<string, number>;
  /** Expected waste of the proposed pauses, by currency. */
  wasteByCurrency: Record<string, number>;
}

export function summariseDecisions(decisions: readonly Decision[]): DecisionSummary {
  const summary: DecisionSummary = {
    proposed: 0,
    waiting: 0,
    kept: 0,
    actions: {},
    gainByCurrency: {},
    wasteByCurrency: {},
  };
  for (const { action, currency, evidence, expected_gain: gain } of decisions) {
    summary[countedAs[action]]++;
    if (countedAs[action] !== 'proposed') continue;
    summary.actions[action] = (summary.actions[action] ?? 0) + 1;
    if (gain?.unit === 'money') addTo(summary.gainByCurrency, currency, gain.mean);
    if (action === 'pause_creative') addTo(summary.wasteByCurrency, currency, evidence.expected_waste ?? 0);
  }
  return summary;
}

function addTo(sums: Record<string, number>, currency: string, amount: number): void {
  sums[currency] = (sums[currency] ?? 0) + amount;
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
