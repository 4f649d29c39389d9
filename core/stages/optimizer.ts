/**
 * Stage `optimizer`: decides from mature days what to pause, what needs more evidence and what to keep, and writes that down.
 * It only ever recommends: applying needs guardrails, which there are none of yet.
 */
import { type Decision, type OptimizerOutput, optimizerOutput, type StageInput } from '../contracts.ts';
import { decide } from '../decisions/decide.ts';
import { evidenceFile, readEvidence } from '../decisions/evidence.ts';
import { publishPerformance } from '../decisions/performance-metrics.ts';
import { parseDecisions } from '../decisions/stored.ts';
import { summariseDecisions } from '../decisions/summary.ts';
import { ObjectConflictError } from '../errors.ts';
import { keys } from '../keys.ts';
import type { StageDeps } from '../ports.ts';
import { watchModels } from '../predictions/watch-models.ts';
import { encodeText } from '../stored-json.ts';
import { once } from './once.ts';

export type OptimizerDeps = Pick<
  StageDeps,
  'objects' | 'warehouse' | 'metrics' | 'notifier' | 'logger' | 'config' | 'simulated' | 'now' | 'newId'
>;

/** The same `run_id` twice changes nothing the second time and returns the first output. */
export function optimizer(input: StageInput, deps: OptimizerDeps): Promise<OptimizerOutput> {
  return once('optimizer', input, deps, optimizerOutput, async (runId) => {
    const output = await run(runId, deps);
    await publishPerformance(deps, output.proposed);
    await watchModels(runId, deps);
    deps.logger.info('decisions made', { ...output });
    return output;
  });
}

async function run(runId: string, deps: OptimizerDeps): Promise<OptimizerOutput> {
  const mode = deps.config.mode === 'observe' ? 'observe' : 'recommend';
  const nothing = { run_id: runId, decisions_key: null, mode, proposed: 0, waiting: 0, kept: 0 } as const;
  if (mode === 'observe') return nothing;
  const at = deps.now();
  const proposed = await makeDecisions(runId, at, deps);
  if (proposed.length === 0) return nothing;
  const key = keys.decisions(at, runId);
  const written = await writeOnce(key, proposed, deps);
  const { wasteByCurrency: _, ...counts } = summariseDecisions(written);
  return { run_id: runId, decisions_key: key, mode, ...counts };
}

async function makeDecisions(runId: string, at: Date, deps: OptimizerDeps): Promise<Decision[]> {
  const { decisions: settings } = deps.config;
  const rows = await deps.warehouse.rows(evidenceFile, {
    kpi: settings.kpi,
    window_days: settings.windowDays,
    active_within_days: settings.activeWithinDays,
  });
  return decide(rows.map(readEvidence), {
    runId,
    at,
    mode: 'recommend',
    simulated: deps.simulated,
    settings,
    guardrails: guardrailVerdicts(deps),
  });
}

/** Without a guardrail file nothing may be applied: said in every decision, and loudly where the configuration asks for more. */
function guardrailVerdicts({ config: { mode }, logger }: OptimizerDeps): Decision['guardrails'] {
  const detail =
    mode === 'recommend'
      ? 'There are no guardrails yet, so this is a recommendation and nothing is applied.'
      : `The mode "${mode}" needs guardrails and there are none yet, so this is a recommendation and nothing is applied.`;
  if (mode !== 'recommend') logger.warn(detail, { mode });
  return [{ rule: 'guardrail-file', passed: false, detail }];
}

/** What a run proposed first is what it proposed: a repeat after an interruption keeps it. */
async function writeOnce(key: string, proposed: Decision[], { objects }: OptimizerDeps): Promise<Decision[]> {
  try {
    await objects.put(key, encodeText(toLines(proposed)), { ifNoneMatch: '*' });
    return proposed;
  } catch (error) {
    const stored = error instanceof ObjectConflictError ? await objects.get(key) : undefined;
    if (!stored) throw error;
    return parseDecisions(key, stored.body);
  }
}

const toLines = (decisions: readonly Decision[]): string =>
  decisions.map((each) => `${JSON.stringify(each)}\n`).join('');
