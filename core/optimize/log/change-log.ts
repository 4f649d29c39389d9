/**
 * What happened to decisions, listed once a run and handed on. An event never changes, so those that were read before are cached in one
 * object: a run reads what is new and what is open, however long the history is.
 */
import { z } from 'zod';
import { type DecisionEvent, decisionEvent } from '../../contracts/decisions.ts';
import { keys } from '../../contracts/keys.ts';
import { StoredDataError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { encodeJson, readDocument } from '../../running/documents.ts';
import { type ListedLife, listLife, listLives, readEvent } from './events.ts';

type Objects = Pick<ObjectStore, 'get' | 'list' | 'put'>;

export interface ChangeLog {
  /** Of every decision that anything happened to. */
  lives(): ListedLife[];
  /** By its key, read at most once. */
  event(key: string): Promise<DecisionEvent>;
  /** Lists these decisions again, because this run or someone else has acted on them. */
  refresh(decisionIds: readonly string[]): Promise<void>;
  /** Keeps for the next run what this one had to read. Before anything is changed: it fails a run, or nothing. */
  saveCache(): Promise<void>;
}

/** `state/change-log.json`: only saves reading. What is listed decides; an object that is missing or broken costs time, no more. */
const cachedEvents = z.object({ schema_version: z.literal(1), events: z.record(z.string(), decisionEvent) });

export async function openChangeLog(objects: Objects): Promise<ChangeLog> {
  const lives = new Map((await listLives(objects)).map((life) => [life.folder, life]));
  const cached = lives.size > 0 ? await readCache(objects) : {};
  const events = new Map(Object.entries(cached));
  const readNow = new Map<string, DecisionEvent>();
  return {
    lives: () => [...lives.values()],
    async event(key) {
      const known = events.get(key);
      if (known) return known;
      const event = await readEvent(objects, key);
      events.set(key, event);
      readNow.set(key, event);
      return event;
    },
    async refresh(decisionIds) {
      for (const id of new Set(decisionIds)) {
        const life = await listLife(objects, id);
        if (life) lives.set(life.folder, life);
      }
    },
    async saveCache() {
      if (readNow.size === 0) return;
      const listed = new Set([...lives.values()].flatMap((life) => life.keys));
      const known = Object.fromEntries([...events].filter(([key]) => listed.has(key)));
      await objects.put(keys.changeLog, encodeJson({ schema_version: 1, events: known }));
    },
  };
}

async function readCache(objects: Pick<Objects, 'get'>): Promise<Record<string, DecisionEvent>> {
  try {
    return (await readDocument(objects, keys.changeLog, cachedEvents))?.events ?? {};
  } catch (error) {
    if (error instanceof StoredDataError) return {};
    throw error;
  }
}
