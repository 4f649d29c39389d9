/** What a training job was given, written down before it begins: a version says what it was made of. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import { StoredDataError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { parseStored } from '../../running/documents.ts';

export const jobRecord = z.object({
  job: z.string(),
  created_at: z.iso.datetime(),
  /** SHA-256 of the rows that it is fitted and validated on, and of its code. */
  data_hash: z.string(),
  code_hash: z.string(),
  hyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type JobRecord = z.infer<typeof jobRecord>;

export async function readJobRecord(
  objects: ObjectStore,
  { model, snapshot, job }: { model: ModelName; snapshot: string; job: string },
): Promise<JobRecord> {
  const key = keys.trainingJob(model, snapshot, job);
  const stored = await objects.get(key);
  if (!stored) throw new StoredDataError(key, 'there is no such object: the model-trainer did not plan this job');
  return parseStored(key, stored.body, jobRecord);
}
