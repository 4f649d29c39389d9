/**
 * Stage `optimizer`: decides from mature days, holds what it decided against the guardrails, writes that down, and, where people let
 * it, applies it. Asked for decisions by id, it acts on those at once instead. Whatever is missing or broken makes it recommend only.
 */

import type { Decision, Mode } from '../contracts/decisions.ts';
import {
  type OptimizerInput,
  type OptimizerOutput,
  type OptimizerRequest,
  optimizerInput,
  optimizerOutput,
} from '../contracts/stages.ts';
import { isChanging } from '../domain/proposals.ts';
import { measurePredictions } from '../learn/predictions/measure-predictions.ts';
import { modelPredictions } from '../learn/predictions/model-predictions.ts';
import { publishPredictionAccuracy } from '../learn/predictions/publish-accuracy.ts';
import { useModels } from '../learn/predictions/watch-models.ts';
import { type ActingOutcome, undoAll, type WantedUndo } from '../optimize/acting/apply-and-undo.ts';
import { applyById, asksById } from '../optimize/acting/apply-by-id.ts';
import { conditionsOf, newsOf } from '../optimize/acting/notify.ts';
import { type OptimizerDeps, settle, withPlatform } from '../optimize/acting/optimizer-deps.ts';
import { type OwnChanges, ownChangesIn } from '../optimize/acting/own-changes.ts';
import { applyWanted, wantedNow } from '../optimize/acting/wanted.ts';
import type { ActingDeps } from '../optimize/acting/writing.ts';
import { warehouseDeciding } from '../optimize/deciding.ts';
import { posteriorPredictions } from '../optimize/effects/posterior-predictions.ts';
import { checkGuardrails, isAllowed } from '../optimize/guardrails/check.ts';
import { type Control, readControl } from '../optimize/guardrails/read-control.ts';
import { type ChangeLog, openChangeLog } from '../optimize/log/change-log.ts';
import { isOpen } from '../optimize/log/decision-life.ts';
import { publishPerformance } from '../optimize/log/performance-metrics.ts';
import { readSuperseded } from '../optimize/log/read-superseded.ts';
import { storeDecisions } from '../optimize/log/stored.ts';
import { summariseDecisions } from '../optimize/log/summary.ts';
import { announce } from '../running/announce.ts';
import { once } from '../running/once.ts';

/** The same `run_id` twice changes nothing the second time and returns the first output. */
export function optimizer(input: OptimizerInput, deps: OptimizerDeps): Promise<OptimizerOutput> {
  const wanted = optimizerInput.parse(input);
  return once('optimizer', wanted, deps, optimizerOutput, async (runId) => {
    const isById = asksById(wanted);
    const output = isById ? await actOnRequest(runId, wanted, deps) : await decideAnew(runId, deps);
    deps.logger.info(isById ? 'request carried out' : 'decisions made', { ...output });
    return output;
  });
}

async function actOnRequest(runId: string, wanted: OptimizerRequest, deps: OptimizerDeps): Promise<OptimizerOutput> {
  const { outcomes, log } = await applyById(runId, wanted, deps);
  await notifyPeople({ ...nothing, outcomes, open: openIn(log) }, await readControl(deps.objects), deps);
  return outputOf(runId, deps.config.mode, { ...nothing, outcomes });
}

async function decideAnew(runId: string, deps: OptimizerDeps): Promise<OptimizerOutput> {
  const control = await readControl(deps.objects);
  const mode = modeUnder(control, deps);
  const done = await withPlatform(deps, runId, async (acting) => {
    const log = await openChangeLog(deps.objects);
    const settled = acting ? await settle(acting, log, runId) : [];
    const run = { runId, mode, control, settled, log };
    const all = mode === 'observe' ? await observed(run) : await decideAndApply(run, deps, acting);
    return { ...all, open: openIn(log) };
  });
  const applied = done.outcomes.flatMap(({ result, action }) => (result === 'applied' && action ? [action] : []));
  await publishPerformance(deps, applied);
  const measured = await measurePredictions([modelPredictions, posteriorPredictions(done.appliedBefore)], deps);
  await publishPredictionAccuracy(measured, deps);
  await notifyPeople(done, control, deps);
  // last: a model that cannot be read fails the run, but people are still notified of what was done
  const ofModels = measured.filter(({ source }) => source === modelPredictions);
  await useModels(
    runId,
    ofModels.flatMap(({ matured }) => matured),
    deps,
  );
  return outputOf(runId, mode, done);
}

interface Done {
  key: string | null;
  decisions: readonly Decision[];
  /** By id, the newer proposal's. */
  superseded: ReadonlyMap<string, string>;
  outcomes: ActingOutcome[];
  /** Intents whose outcome is unknown. */
  open: number;
  /** In `auto`: what the guardrails did not let through. */
  heldBack: readonly Decision[];
  /** Changes that very likely do harm and are still in force. */
  harmful: readonly WantedUndo[];
  /** Ids of what had been applied before this run. */
  appliedBefore: ReadonlySet<string>;
}

