import { type DataKind, dataFolder } from '../../core/contracts/data-folder.ts';
import { keys } from '../../core/contracts/keys.ts';
import { DataFolderError } from '../../core/errors.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { createIfAbsent, encodeJson, parseStored } from '../../core/running/documents.ts';

/** Of everything that a data folder holds; raised when a release stores something differently. */
const dataFolderVersion = 2;

const described: Record<DataKind, string> = {
  simulated: 'the simulated data of the demo',
  real: 'real data',
};

/**
 * Reads what a folder holds, or marks a new one. Simulated and real data never meet: a command for one refuses a folder of the
 * other. Without a kind the folder must be there already.
 */
export async function claimDataFolder(
  objects: ObjectStore,
  path: string,
  kind: DataKind | undefined,
): Promise<{ kind: DataKind }> {
  const stored = await objects.get(keys.dataFolder);
  if (!stored) return { kind: await mark(objects, path, kind) };
  const folder = parseStored(keys.dataFolder, stored.body, dataFolder);
  if (folder.schema_version > dataFolderVersion) {
    throw new DataFolderError(
      `${path} was written by a newer release`,
      'Update this program, or choose another folder with --data-dir.',
    );
  }
  if (folder.schema_version < dataFolderVersion) {
    throw new DataFolderError(
      `${path} was written by an older release, which stored data differently`,
      'Delete the folder of the demo and run npm start again. For your own data, import your files again with another --data-dir: the originals are below raw/imports/ of the old folder.',
    );
  }
  if (kind !== undefined && folder.kind !== kind) {
    throw new DataFolderError(
      `${path} holds ${described[folder.kind]} and cannot take ${kind} data`,
      'Choose another folder with --data-dir: the demo uses .local/demo, your own data .local/data.',
    );
  }
  return folder;
}

async function mark(objects: ObjectStore, path: string, kind: DataKind | undefined): Promise<DataKind> {
  if (kind === undefined) {
    throw new DataFolderError(
      `There is no data in ${path} yet`,
      'Import an export first (npm run ads -- import FILE), or name the right folder with --data-dir. The demo is in .local/demo.',
    );
  }
  const body = encodeJson({ kind, schema_version: dataFolderVersion });
  if (await createIfAbsent(objects, keys.dataFolder, body)) return kind;
  // Another command was first; what it wrote counts.
  return (await claimDataFolder(objects, path, kind)).kind;
}
