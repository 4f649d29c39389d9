import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withFileLock } from '../../../adapters/local/file-lock.ts';
import { firstOutput, kill, startChild } from './child.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();

test('one at a time holds a lock, also when all find it left by a killed process', async () => {
  const lock = join(await newFolder(), 'k.lock');
  const child = startChild('hold-lock', lock);
  expect(await firstOutput(child)).toBe('held');
  await kill(child);
  expect(await mostAtOnce(lock)).toBe(1);
});

test('a lock whose remover was killed too is removed all the same', async () => {
  const folder = await newFolder();
  const lock = join(folder, 'k.lock');
  await killedHolder(lock);
  const [, , ticket] = (await readFile(lock, 'utf8')).split(' ');
  await killedHolder(join(folder, `.${ticket}.lock`));
  expect(await mostAtOnce(lock)).toBe(1);
  expect((await readdir(folder)).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('a living holder is waited for, then named', async () => {
  const lock = join(await newFolder(), 'k.lock');
  const child = startChild('hold-lock', lock);
  expect(await firstOutput(child)).toBe('held');
  const attempt = withFileLock(lock, async () => 'work', { waitSeconds: 0.05 });
  await expect(attempt).rejects.toThrow(`The lock ${lock} is held by process ${child.pid} on `);
  await kill(child);
});

test('a lock of another machine, or of no known form, is never taken away', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'foreign.lock'), 'other-host 1 00000000-0000-4000-8000-000000000000');
  await writeFile(join(folder, 'strange.lock'), '');
  for (const [name, holder] of [
    ['foreign.lock', 'process 1 on other-host'],
    ['strange.lock', 'another process'],
  ] as const) {
    const lock = join(folder, name);
    await expect(withFileLock(lock, async () => 'work', { waitSeconds: 0.05 })).rejects.toMatchObject({
      message: `The lock ${lock} is held by ${holder}; waited 0.05 s`,
      remedy: `Let that process finish, then try again. If it is not a process of this program, delete ${lock}.`,
    });
  }
});

test('a lock is let go when the work fails', async () => {
  const lock = join(await newFolder(), 'k.lock');
  await expect(withFileLock(lock, () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
  expect(await withFileLock(lock, async () => 'work')).toBe('work');
});

async function killedHolder(lock: string): Promise<void> {
  const child = startChild('hold-lock', lock);
  await firstOutput(child);
  await kill(child);
}

async function mostAtOnce(lock: string): Promise<number> {
  let now = 0;
  let most = 0;
  const hold = () =>
    withFileLock(lock, async () => {
      most = Math.max(most, ++now);
      await sleep(2);
      now--;
    });
  await Promise.all(Array.from({ length: 20 }, hold));
  return most;
}