const nothing: Done = {
  key: null,
  decisions: [],
  superseded: new Map(),
  outcomes: [],
  open: 0,
  heldBack: [],
  harmful: [],
  appliedBefore: new Set(),
};

const openIn = (log: ChangeLog): number => log.lives().filter(({ status }) => isOpen(status)).length;

/** Nothing is decided; what was applied before is known all the same, as predictions of it are not measured. */
const observed = async ({ settled, log }: Run): Promise<Omit<Done, 'open'>> => {
  const before = await ownChangesIn(log);
  await log.saveCache();
  return { ...nothing, outcomes: settled, appliedBefore: idsOf(before) };
};

const idsOf = ({ applied }: OwnChanges): Set<string> => new Set(applied.map(({ decisionId }) => decisionId));

/** Without guardrails that can be used nothing is applied, whatever the configuration asks for; and that is said. */
function modeUnder({ problem }: Control, { config, logger }: OptimizerDeps): Mode {
  const { mode } = config;
  const isLoud = mode === 'approve' || mode === 'auto';
  if (problem && (isLoud || !problem.missing)) logger.warn(problem.detail, { mode });
  return problem && isLoud ? 'recommend' : mode;
}

interface Run {
  runId: string;
  mode: Mode;
  control: Control;
  settled: ActingOutcome[];
  log: ChangeLog;
}

async function decideAndApply(
  { runId, mode, control, settled, log }: Run,
  deps: OptimizerDeps,
  acting: ActingDeps | undefined,
): Promise<Omit<Done, 'open'>> {
  const { deciding = warehouseDeciding, objects } = deps;
  const before = await ownChangesIn(log);
  await log.saveCache();
  const states = await deciding.states(deps, before.applied);
  const harmful = (await deciding.review?.(deps, states, runId)) ?? [];
  const mayUndo = mode === 'auto' && deps.config.decisions.autoUndo;
  const undone =
    acting && mayUndo ? await undoAll(acting, harmful, { by: runId, log, automatic: true, force: false }) : [];
  const own = undone.length > 0 ? await ownChangesIn(log) : before;
  const at = deps.now();
  const decided = deciding.decide(states, {
    runId,
    at,
    mode,
    simulated: deps.simulated,
    settings: deps.config.decisions,
    guardrails: [],
  });
  const checked = checkGuardrails(decided, {
    guardrails: control.guardrails,
    problem: control.problem?.detail ?? null,
    stopWrites: control.stopWrites,
    states,
    ownChanges: [...own.applied, ...own.open],
    now: at,
  });
  const stored = await storeDecisions(objects, at, runId, checked);
  const superseded = await readSuperseded(objects, log, at);
  const wanted = await wantedNow({ mode, decisions: stored.decisions, superseded, at }, { objects, log });
  const applied = acting ? await applyWanted(acting, wanted, { by: runId, log, states, superseded }) : [];
  const isUndone = (id: string): boolean =>
    undone.some(({ decision_id, result }) => decision_id === id && result === 'undone');
  return {
    ...stored,
    superseded,
    outcomes: [...settled, ...undone, ...applied],
    heldBack: mode === 'auto' ? stored.decisions.filter((each) => isChanging(each) && !isAllowed(each)) : [],
    harmful: harmful.filter(({ decision_id }) => !isUndone(decision_id)),
    appliedBefore: idsOf(before),
  };
}

async function notifyPeople(done: Done, control: Control, deps: OptimizerDeps): Promise<void> {
  const { config } = deps;
  const { open, outcomes, harmful, heldBack, superseded } = done;
  const taken = new Set(outcomes.filter(({ result }) => result === 'applied').map(({ decision_id }) => decision_id));
  // What was imported can be changed by hand only, and is shown where it is asked for.
  const isLeft = (id: string): boolean => !taken.has(id) && !superseded.has(id);
  const left = done.decisions.filter((each) => isChanging(each) && isLeft(each.decision_id));
  const told = { wantedMode: config.mode, control, proposed: left.length, outcomes, heldBack, open, harmful };
  const { coolDownHours, settleHours } = config.watch;
  await announce(
    {
      stage: 'optimizer',
      about: 'Optimizer',
      conditions: conditionsOf(told),
      done: newsOf(told),
      coolDownHours,
      settleHours,
    },
    deps,
  );
}

function outputOf(runId: string, mode: Mode, { key, decisions, outcomes, heldBack }: Done): OptimizerOutput {
  const count = (result: ActingOutcome['result']) => outcomes.filter((each) => each.result === result).length;
  const { proposed, waiting, kept } = summariseDecisions(decisions);
  return {
    run_id: runId,
    decisions_key: key,
    mode,
    proposed,
    waiting,
    kept,
    applied: count('applied'),
    voided: count('voided'),
    failed: count('failed'),
    undone: count('undone'),
    blocked: count('blocked') + heldBack.length,
    open: count('open'),
    outcomes: outcomes.map(({ decision_id, result, detail }) => ({ decision_id, result, detail })),
  };
}
