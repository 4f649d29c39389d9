import { type ImportedAccount, type ImportRecord, importedAccount } from '../../contracts/imports.ts';
import { keys } from '../../contracts/keys.ts';
import type { Grain, Platform } from '../../contracts/values.ts';
import { ImportRefusedError, ObjectConflictError } from '../../errors.ts';
import type { ObjectStore, PutCondition } from '../../ports/object-store.ts';
import { encodeJson, parseStored, replaceIfUnchanged, unchangedSince } from '../../running/documents.ts';
import { assertNotCollected } from './overlap.ts';

export interface KnownAccount {
  key: string;
  account: ImportedAccount | undefined;
  condition: PutCondition;
}

interface FileOf {
  file: string;
  platform: Platform;
  accounts: readonly string[];
  grain: Grain;
}

/** What earlier imports said about the accounts of a file. Throws ImportRefusedError when the file is of the other grain, AccountOverlapError when the API gives the account. */
export async function knownAccounts(objects: ObjectStore, of: FileOf): Promise<KnownAccount[]> {
  await assertNotCollected(objects, of.platform, of.accounts);
  return Promise.all(of.accounts.map((id) => knownAccount(objects, of, id)));
}

async function knownAccount(
  objects: ObjectStore,
  { file, platform, grain }: FileOf,
  id: string,
): Promise<KnownAccount> {
  const known = await readAccount(objects, platform, id);
  const other = known.account?.grain;
  if (other === undefined || other === grain) return known;
  throw new ImportRefusedError(
    file,
    `it has one row per ${rowOf(grain)}, but account "${id}" was imported with one row per ${rowOf(other)}; together they would count spend twice`,
    `Export it per ${rowOf(other)}, or keep it separate with another --account or --data-dir.`,
  );
}

const rowOf = (grain: Grain): string => (grain === 'creative' ? 'ad' : 'campaign');

async function readAccount(objects: ObjectStore, platform: Platform, id: string): Promise<KnownAccount> {
  const key = keys.importedAccount(platform, id);
  const stored = await objects.get(key);
  const account = stored && parseStored(key, stored.body, importedAccount);
  return { key, account, condition: unchangedSince(stored) };
}

/** The same content read in the same way, whenever and under whatever name. */
function fingerprint({
  sha256,
  platform,
  mapping,
  dialect,
  numbers,
  dates,
  currency,
  accounts,
  counts,
}: ImportRecord): string {
  // The counts too: a newer release may read more of the same file, and then it is worth importing again.
  const read = [counts.accepted, counts.rejected];
  return JSON.stringify([sha256, platform, mapping, dialect, numbers, dates, currency.code, accounts, read]);
}

/** True when this very file was the last thing imported into each of its accounts: doing it again would change nothing. */
export const isRepeated = (record: ImportRecord, known: readonly KnownAccount[]): boolean =>
  known.length > 0 && known.every(({ account }) => account?.last_fingerprint === fingerprint(record));

export interface ImportParts {
  record: ImportRecord;
  rows: AsyncIterable<Uint8Array>;
  /** Gzipped NDJSON; undefined when nothing was rejected. */
  quarantine: Uint8Array | undefined;
}

/**
 * Stores an import beside its original. The accounts are claimed first, so that of two imports at once only one grain gets in; the
 * rows come last of what counts: until they are there the import has not happened, and a run that was killed can be repeated.
 */
export async function commitImport(objects: ObjectStore, { record, rows, quarantine }: ImportParts): Promise<void> {
  const at = new Date(record.imported_at);
  const { platform, run_id: runId } = record;
  await claimAccounts(objects, record);
  if (quarantine) await objects.put(keys.quarantine(platform, at, runId), quarantine);
  await objects.put(keys.importMapping(platform, at, runId), encodeJson(record));
  await objects.put(keys.importRows(platform, at, runId), rows);
  const last = fingerprint(record);
  for (const id of record.accounts) {
    await updateAccount(objects, record, id, (account) =>
      // Run ids sort by time: of two imports at once the later one is the last.
      account && account.last_fingerprint !== '' && account.last_run_id > runId
        ? account
        : { ...claim(record, id), last_fingerprint: last },
    );
  }
}

/** Marks the accounts of a file as imported, at its grain, where they are not. Throws as `knownAccounts` does. */
export async function claimAccounts(objects: ObjectStore, record: ImportRecord): Promise<void> {
  for (const id of record.accounts) await updateAccount(objects, record, id, (account) => account ?? claim(record, id));
}

const claim = ({ platform, grain, run_id: runId }: ImportRecord, id: string): ImportedAccount => ({
  platform,
  account_id: id,
  grain,
  last_run_id: runId,
  last_fingerprint: '',
});

/** Reads, changes and writes an account's state, again when another import was faster. */
async function updateAccount(
  objects: ObjectStore,
  record: ImportRecord,
  id: string,
  change: (account: ImportedAccount | undefined) => ImportedAccount,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { key, account, condition } = await knownAccount(objects, record, id);
    const changed = change(account);
    if (changed === account) return;
    if (await replaceIfUnchanged(objects, key, encodeJson(changed), condition)) return;
    if (attempt === mostAttempts) throw new ObjectConflictError(key);
  }
}

const mostAttempts = 20;
