/**
 * Stage `optimizer`: decides from mature days what to pause, what needs more evidence and what to keep, and writes that down.
 * It only ever recommends: applying needs guardrails, which there are none of yet.
 */
import type { z } from 'zod';
import { type Decision, decision, type OptimizerOutput, optimizerOutput, type StageInput } from '../contracts.ts';
import { decide } from '../decisions/decide.ts';
import { evidenceFile, readEvidence } from '../decisions/evidence.ts';
import { summariseDecisions } from '../decisions/summary.ts';
import { ObjectConflictError, StoredDataError } from '../errors.ts';
import { keys } from '../keys.ts';
import type { StageDeps } from '../ports.ts';

export type OptimizerDeps = Pick<
  StageDeps,
  'objects' | 'warehouse' | 'logger' | 'config' | 'simulated' | 'now' | 'newId'
>;

const stage = 'optimizer';

/** The same `run_id` twice changes nothing the second time and returns the first output. */
export async function optimizer(input: StageInput, deps: OptimizerDeps): Promise<OptimizerOutput> {
  const runId = input.run_id ?? deps.newId();
  const outputKey = keys.stageOutput(stage, runId);
  const stored = await deps.objects.get(outputKey);
  if (stored) return readStored(outputKey, decode(stored.body), optimizerOutput);

  const output = await run(runId, deps);
  await deps.objects.put(outputKey, encode(JSON.stringify(output)));
  deps.logger.info('Decisions made', { stage, ...output });
  return output;
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
  const { decisions: settings, maturity } = deps.config;
  const rows = await deps.warehouse.rows(evidenceFile, {
    kpi: settings.kpi,
    assumed_mature_days: maturity.assumedDays,
    window_days: settings.windowDays,
    active_within_days: settings.activeWithinDays,
  });
  return decide(rows.map(readEvidence), {
    runId,
    at,
    mode: 'recommend',
    simulated: deps.simulated,
    settings,
    assumedMatureDays: maturity.assumedDays,
    guardrails: guardrailVerdicts(deps),
  });
}

/** Without a guardrail file nothing may be applied: said in every decision, and loudly where the configuration asks for more. */
function guardrailVerdicts({ config: { mode }, logger }: OptimizerDeps): Decision['guardrails'] {
  const detail =
    mode === 'recommend'
      ? 'There are no guardrails yet, so this is a recommendation and nothing is applied.'
      : `The mode "${mode}" needs guardrails and there are none yet, so this is a recommendation and nothing is applied.`;
  if (mode !== 'recommend') logger.warn(detail, { stage, mode });
  return [{ rule: 'guardrail-file', passed: false, detail }];
}

/** What a run proposed first is what it proposed: a repeat after an interruption keeps it. */
async function writeOnce(key: string, proposed: Decision[], { objects }: OptimizerDeps): Promise<Decision[]> {
  try {
    await objects.put(key, encode(toLines(proposed)), { ifNoneMatch: '*' });
    return proposed;
  } catch (error) {
    const stored = error instanceof ObjectConflictError ? await objects.get(key) : undefined;
    if (!stored) throw error;
    return decode(stored.body)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => readStored(key, line, decision));
  }
}

const toLines = (decisions: readonly Decision[]): string =>
  decisions.map((each) => `${JSON.stringify(each)}\n`).join('');

function readStored<T>(key: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new StoredDataError(key, (error as Error).message, { cause: error });
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (body: Uint8Array): string => new TextDecoder().decode(body);
