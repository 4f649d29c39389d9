import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AdsError } from '../../core/errors.ts';
import type { Secret, SecretStore } from '../../core/ports/secret-store.ts';
import { hasCode } from './disk-error.ts';
import { moveInto, partIn, removeLeftovers, writeDurably } from './durable-file.ts';
import { withFileLock } from './file-lock.ts';

type Secrets = Record<string, Secret>;

const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;
const groupAndOthers = 0o077;

/**
 * Secrets in one JSON file, `{ "<name>": { "<field>": "<value>" } }`, that only its owner can read; a file that others can
 * read is refused. No error holds a value, so none keeps the parser's error as its cause: that one quotes the text.
 */
export function localSecrets(file: string): SecretStore {
  return {
    read: async (name) => {
      const secrets = await readSecrets(file);
      return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    },
    write: async (name, secret) => {
      await mkdir(dirname(file), { recursive: true, mode: ownerOnlyFolder });
      await removeLeftovers(dirname(file));
      await withFileLock(`${file}.lock`, async () =>
        replaceSecrets(file, { ...(await readSecrets(file)), [name]: secret }),
      );
    },
  };
}

async function readSecrets(file: string): Promise<Secrets> {
  const text = await readPrivately(file);
  if (text === undefined) return {};
  const secrets = parsed(text);
  if (isSecrets(secrets)) return secrets;
  throw new AdsError(
    `The secrets file ${file} is not valid: it must be a JSON object of objects of strings`,
    `Fix ${file}, or delete it and enter the secrets again.`,
  );
}

/** Checks the very file that it then reads, not a name that may mean another file a moment later. */
async function readPrivately(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r').catch((error) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    assertPrivate(file, (await handle.stat()).mode);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Windows has no such bits: there every file looks open. */
function assertPrivate(file: string, mode: number): void {
  if (process.platform === 'win32' || (mode & groupAndOthers) === 0) return;
  throw new AdsError(
    `The secrets file ${file} can be read by other users of this machine (mode ${(mode & 0o777).toString(8)})`,
    `Run: chmod 600 '${file}'  If others use this machine, replace the secrets too.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSecrets(value: unknown): value is Secrets {
  return isObject(value) && Object.values(value).every((each) => isObject(each) && Object.values(each).every(isString));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

async function replaceSecrets(file: string, secrets: Secrets): Promise<void> {
  const part = partIn(dirname(file));
  try {
    await writeDurably(part, Buffer.from(`${JSON.stringify(secrets, null, 2)}\n`), ownerOnlyFile);
    await moveInto(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
