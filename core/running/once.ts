import type { z } from 'zod';
import { keys } from '../contracts/keys.ts';
import type { StageInput } from '../contracts/stages.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { encodeJson, readDocument } from './documents.ts';

/**
 * Runs a stage once per run id: a retry that finds the run done gets the stored output back. A stage that stopped before its
 * deadline (`more`) is not done. Run by hand, without a run id, it gets a new one.
 */
export async function once<Output extends object>(
  stage: string,
  input: StageInput,
  { objects, newId }: Pick<StageDeps, 'objects' | 'newId'>,
  schema: z.ZodType<Output>,
  run: (runId: string) => Promise<Output>,
): Promise<Output> {
  const runId = input.run_id ?? newId();
  const key = keys.stageOutput(stage, runId);
  const stored = input.run_id === undefined ? undefined : await readDocument(objects, key, schema);
  if (stored) return stored;
  const output = await run(runId);
  if (!('more' in output && output.more)) await objects.put(key, encodeJson(output));
  return output;
}
