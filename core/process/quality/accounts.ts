/** What the score of an account is made of, read from the warehouse and the quarantine. */
import { importRecord } from '../../contracts/imports.ts';
import { dateOf, keys, pullOf, runIdOf } from '../../contracts/keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { parseStored } from '../../running/documents.ts';
import { countRejected } from '../quarantine/open-records.ts';

export interface AccountFacts {
  platform: string;
  account_id: string;
  /** Whether the API gives it: files have neither a schedule nor totals to be held against. */
  is_pulled: boolean;
  first_day: string;
  last_day: string;
  facts: number;
  /** Facts of creatives or campaigns that no list names. */
  facts_of_unknown: number;
  facts_without_currency: number;
  /** Rows in quarantine. */
  rejected: number;
  /** Newest observation of the account; null when none is known. */
  observed_at: Date | null;
  /** Days between its files that no file has, and the first of them. */
  unseen_days: number;
  first_unseen_day: string | null;
  /** Finished days that have the platform's own totals beside them, and those of them that agree. */
  compared_days: number;
  reconciled_days: number;
}

export async function readAccountFacts({
  warehouse,
  objects,
}: Pick<StageDeps, 'warehouse' | 'objects'>): Promise<AccountFacts[]> {
  const rejected = await rejectedByAccount(objects);
  return (await warehouse.rows('queries/process/account_quality')).map((row) => {
    const platform = String(row.platform);
    const account_id = String(row.account_id);
    return {
      platform,
      account_id,
      is_pulled: row.is_pulled === true,
      first_day: String(row.first_day),
      last_day: String(row.last_day),
      facts: Number(row.facts),
      facts_of_unknown: Number(row.facts_of_unknown),
      facts_without_currency: Number(row.facts_without_currency),
      rejected: rejected.get(accountName(platform, account_id)) ?? 0,
      observed_at: row.observed_at ? instantOf(String(row.observed_at)) : null,
      unseen_days: Number(row.unseen_days),
      first_unseen_day: row.first_unseen_day ? String(row.first_unseen_day) : null,
      compared_days: Number(row.compared_days),
      reconciled_days: Number(row.reconciled_days),
    };
  });
}

/** The demo's data has a clock of its own, which stands still between its runs: there, ages are measured from the newest observation. */
export async function dataClock({
  warehouse,
  simulated,
  now,
}: Pick<StageDeps, 'simulated' | 'now'> & { warehouse: Pick<Warehouse, 'rows'> }): Promise<Date> {
  if (!simulated) return now();
  const [row] = await warehouse.rows('queries/process/newest_observation');
  return row?.observed_at ? instantOf(String(row.observed_at)) : now();
}

/** The warehouse's timestamps are UTC and say so nowhere. */
const instantOf = (timestamp: string): Date => new Date(`${timestamp.replace(' ', 'T')}Z`);

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
