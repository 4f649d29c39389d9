/** What the newest list of an account names: an ad with figures that it does not name was deleted. */

import { prefixes, pullOf, runIdOf } from '../../contracts/keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { linesOf } from '../../running/gzip.ts';

export interface Listed {
  creatives: ReadonlySet<string>;
  campaigns: ReadonlySet<string>;
}

/** Accounts that were never listed, as those of imports, are absent. */
export async function newestLists(
  objects: ObjectStore,
  platform: string,
  accounts: readonly string[],
): Promise<Map<string, Listed>> {
  const newest = new Map<string, string>();
  for await (const { key } of objects.list(`${prefixes.entities}platform=${platform}/`)) {
    const account = pullOf(decodeURIComponent(runIdOf(key)))?.account;
    // Keys are in the order of time.
    if (account !== undefined && accounts.includes(account)) newest.set(account, key);
  }
  const lists = new Map<string, Listed>();
  for (const [account, key] of newest) {
    const stored = await objects.get(key);
    if (stored) lists.set(account, listedIn((await linesOf(stored.body)) as EntityRow[]));
  }
  return lists;
}

interface EntityRow {
  kind: string;
  creative_id?: string;
  campaign_id?: string;
}

const listedIn = (rows: readonly EntityRow[]): Listed => ({
  creatives: new Set(rows.flatMap(({ kind, creative_id: id }) => (kind === 'creative' && id ? [id] : []))),
  campaigns: new Set(rows.flatMap(({ kind, campaign_id: id }) => (kind === 'campaign' && id ? [id] : []))),
});
