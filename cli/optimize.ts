import { join } from 'node:path';
import type { Decision } from '../core/contracts.ts';
import { summariseDecisions } from '../core/decisions/summary.ts';
import type { Command } from './command.ts';
import { createRuntime, shownPath } from './runtime.ts';
import { readDecisions, runOptimizer } from './stages.ts';
import { count, formatMoney, simulatedLabel } from './wording.ts';

/** A person reads the few that matter most; the file has them all. */
const shownProposals = 5;
const shownWaiting = 2;

export const optimizeCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await runOptimizer(runtime, args.secrets);
    const { key, decisions } =
      output.decisions_key === null ? { key: null, decisions: [] } : await readDecisions(runtime);
    return {
      json: { ...output, simulated: runtime.deps.simulated, decisions },
      lines: [
        ...(runtime.deps.simulated ? [simulatedLabel, ''] : []),
        ...decisionLines(decisions, output.applied),
        ...(key ? [`All with their evidence: ${shownPath(join(runtime.dataDir, key))}`] : []),
      ],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};

/** What it would do, or did, and why. */
export function decisionLines(decisions: readonly Decision[], applied = 0): string[] {
  if (decisions.length === 0) return ['No recommendations: there are no active ads with mature days to judge.'];
  const { waiting, kept, wasteByCurrency } = summariseDecisions(decisions);
  const waste = Object.entries(wasteByCurrency).map(([currency, amount]) => formatMoney(amount, currency));
  const changes = decisions.filter(({ action }) => action in wordings);
  const waits = decisions.filter(({ action }) => action === 'gather_evidence');
  const done = applied > 0 ? `Decided (${count(applied, 'change')} applied)` : 'Recommended (nothing was changed)';
  return [
    `${done}: ${kindsOf(changes)}${waste.length > 0 ? `, ${waste.join(' and ')} of waste expected` : ''}; ${waiting} need more evidence; keep ${kept}`,
    ...changes.slice(0, shownProposals).flatMap(proposalLines),
    ...(changes.length > shownProposals ? [`  … and ${count(changes.length - shownProposals, 'more change')}`] : []),
    ...waits.slice(0, shownWaiting).flatMap(proposalLines),
  ];
}

const wordings: Partial<Record<Decision['action'], [verb: string, noun: string]>> = {
  lower_bid: ['lower', 'bid'],
  raise_bid: ['raise', 'bid'],
  lower_budget: ['lower', 'budget'],
  raise_budget: ['raise', 'budget'],
  resume_creative: ['resume', 'ad'],
  rotate_creative: ['rotate in', 'ad'],
  pause_creative: ['pause', 'ad'],
};

/** "lower 2 bids, pause 5 ads" */
function kindsOf(changes: readonly Decision[]): string {
  const kinds = Object.entries(wordings).flatMap(([action, [verb, noun]]) => {
    const some = changes.filter((each) => each.action === action).length;
    return some > 0 ? [`${verb} ${count(some, noun)}`] : [];
  });
  return kinds.length > 0 ? kinds.join(', ') : 'change nothing';
}

const shownEntity = (creative: string | null, campaign: string): string =>
  creative === null ? campaign : creative.startsWith(campaign) ? creative : `${campaign}: ${creative}`;

const proposalLines = ({ creative_id, campaign_id, reason }: Decision): string[] => [
  `  ${shownEntity(creative_id, campaign_id)}`,
  `    ${reason}`,
];
