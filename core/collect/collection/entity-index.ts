/** Which creatives an account has and whose campaign each is: remembered, so that not every pull lists them anew. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import { msPerHour } from '../../domain/calendar.ts';
import type { AdAccount, Creative } from '../../ports/ad-platform.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { encodeJson, readDocument } from '../../running/documents.ts';

export const entityIndexSchema = z.object({
  account: z.string(),
  currency: z.string(),
  listed_at: z.iso.datetime(),
  /** Campaign by creative, of all that were ever listed: what was deleted keeps its campaign. */
  campaigns: z.record(z.string(), z.string()),
  /** Creatives with figures that no list names, such as those deleted before the first pull. */
  unlisted: z.array(z.string()),
  /** Creatives whose text could not be read yet. */
  content_pending: z.int(),
});
export type EntityIndex = z.infer<typeof entityIndexSchema>;

export async function readEntityIndex(
  objects: ObjectStore,
  platform: string,
  account: string,
): Promise<EntityIndex | undefined> {
  const key = keys.collectorEntityIndex(platform, account);
  return await readDocument(objects, key, entityIndexSchema);
}

export async function writeEntityIndex(objects: ObjectStore, platform: string, index: EntityIndex): Promise<void> {
  await objects.put(keys.collectorEntityIndex(platform, index.account), encodeJson(index));
}

export interface ListedAccount {
  account: AdAccount;
  creatives: readonly Creative[];
  contentPending: number;
  at: Date;
}

/** The newest list over what was known: nothing is forgotten. */
export function updatedEntityIndex(
  known: EntityIndex | undefined,
  { account, creatives, contentPending, at }: ListedAccount,
): EntityIndex {
  const campaigns = { ...known?.campaigns };
  for (const { creative_id, campaign_id } of creatives) campaigns[creative_id] = campaign_id;
  return {
    account: account.account_id,
    currency: account.currency,
    listed_at: at.toISOString(),
    campaigns,
    unlisted: (known?.unlisted ?? []).filter((creative) => campaigns[creative] === undefined),
    content_pending: contentPending,
  };
}

export const isDue = ({ listed_at }: EntityIndex, now: Date, everyHours: number): boolean =>
  now.getTime() - Date.parse(listed_at) >= everyHours * msPerHour;
