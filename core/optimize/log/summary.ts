/** How many decisions of each kind a run made, and what the proposals are about. */
import type { Decision, DecisionAction } from '../../contracts/decisions.ts';
import type { OptimizerOutput } from '../../contracts/stages.ts';
import { proposesChange } from '../../domain/proposals.ts';

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
    summary[countedAs(action)]++;
    if (countedAs(action) !== 'proposed') continue;
    summary.actions[action] = (summary.actions[action] ?? 0) + 1;
    if (gain?.unit === 'money') addTo(summary.gainByCurrency, currency, gain.mean);
    if (action === 'pause_creative') addTo(summary.wasteByCurrency, currency, evidence.expected_waste ?? 0);
  }
  return summary;
}

function addTo(sums: Record<string, number>, currency: string, amount: number): void {
  sums[currency] = (sums[currency] ?? 0) + amount;
}

function countedAs(action: DecisionAction): 'proposed' | 'waiting' | 'kept' {
  if (proposesChange(action)) return 'proposed';
  return action === 'gather_evidence' ? 'waiting' : 'kept';
}
