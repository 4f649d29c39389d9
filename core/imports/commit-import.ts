import { type Grain, type ImportedAccount, type ImportRecord, importedAccount, type Platform } from '../contracts.ts';
import { ImportRefusedError } from '../errors.ts';
import { keys } from '../keys.ts';
import type { ObjectStore, PutCondition } from '../ports.ts';
import { encodeJson, parseStored } from '../stored-json.ts';

export interface KnownAccount {
  key: string;
  account: ImportedAccount | undefined;
  condition: PutCondition;
}

/** What earlier imports said about the accounts of a file. Throws ImportRefusedError when the file is of the other grain. */
export async function knownAccounts(
  objects: ObjectStore,
  file: string,
  { platform, accounts, grain }: { platform: Platform; accounts: readonly string[]; grain: Grain },
): Promise<KnownAccount[]> {
  const known = await Promise.all(accounts.map((id) => readAccount(objects, platform, id)));
  const other = known.find(({ account }) => account !== undefined && account.grain !== grain)?.account;
  if (!other) return known;
  throw new ImportRefusedError(
    file,
    `it is an export per ${rowOf(grain)}, but account "${other.account_id}" was imported per ${rowOf(other.grain)}; together they would count spend twice`,
    `Export it per ${rowOf(other.grain)}, or keep it apart with another --account or --data-dir.`,
  );
}

const rowOf = (grain: Grain): string => (grain === 'creative' ? 'ad' : 'campaign');

async function readAccount(objects: ObjectStore, platform: Platform, id: string): Promise<KnownAccount> {
  const key = keys.importedAccount(platform, id);
  const stored = await objects.get(key);
  return stored
    ? { key, account: parseStored(key, stored.body, importedAccount), condition: { ifMatch: stored.etag } }
    : { key, account: undefined, condition: { ifNoneMatch: '*' } };
}

/** The same content read in the same way, whenever and under whatever name. */
export function fingerprint({
  sha256,
  platform,
  mapping,
  dialect,
  numbers,
  dates,
  currency,
  accounts,
}: ImportRecord): string {
  return JSON.stringify([sha256, platform, mapping, dialect, numbers, dates, currency.code, accounts]);
}

/** True when this very file was the last thing imported into each of its accounts: doing it again would change nothing. */
export const isRepeated = (record: ImportRecord, known: readonly KnownAccount[]): boolean =>
  known.every(({ account }) => account?.last_fingerprint === fingerprint(record));

export interface ImportParts {
  record: ImportRecord;
  rows: AsyncIterable<Uint8Array>;
  /** Gzipped NDJSON; undefined when nothing was rejected. */
  quarantine: Uint8Array | undefined;
  known: readonly KnownAccount[];
}

/**
 * Stores an import beside its original. The rows come last of what counts: until they are there the import has not happened, and
 * a run that was killed before can simply be repeated.
 */
export async function commitImport(
  objects: ObjectStore,
  { record, rows, quarantine, known }: ImportParts,
): Promise<void> {
  const at = new Date(record.imported_at);
  const { platform, run_id: runId } = record;
  if (quarantine) await objects.put(keys.quarantine(platform, at, runId), quarantine);
  await objects.put(keys.importMapping(platform, at, runId), encodeJson(record));
  await objects.put(keys.importRows(platform, at, runId), rows);
  for (const [index, { key, condition }] of known.entries()) {
    const account: ImportedAccount = {
      platform,
      account_id: record.accounts[index] as string,
      grain: record.grain,
      last_run_id: runId,
      last_fingerprint: fingerprint(record),
    };
    await objects.put(key, encodeJson(account), condition);
  }
}
