/** How long ago each account was collected whole, from the collector's cursors. */

import { cursorSchema } from '../../collect/collection/cursor.ts';
import { keys, prefixes } from '../../contracts/keys.ts';
import { msPerHour } from '../../domain/calendar.ts';
import { counted, plural } from '../../domain/language.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Condition } from '../../running/digest.ts';
import { readDocument } from '../../running/documents.ts';

export interface AccountFreshness {
  account: string;
  /** Hours since its newest whole pull; null when it was never collected whole. */
  hours: number | null;
}

/** Of the accounts that the settings name, or else of all that were ever begun. */
export async function freshnessOf(
  objects: ObjectStore,
  platform: string,
  named: readonly string[] | undefined,
  now: Date,
): Promise<AccountFreshness[]> {
  const cursors =
    named?.map((account) => keys.collectorCursor(platform, account)) ?? (await allCursors(objects, platform));
  const found: AccountFreshness[] = [];
  for (const [index, key] of cursors.entries()) {
    const cursor = await readDocument(objects, key, cursorSchema);
    const at = cursor?.collected_at ?? cursor?.collected_through;
    const hours = at ? Math.round((10 * (now.getTime() - Date.parse(at))) / msPerHour) / 10 : null;
    found.push({ account: named?.[index] ?? cursor?.account ?? key, hours });
  }
  return found;
}

async function allCursors(objects: ObjectStore, platform: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of objects.list(prefixes.collectors(platform)))
    if (key.endsWith('/cursor.json')) found.push(key);
  return found;
}

/** The longest wait; null when no account was ever collected. */
export function longestWait(accounts: readonly AccountFreshness[]): number | null {
  const hours = accounts.flatMap((each) => (each.hours === null ? [] : [each.hours]));
  return hours.length === 0 ? null : Math.max(...hours);
}

/** A message is read, not searched. */
const shownAccounts = 5;

/** One condition for all accounts; more of them is worse. */
export function freshnessCondition(
  accounts: readonly AccountFreshness[],
  staleAfterHours: number,
): Condition | undefined {
  const stale = accounts.filter(({ hours }) => hours === null || hours > staleAfterHours);
  if (stale.length === 0) return undefined;
  const shown = stale
    .slice(0, shownAccounts)
    .map(({ account, hours }) => `${account} (${hours === null ? 'never' : `${hours} h ago`})`);
  const more = stale.length > shownAccounts ? ` and ${stale.length - shownAccounts} more` : '';
  return {
    id: 'freshness',
    severity: 'error',
    level: stale.length,
    repeats: true,
    title: `${stale.length} of ${counted(accounts.length, 'account')} ${plural(stale.length, 'has', 'have')} had no complete pull for more than ${counted(staleAfterHours, 'hour')}: ${shown.join(', ')}${more}`,
    remedy:
      'Find out why the collector fails: read its log, then "Account … was not collected" in docs/runbook.md. To stop collecting an account, list only the others in linkedin.accounts.',
  };
}
