/** Decisions and what happened to them, for people. */

import type { Decision, DecisionEvent } from '../../core/contracts/decisions.ts';
import { prefixes } from '../../core/contracts/keys.ts';
import { addDays, dayOf } from '../../core/domain/calendar.ts';
import { counted } from '../../core/domain/language.ts';
import { isChanging, isExpired, proposesChange } from '../../core/domain/proposals.ts';
import { UsageError } from '../../core/errors.ts';
import { targetOf } from '../../core/optimize/acting/apply.ts';
import { shownChange } from '../../core/optimize/acting/entity-value.ts';
import { boundBy } from '../../core/optimize/guardrails/check.ts';
import { type DecisionStatus, isWaiting } from '../../core/optimize/log/decision-life.ts';
import { type DecisionLife, lifeOf, listLives, statusesOf } from '../../core/optimize/log/events.ts';
import { decisionsSince, findDecisions } from '../../core/optimize/log/find-decisions.ts';
import { supersededBy } from '../../core/optimize/log/superseded.ts';
import type { CommandResult } from '../command.ts';
import type { ControlPlace } from '../places/control-place.ts';
import { formatFigure, formatMoney, formatNumber, simulatedLabel } from './wording.ts';

type Place = Pick<ControlPlace, 'name' | 'objects' | 'simulated'>;

interface Known {
  decision: Decision;
  status: DecisionStatus | 'expired' | 'superseded';
  /** The newer proposal for the same change. */
  superseded_by: string | null;
  events: DecisionEvent[];
}

const shownDays = 2;
const allDays = 30;

/** Changes that were proposed recently: those that wait for a decision first, then those that were acted on. */
export async function listDecisions(
  { objects, name, simulated }: Place,
  now: Date,
  all: boolean,
): Promise<CommandResult> {
  const since = addDays(dayOf(now), -(all ? allDays : shownDays));
  const { decided, lifeOf, superseded } = await readProposals(objects, since);
  const isByHand = ({ decision_id, action, change }: Decision): boolean =>
    proposesChange(action) && change === null && !superseded.has(decision_id);
  const byHand = decided.filter(isByHand).length;
  const known: Known[] = [];
  for (const decision of decided.filter(isChanging))
    known.push(knownOf(decision, await lifeOf(decision.decision_id), superseded, now));
  const waiting = known.filter(({ status }) => status === 'proposed' || status === 'approved');
  const inStatus = (wanted: Known['status']): Known[] => known.filter(({ status }) => status === wanted);
  const [expired, replaced] = [inStatus('expired'), inStatus('superseded')];
  const others = known.filter((each) => ![...waiting, ...expired, ...replaced].includes(each));
  return {
    json: {
      target: name,
      simulated,
      decisions: known.map(({ decision, ...life }) => ({ ...decision, ...life })),
    },
    lines: [
      ...(simulated ? [simulatedLabel] : []),
      waiting.length > 0
        ? `${counted(waiting.length, 'proposal')} waiting for a decision:`
        : 'No proposals are waiting for a decision.',
      ...waiting.flatMap(waitingLines),
      ...(others.length > 0 ? ['', 'Acted on:', ...others.map(actedOnLine)] : []),
      ...(byHand > 0
        ? [
            '',
            `${counted(byHand, 'recommendation')} for imported data, to be carried out by hand. See npm run ads -- optimize.`,
          ]
        : []),
      ...(replaced.length > 0
        ? ['', `${counted(replaced.length, 'older proposal')} superseded by a newer one for the same change.`]
        : []),
      ...(expired.length > 0 ? ['', `${counted(expired.length, 'proposal')} expired without a decision.`] : []),
    ],
    exitCode: 0,
  };
}

/** What was decided since a day, what happened to it, and what a newer proposal supersedes. The events are listed once. */
async function readProposals(objects: Place['objects'], since: string) {
  const decided = await decisionsSince(objects, since);
  const lives = await listLives(objects);
  const byFolder = new Map(lives.map((life) => [life.folder, life.keys]));
  const lifeOfId = (id: string): Promise<DecisionLife> => lifeOf(objects, byFolder.get(prefixes.eventsOf(id)) ?? []);
  return { decided, lifeOf: lifeOfId, superseded: supersededBy(decided, statusesOf(lives)) };
}

