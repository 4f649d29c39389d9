import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { msPerDay } from '../../core/domain/calendar.ts';
import { hasCode } from './disk-error.ts';

/** Ours alone: a person's `film.part` is not touched. */
const partName = /^\.[0-9a-f-]{36}\.part$/;

/** A put that has not grown its part for a day is dead; a live one grows it all the time. */
const leftoverAfterMs = msPerDay;

/** Each attempt is lost only to a delete that removes the emptied folder in the microseconds between two calls. */
const moveAttempts = 100;

/** A name in the folder that nobody else uses and that `removeLeftovers` knows. */
export function partIn(folder: string): string {
  return join(folder, `.${randomUUID()}.part`);
}

/** Writes a new file chunk by chunk and waits until the disk has it. `mode` holds from the first byte on. */
export async function writeDurably(
  file: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  mode = 0o666,
): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await writeFile(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Renames a finished part to where it belongs, over what is there; makes the folders on the way. */
export async function moveInto(part: string, file: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(dirname(file), { recursive: true });
      await rename(part, file);
      break;
    } catch (error) {
      if (attempt === moveAttempts || !hasCode(error, 'ENOENT')) throw error;
    }
  }
  await syncFolder(dirname(file));
}

/** Like `moveInto`, but never over what is there: false then, and the part stays. */
export async function placeNew(part: string, file: string): Promise<boolean> {
  try {
    // A second name for the same content, which the disk refuses where the name is taken; a rename would take it.
    await link(part, file);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    // A disk without second names, such as a USB stick.
    if (await stat(file).catch(() => undefined)) return false;
    await moveInto(part, file);
    return true;
  }
  await unlink(part);
  await syncFolder(dirname(file));
  return true;
}

/** Waits until the disk has a file that somebody else wrote. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** Without it a power cut may undo the rename. Windows cannot open folders, and a deleter may just have removed this one. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'EPERM', 'EISDIR', 'EINVAL')) throw error;
  }
}

/** Removes the parts that killed processes left in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => partName.test(each))) {
    const file = join(folder, name);
    const touched = await stat(file).catch(() => undefined);
    if (touched && Date.now() - touched.mtimeMs > leftoverAfterMs) await rm(file, { force: true });
  }
}
