import { join } from 'node:path';
import type { Decision } from '../core/contracts.ts';
import { summariseDecisions } from '../core/decisions/summary.ts';
import type { Command } from './command.ts';
import { createRuntime, shownPath } from './runtime.ts';
import { readDecisions, runOptimizer } from './stages.ts';
import { count, formatMoney, simulatedLabel } from './wording.ts';

/** A person reads the most wasteful few; the file has them all. */
const shownProposals = 5;
const shownWaiting = 2;

export const optimizeCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await runOptimizer(runtime);
    const { key, decisions } =
      output.decisions_key === null ? { key: null, decisions: [] } : await readDecisions(runtime);
    return {
      json: { ...output, simulated: runtime.deps.simulated, decisions },
      lines: [
        ...(runtime.deps.simulated ? [simulatedLabel, ''] : []),
        ...decisionLines(decisions),
        ...(key ? [`All with their evidence: ${shownPath(join(runtime.dataDir, key))}`] : []),
      ],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};

/** What it recommends and why; nothing of it is applied. */
export function decisionLines(decisions: readonly Decision[]): string[] {
  if (decisions.length === 0) return ['No recommendations: there are no active ads with mature days to judge.'];
  const { proposed, waiting, kept, wasteByCurrency } = summariseDecisions(decisions);
  const waste = Object.entries(wasteByCurrency).map(([currency, amount]) => formatMoney(amount, currency));
  const pauses = decisions.filter(({ action }) => action === 'pause_creative');
  const waits = decisions.filter(({ action }) => action === 'gather_evidence');
  return [
    `Recommended (nothing was changed): pause ${count(proposed, 'ad')}${waste.length > 0 ? `, ${waste.join(' and ')} of waste expected` : ''}; ${waiting} need more evidence; keep ${kept}`,
    ...pauses.slice(0, shownProposals).flatMap(proposalLines),
    ...(pauses.length > shownProposals ? [`  … and ${count(pauses.length - shownProposals, 'more pause')}`] : []),
    ...waits.slice(0, shownWaiting).flatMap(proposalLines),
  ];
}

const shownEntity = (creative: string | null, campaign: string): string =>
  creative === null ? campaign : creative.startsWith(campaign) ? creative : `${campaign}: ${creative}`;

const proposalLines = ({ creative_id, campaign_id, reason }: Decision): string[] => [
  `  ${shownEntity(creative_id, campaign_id)}`,
  `    ${reason}`,
];
