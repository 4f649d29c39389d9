import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../core/errors.ts';

/** The path of a file that is there and can be read. */
export async function existingFile(named: string): Promise<string> {
  const path = resolve(named);
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    if ((await file.stat()).isDirectory())
      throw new UsageError(`${named} is a folder, not a file`, 'Name the files in it, for instance with *.csv.');
    return path;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(
      isAbsent ? `There is no file ${named}` : `${named} cannot be read: ${(error as Error).message}`,
      isAbsent ? 'Check the path. If it contains spaces, put it in quotes.' : 'Check its permissions and try again.',
      { cause: error },
    );
  } finally {
    await file?.close();
  }
}
