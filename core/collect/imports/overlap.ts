import { prefixes } from '../../contracts/keys.ts';
import { AdsError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/** The API knows accounts by digits. Exports name them in words, or not at all: such a one may be any. */
const mayBeAny = (account: string): boolean => !/^\d+$/.test(account);

/** The same account by export and by API: their ads have other ids, so every day would count twice. */
class AccountOverlapError extends AdsError {
  constructor(platform: string, account: string, isImport: boolean) {
    super(
      isImport
        ? `This data folder collects ${platform} through its API; account "${account}" may be one of those accounts, and importing its export would count spend twice`
        : `Exports of ${platform} account "${account}" were imported into this data folder; collecting it as well would count spend twice`,
      isImport
        ? 'Import into another --data-dir. If the file is from an account that is not collected, give the number of that account with --account.'
        : 'Collect into another --data-dir.',
    );
  }
}

/** Throws AccountOverlapError when one of the accounts to be imported is, or may be, collected already. */
export async function assertNotCollected(
  objects: ObjectStore,
  platform: string,
  accounts: readonly string[],
): Promise<void> {
  const collected = await accountsBelow(objects, prefixes.collectors(platform), '/cursor.json');
  const overlap = collected.size === 0 ? undefined : accounts.find((id) => mayBeAny(id) || collected.has(id));
  if (overlap !== undefined) throw new AccountOverlapError(platform, overlap, true);
}

/** Throws AccountOverlapError when one of the accounts to be collected was, or may have been, imported. */
export async function assertNotImported(
  objects: ObjectStore,
  platform: string,
  accounts: readonly string[],
): Promise<void> {
  const imported = await accountsBelow(objects, prefixes.importedAccounts(platform), '.json');
  const overlap = [...imported].find((id) => mayBeAny(id) || accounts.includes(id));
  if (overlap !== undefined) throw new AccountOverlapError(platform, overlap, false);
}

async function accountsBelow(objects: ObjectStore, prefix: string, ending: string): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { key } of objects.list(prefix)) {
    if (key.endsWith(ending)) found.add(decodeURIComponent(key.slice(prefix.length, -ending.length)));
  }
  return found;
}
