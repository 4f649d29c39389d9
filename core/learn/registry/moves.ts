/**
 * The history of latest.txt. A move is recorded before it is made, so the last one may never have happened: latest.txt alone decides,
 * and the moves tell where a version came from.
 */
import { z } from 'zod';
import { keys, prefixes } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { createIfAbsent, encodeJson, readDocument } from '../../running/documents.ts';
import { versionName } from './metadata.ts';

export const move = z.object({
  kind: z.enum(['promote', 'rollback']),
  from: versionName.nullable(),
  to: versionName,
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
});
export type ProductionMove = z.infer<typeof move>;

/** Oldest first. */
export async function readMoves(objects: ObjectStore, model: ModelName): Promise<ProductionMove[]> {
  const found: ProductionMove[] = [];
  for await (const { key } of objects.list(prefixes.modelMoves(model))) {
    const stored = await readDocument(objects, key, move);
    if (stored) found.push(stored);
  }
  return found;
}

/** Takes the next number; of two at once, one takes the number after. */
export async function writeMove(objects: ObjectStore, model: ModelName, next: ProductionMove): Promise<void> {
  let number = 1;
  for await (const { key } of objects.list(prefixes.modelMoves(model)))
    number = 1 + Number(key.slice(prefixes.modelMoves(model).length).replace(/\.json$/, ''));
  while (!(await createIfAbsent(objects, keys.modelMove(model, number), encodeJson(next)))) number += 1;
}

/** The versions that were in production before this one, newest first: each is where a promotion came from. */
export function predecessors(moves: readonly ProductionMove[], version: string | null): string[] {
  const found: string[] = [];
  let current = version;
  for (;;) {
    const before = moves.findLast(({ kind, to }) => kind === 'promote' && to === current)?.from ?? null;
    if (before === null || found.includes(before) || before === version) return found;
    found.push(before);
    current = before;
  }
}

/** Whether a version had its turn: it was moved to, and something else came after. Nothing moves it there again by itself. */
export function hadItsTurn(moves: readonly ProductionMove[], version: string): boolean {
  return moves.some(({ to }) => to === version) && moves.at(-1)?.to !== version;
}
