/** The events of decisions, each an object of its own that is created once and never changed. */
import { type DecisionEvent, decisionEvent, decisionEvents } from '../../contracts/decisions.ts';
import { keys, prefixes } from '../../contracts/keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { createIfAbsent, encodeJson, parseStored } from '../../running/documents.ts';
import { type DecisionStatus, type EventName, inOrder, statusAfter } from './decision-life.ts';

type Objects = Pick<ObjectStore, 'get' | 'list' | 'put'>;

/** What happened to one decision, oldest first. */
export interface DecisionLife {
  status: DecisionStatus;
  events: DecisionEvent[];
}

export async function readLife(objects: Pick<Objects, 'get' | 'list'>, decisionId: string): Promise<DecisionLife> {
  return await lifeOf(objects, await keysBelow(objects, prefixes.eventsOf(decisionId)));
}

/** Everything that happened, by what the names of the events say; the events themselves are not read. */
export interface ListedLife {
  /** Where the events of its decision lie. */
  folder: string;
  status: DecisionStatus;
  /** Of its events, oldest first. */
  keys: string[];
}

export async function listLives(objects: Pick<Objects, 'list'>): Promise<ListedLife[]> {
  const folders = new Map<string, string[]>();
  for await (const { key } of objects.list(prefixes.decisionEvents)) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    const known = folders.get(folder);
    if (known) known.push(key);
    else folders.set(folder, [key]);
  }
  return [...folders].map(([folder, found]) => listedLife(folder, found));
}

/** Of one decision; undefined where nothing happened to it. */
export async function listLife(objects: Pick<Objects, 'list'>, decisionId: string): Promise<ListedLife | undefined> {
  const folder = prefixes.eventsOf(decisionId);
  const found = await keysBelow(objects, folder);
  return found.length > 0 ? listedLife(folder, found) : undefined;
}

function listedLife(folder: string, found: readonly string[]): ListedLife {
  const named = namesOf(found);
  return { folder, status: statusAfter(named), keys: named.map(({ key }) => key) };
}

async function keysBelow(objects: Pick<Objects, 'list'>, folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of objects.list(folder)) found.push(key);
  return found;
}

/** Of any decision, by its id. */
export function statusesOf(lives: readonly ListedLife[]): (decisionId: string) => DecisionStatus {
  const statuses = new Map(lives.map(({ folder, status }) => [folder, status]));
  return (decisionId) => statuses.get(prefixes.eventsOf(decisionId)) ?? 'proposed';
}

export async function lifeOf(objects: Pick<Objects, 'get'>, found: readonly string[]): Promise<DecisionLife> {
  const named = namesOf(found);
  const events = await Promise.all(named.map(({ key }) => readEvent(objects, key)));
  return { status: statusAfter(named), events };
}

export async function readEvent(objects: Pick<Objects, 'get'>, key: string): Promise<DecisionEvent> {
  const stored = await objects.get(key);
  return parseStored(key, stored?.body ?? new Uint8Array(), decisionEvent);
}

/** Other objects of the folder are no events. */
const namesOf = (found: readonly string[]): (EventName & { key: string })[] =>
  found
    .flatMap((key) => {
      const [, number, name] = /\/(\d+)-([a-z_]+)\.json$/.exec(key) ?? [];
      const event = decisionEvents.find((each) => each === name);
      return event ? [{ key, number: Number(number), event }] : [];
    })
    .toSorted(inOrder);

export type NewEvent = Omit<DecisionEvent, 'number' | 'at'>;

/** Adds what happened next. Undefined where someone else recorded an event at the same moment first: read its life again. */
export async function addEvent(
  objects: Objects,
  life: DecisionLife,
  event: NewEvent,
  at: Date,
): Promise<DecisionLife | undefined> {
  const number = (life.events.at(-1)?.number ?? 0) + 1;
  const whole = decisionEvent.parse({ ...event, number, at: at.toISOString() });
  const key = keys.decisionEvent(event.decision_id, number, event.event);
  if (!(await createIfAbsent(objects, key, encodeJson(whole)))) return undefined;
  const next = await readLife(objects, event.decision_id);
  return next.events.filter((each) => each.number === number).length === 1 ? next : undefined;
}
