/** Sends the news of one check in a single message, and remembers what was sent. */

import { keys } from '../contracts/keys.ts';
import { StoredDataError } from '../errors.ts';
import type { Notification } from '../ports/notifier.ts';
import type { ObjectStore, PutCondition } from '../ports/object-store.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { type AlertStates, alertStates, type Condition, type Digest, digest } from './digest.ts';
import { encodeJson, parseStored, replaceIfUnchanged, unchangedSince } from './documents.ts';

export interface Announcement {
  /** The stage that checks: its states are its own. */
  stage: string;
  /** First words of the subject. */
  about: string;
  conditions: readonly Condition[];
  /** Good news, sent each time. */
  done?: readonly string[];
  coolDownHours: number;
  settleHours: number;
  /** Ids of conditions that could not be checked. */
  unseen?: readonly string[];
}

/**
 * Sends nothing when there is no news. The message goes before the states are stored: a check that dies between the two sends the
 * news again rather than never. Returns how many entries were news.
 */
export async function announce(
  { stage, about, conditions, done = [], ...timing }: Announcement,
  { objects, notifier, now }: Pick<StageDeps, 'objects' | 'notifier' | 'now'>,
): Promise<number> {
  const known = await readStates(objects, stage);
  const found = digest(conditions, known.states, { ...timing, now: now() });
  const entries = found.news.length + found.over.length + done.length;
  if (entries > 0) await notifier.notify(message(about, found, done));
  await storeStates(objects, stage, found.next, known);
  return entries;
}

interface KnownStates {
  states: AlertStates;
  condition: PutCondition;
}

async function readStates(objects: ObjectStore, stage: string): Promise<KnownStates> {
  const key = keys.alertStates(stage);
  const stored = await objects.get(key);
  const condition = unchangedSince(stored);
  if (!stored) return { states: {}, condition };
  try {
    return { states: parseStored(key, stored.body, alertStates), condition };
  } catch (error) {
    // Better to send twice than to stay silent for good.
    if (error instanceof StoredDataError) return { states: {}, condition };
    throw error;
  }
}

async function storeStates(
  objects: ObjectStore,
  stage: string,
  next: AlertStates,
  { states, condition }: KnownStates,
): Promise<void> {
  if (JSON.stringify(next) === JSON.stringify(states)) return;
  // Where another check ran at the same moment, what it remembers is enough.
  await replaceIfUnchanged(objects, keys.alertStates(stage), encodeJson(next), condition);
}

function message(about: string, { news, standing, over }: Digest, done: readonly string[]): Notification {
  const titles = [...news.map(({ title }) => title), ...done, ...over.map((title) => `resolved: ${title}`)];
  const more = titles.length > 1 ? ` (and ${titles.length - 1} more)` : '';
  return {
    severity: news.some(({ severity }) => severity === 'error') ? 'error' : news.length > 0 ? 'warning' : 'info',
    subject: `${about}: ${titles[0]}${more}`,
    body: [
      ...news.flatMap(({ title, remedy }) => [title, `  What to do: ${remedy}`]),
      ...done,
      ...over.map((title) => `Resolved: ${title}`),
      ...standing.map(({ title }) => `Still open: ${title}`),
    ].join('\n'),
  };
}
