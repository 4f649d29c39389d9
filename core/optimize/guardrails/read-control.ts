/**
 * What people allow, read again before every write. What cannot be read forbids: a missing or broken guardrail file, an unreadable
 * kill switch.
 */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import { AdsError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { decodeText, encodeJson, parseStored } from '../../running/documents.ts';
import { type Guardrails, parseGuardrails } from './guardrail-file.ts';

export interface Control {
  /** Null where nothing may be applied. */
  guardrails: Guardrails | null;
  /** Why there are no guardrails; `missing` is the state of a new installation, everything else is a mistake. */
  problem: { missing: boolean; detail: string } | null;
  /** Null while writing is allowed, else one sentence. */
  stopWrites: string | null;
}

/** `control/stop-writes.json`: the kill switch. Absent, it is off. */
export const stopWritesFile = z.strictObject({
  stopped: z.boolean(),
  /** A person's name or role as they gave it. */
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string().default(''),
});
export type StopWrites = z.infer<typeof stopWritesFile>;

type Reads = Pick<ObjectStore, 'get'>;

/** Throws nothing: what goes wrong is an answer that forbids. */
export async function readControl(objects: Reads): Promise<Control> {
  const [found, stopWrites] = await Promise.all([readGuardrails(objects), readStopWrites(objects)]);
  return { ...found, stopWrites };
}

async function readGuardrails(objects: Reads): Promise<Pick<Control, 'guardrails' | 'problem'>> {
  try {
    const stored = await objects.get(keys.guardrails);
    if (stored) return { guardrails: parseGuardrails(decodeText(stored.body)), problem: null };
    const detail = `There are no guardrails (${keys.guardrails}), so this is a recommendation and nothing is applied.`;
    return { guardrails: null, problem: { missing: true, detail } };
  } catch (error) {
    const detail = `The guardrails cannot be used, so this is a recommendation and nothing is applied. ${said(error)}`;
    return { guardrails: null, problem: { missing: false, detail } };
  }
}

export async function readStopWrites(objects: Reads): Promise<string | null> {
  try {
    const stored = await objects.get(keys.stopWrites);
    if (!stored) return null;
    const { stopped, by, at, reason } = parseStored(keys.stopWrites, stored.body, stopWritesFile);
    return stopped ? `Writing was stopped by ${by} at ${at}${reason ? `: ${reason}` : '.'}` : null;
  } catch (error) {
    return `The kill switch cannot be read, so nothing is written. ${said(error)}`;
  }
}

/** By a person, never by a stage: those may not write there. */
export async function setStopWrites(objects: Pick<ObjectStore, 'put'>, wanted: StopWrites): Promise<void> {
  await objects.put(keys.stopWrites, encodeJson(wanted));
}

const said = (error: unknown): string =>
  error instanceof AdsError
    ? error.message.replaceAll(/\s+/g, ' ')
    : `It could not be read: ${(error as Error).message}`;
