import { join } from 'node:path';
import { type Decision, type DecisionAction, decisionActions } from '../../core/contracts/decisions.ts';
import { counted, listed, plural } from '../../core/domain/language.ts';
import { decisionsOf } from '../../core/optimize/log/find-decisions.ts';
import { summariseDecisions } from '../../core/optimize/log/summary.ts';
import { nothingReport } from '../../core/optimize/proposals/why-nothing.ts';
import type { Command } from '../command.ts';
import { formatMoney, simulatedLabel } from '../lines/wording.ts';
import { createRuntime, shownPath } from '../runtime.ts';
import { runOptimizer } from '../stages.ts';

/** A person reads the few with the most at stake; the file has them all. */
const shownProposals = 5;
const shownWaiting = 2;

export const optimizeCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await runOptimizer(runtime, args.secrets);
    const key = output.decisions_key;
    const decisions = key === null ? [] : await decisionsOf(runtime.deps.objects, key);
    return {
      json: { ...output, simulated: runtime.deps.simulated, decisions },
      lines: [
        ...(runtime.deps.simulated ? [simulatedLabel, ''] : []),
        ...decisionLines(decisions, output.applied),
        ...(key ? [`All decisions with their evidence: ${shownPath(join(runtime.dataDir, key))}`] : []),
      ],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};

/** What it recommends and why. Where there is nothing to recommend, why not. */
export function decisionLines(decisions: readonly Decision[], applied = 0): string[] {
  if (decisions.length === 0) return ['No recommendations: there are no active ads with mature days yet.'];
  const { proposed, waiting, kept, actions, gainByCurrency } = summariseDecisions(decisions);
  const rest = `${waiting} ${plural(waiting, 'needs', 'need')} more evidence, ${kept} ${plural(kept, 'stays', 'stay')} unchanged`;
  if (proposed === 0) return [`Nothing to recommend: ${rest}`, ...nothingReport(decisions)];
  const gains = Object.entries(gainByCurrency).map(([currency, amount]) => formatMoney(amount, currency));
  const kinds = decisionActions.flatMap((action) => {
    const number = actions[action];
    return number === undefined ? [] : [wordsOf[action](number)];
  });
  const proposals = decisions.filter(({ action }) => actions[action] !== undefined);
  const waits = decisions.filter(({ action, creative_id }) => action === 'gather_evidence' && creative_id !== null);
  return [
    `${applied > 0 ? `Decided (${counted(applied, 'change')} applied)` : 'Recommended (nothing was changed)'}: ${kinds.join(', ')}${gains.length > 0 ? `; expected gain ${listed(gains)}` : ''}; ${rest}`,
    ...proposals.slice(0, shownProposals).flatMap(proposalLines),
    ...(proposals.length > shownProposals
      ? [`  … and ${counted(proposals.length - shownProposals, 'more change')}`]
      : []),
    ...waits.slice(0, shownWaiting).flatMap(proposalLines),
  ];
}

const wordsOf: Record<DecisionAction, (number: number) => string> = {
  pause_creative: (number) => `pause ${counted(number, 'ad')}`,
  resume_creative: (number) => `resume ${counted(number, 'ad')}`,
  rotate_creative: (number) => `rotate in ${counted(number, 'ad')}`,
  raise_bid: (number) => `raise ${counted(number, 'bid')}`,
  lower_bid: (number) => `lower ${counted(number, 'bid')}`,
  raise_budget: (number) => `raise ${counted(number, 'budget')}`,
  lower_budget: (number) => `lower ${counted(number, 'budget')}`,
  gather_evidence: (number) => `wait for more evidence on ${counted(number, 'entity', 'entities')}`,
  keep: (number) => `keep ${number}`,
};

const shownEntity = (creative: string | null, campaign: string): string =>
  creative === null ? campaign : creative.startsWith(campaign) ? creative : `${campaign}: ${creative}`;

const proposalLines = ({ creative_id, campaign_id, reason }: Decision): string[] => [
  `  ${shownEntity(creative_id, campaign_id)}`,
  `    ${reason}`,
];