function knownOf(
  decision: Decision,
  { status, events }: DecisionLife,
  superseded: ReadonlyMap<string, string>,
  now: Date,
): Known {
  const by = superseded.get(decision.decision_id) ?? null;
  const isOver = isWaiting(status) && isExpired(decision, now);
  return { decision, status: by ? 'superseded' : isOver ? 'expired' : status, superseded_by: by, events };
}

function waitingLines({ decision, status }: Known): string[] {
  const bound = boundBy(decision);
  return [
    `  ${decision.decision_id}${status === 'approved' ? ' (approved)' : ''}: ${whatOf(decision)}${gainOf(decision)}`,
    `    ${decision.reason}`,
    ...(bound ? [`    Held back by ${bound.rule}: ${bound.detail}`] : []),
  ];
}

function actedOnLine({ decision, status, events }: Known): string {
  const last = events.at(-1);
  return `  ${decision.decision_id}: ${status.replace('_', ' ')} at ${last?.at} by ${last?.by}: ${whatOf(decision)}. ${last?.detail}`;
}

const whatOf = (decision: Decision): string => {
  const what = decision.action.replaceAll('_', ' ');
  return decision.change ? `${what}, ${shownChange(targetOf(decision), decision.change)}` : what;
};

function gainOf({ expected_gain: gain, probability, currency }: Decision): string {
  const sure = probability === null ? '' : `, ${Math.floor(probability * 100)}% sure`;
  if (!gain) return sure;
  const shown = (value: number) =>
    gain.unit === 'money' ? formatMoney(value, currency) : `${formatNumber(value)} results`;
  return `; expected over ${counted(gain.days, 'day')}: ${shown(gain.mean)} (${shown(gain.low)} to ${shown(gain.high)})${sure}`;
}

export async function showDecision(place: Place, id: string): Promise<CommandResult> {
  const { decision, events, status, superseded_by } = await known(place, id);
  return {
    json: { target: place.name, ...decision, status, superseded_by, events },
    lines: [
      ...(decision.simulated ? [simulatedLabel] : []),
      `${id}: ${whatOf(decision)}${gainOf(decision)}`,
      `Status: ${status.replace('_', ' ')}${superseded_by ? ` by ${superseded_by}, a newer proposal for the same change` : ''}; made at ${decision.created_at} in mode ${decision.mode}, ${decision.expires_at ? `valid until ${decision.expires_at}` : 'proposes nothing'}`,
      decision.reason,
      ...(decision.guardrails.length > 0 ? ['', 'Guardrails at the time:'] : []),
      ...decision.guardrails.map(({ rule, passed, detail }) => `  ${passed ? 'passed' : 'FAILED'} ${rule}: ${detail}`),
      ...(events.length > 0 ? ['', 'What happened to it:'] : []),
      ...events.map(({ at, event, by, detail }) => `  ${at} ${event.replace('_', ' ')} by ${by}: ${detail}`),
    ],
    exitCode: 0,
  };
}

/** The reason, the evidence, what would change its mind, and what bound. */
export async function whyDecision(place: Place, id: string): Promise<CommandResult> {
  const { decision } = await known(place, id);
  const { evidence, reason, would_change_it, currency } = decision;
  const bound = boundBy(decision);
  const figures = Object.entries(evidence.figures).map(
    ([name, value]) => `  ${name.replaceAll('_', ' ')}: ${formatFigure(value)}`,
  );
  return {
    json: { target: place.name, decision_id: id, reason, would_change_it, evidence, bound: bound ?? null },
    lines: [
      ...(decision.simulated ? [simulatedLabel] : []),
      `${id}: ${whatOf(decision)}${gainOf(decision)}`,
      reason,
      `Evidence from ${evidence.from} to ${evidence.through}: ${formatNumber(evidence.impressions)} impressions, ${formatNumber(evidence.results)} ${evidence.kpi}, ${formatMoney(evidence.cost, currency)}.`,
      ...figures,
      ...(would_change_it ? [would_change_it] : []),
      ...(bound ? [`Held back by ${bound.rule}: ${bound.detail}`] : []),
    ],
    exitCode: 0,
  };
}

async function known({ objects }: Place, id: string): Promise<Known> {
  const [decision] = await findDecisions(objects, [id]);
  if (!decision)
    throw new UsageError(`There is no decision ${id}`, 'Run npm run ads -- decisions list to see their ids.');
  const { lifeOf, superseded } = await readProposals(objects, decision.created_at.slice(0, 10));
  const { status, events } = await lifeOf(id);
  const by = superseded.get(id) ?? null;
  return { decision, status: by ? 'superseded' : status, superseded_by: by, events };
}
