/**
 * One holder at a time, among the promises of a process and among processes. Node has no flock, so a lock is a file that
 * names its holder: written beside first, then linked to its name, because link(2) fails where there is a file already, and
 * so the file is never there without its content (with `wx` a process killed in between would leave an empty lock, of which
 * nobody knows whether its holder lives).
 *
 * A holder that was killed leaves its file. Whoever finds its process gone removes it, under a second lock named after that
 * one ticket: so a lock is only removed while it surely is the dead one, and never the next holder's, taken meanwhile.
 *
 * A process on another machine (or in another container) cannot be seen, and a process number may be in use again after a
 * restart: such a lock is taken for alive, waited for, and named in the error.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdsError } from '../../core/errors.ts';
import { hasCode, meansAbsent } from './disk-error.ts';
import { partIn, writeDurably } from './durable-file.ts';

interface Holder {
  host: string;
  pid: number;
  ticket: string;
}

/** A lock is held for milliseconds: to compare a version and to rename a file that is already written. */
const defaultWaitSeconds = 30;

const pollMs = { least: 1, most: 15 };

/** Runs `work` while no one else holds the lock file `path`. Waits for its turn; an AdsError says who did not let go. */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  { waitSeconds = defaultWaitSeconds } = {},
): Promise<T> {
  await acquire(path, waitSeconds);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string, waitSeconds: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const ticket = partIn(dirname(path));
  try {
    await writeDurably(ticket, Buffer.from(`${hostname()} ${process.pid} ${randomUUID()}`));
    await waitForTurn(path, ticket, waitSeconds);
  } finally {
    await rm(ticket, { force: true });
  }
}

async function waitForTurn(path: string, ticket: string, waitSeconds: number): Promise<void> {
  const waitUntil = performance.now() + waitSeconds * 1000;
  while (!(await linked(ticket, path))) {
    const holder = await holderOf(path);
    if (holder && isGone(holder)) await removeDead(path, holder, waitSeconds);
    else if (performance.now() > waitUntil) throw stillHeld(path, holder, waitSeconds);
    else await sleep(pollMs.least + Math.random() * (pollMs.most - pollMs.least));
  }
}

async function linked(ticket: string, path: string): Promise<boolean> {
  try {
    await link(ticket, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Undefined when it was let go just now, or is no lock of ours. */
async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (meansAbsent(error)) return '';
    throw error;
  });
  const [, host, pid, ticket] = /^(\S+) (\d+) ([0-9a-f-]{36})$/.exec(text) ?? [];
  return host && pid && ticket ? { host, pid: Number(pid), ticket } : undefined;
}

function isGone({ host, pid }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return hasCode(error, 'ESRCH');
  }
}

async function removeDead(path: string, dead: Holder, waitSeconds: number): Promise<void> {
  const remover = join(dirname(path), `.${dead.ticket}.lock`);
  const removeIfStillThere = async () => {
    if ((await holderOf(path))?.ticket === dead.ticket) await rm(path, { force: true });
  };
  await withFileLock(remover, removeIfStillThere, { waitSeconds });
}

function stillHeld(path: string, holder: Holder | undefined, waitSeconds: number): AdsError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new AdsError(
    `The lock ${path} is held by ${who}; waited ${waitSeconds} s`,
    `Let that process finish, then try again. If it is not a process of this program, delete ${path}.`,
  );
}
