/** What the score of an account is made of, read from the warehouse and the quarantine. */
import { z } from 'zod';
import { importRecord } from '../../contracts/imports.ts';
import { dateOf, keys, pullOf, runIdOf } from '../../contracts/keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { parseStored } from '../../running/documents.ts';
import { ask, askOne } from '../../sql/ask.ts';
import { accountColumns, count, day, instant } from '../../sql/columns.ts';
import { countRejected } from '../quarantine/open-records.ts';

const qualityRow = z.object({
  ...accountColumns,
  /** Whether the API gives it: files have neither a schedule nor totals to be held against. */
  is_pulled: z.boolean(),
  first_day: day,
  last_day: day,
  facts: count,
  /** Facts of creatives or campaigns that no list names. */
  facts_of_unknown: count,
  facts_without_currency: count,
  /** Newest observation of the account; null when none is known. */
  observed_at: instant.nullable(),
  /** Days between its files that no file has, and the first of them. */
  unseen_days: count,
  first_unseen_day: day.nullable(),
  /** Finished days that have the platform's own totals beside them, and those of them that agree. */
  compared_days: count,
  reconciled_days: count,
});

export interface AccountFacts extends z.infer<typeof qualityRow> {
  /** Rows in quarantine. */
  rejected: number;
}

export async function readAccountFacts({
  warehouse,
  objects,
}: Pick<StageDeps, 'warehouse' | 'objects'>): Promise<AccountFacts[]> {
  const rejected = await rejectedByAccount(objects);
  const rows = await ask(warehouse, 'queries/process/account_quality', qualityRow);
  return rows.map((row) => ({ ...row, rejected: rejected.get(accountName(row.platform, row.account_id)) ?? 0 }));
}

/** The demo's data has a clock of its own, which stands still between its runs: there, ages are measured from the newest observation. */
export async function dataClock({
  warehouse,
  simulated,
  now,
}: Pick<StageDeps, 'simulated' | 'now'> & { warehouse: Pick<Warehouse, 'rows'> }): Promise<Date> {
  if (!simulated) return now();
  const newest = z.object({ observed_at: instant.nullable() });
  return (await askOne(warehouse, 'queries/process/newest_observation', newest)).observed_at ?? now();
}

const accountName = (platform: string, account: string): string => `${platform} ${account}`;

/** A pull's object names its account, an import's has it in the mapping. A file of several accounts counts for each of them. */
async function rejectedByAccount(objects: ObjectStore): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const { key, rejected } of (await countRejected(objects)).objects) {
    for (const account of await accountsOf(key, objects)) sums.set(account, (sums.get(account) ?? 0) + rejected);
  }
  return sums;
}

async function accountsOf(quarantineKey: string, objects: ObjectStore): Promise<string[]> {
  const platform = /\/platform=([^/]+)\//.exec(quarantineKey)?.[1] ?? '';
  const runId = decodeURIComponent(runIdOf(quarantineKey));
  const pull = pullOf(runId);
  if (pull) return [accountName(platform, pull.account)];
  const mapping = keys.importMapping(platform, new Date(dateOf(quarantineKey)), runId);
  const stored = await objects.get(mapping);
  if (!stored) return [];
  return parseStored(mapping, stored.body, importRecord).accounts.map((account) => accountName(platform, account));
}
