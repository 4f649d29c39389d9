/** What was learned of maturity, as the stages hand it to one another: the data-processor writes it, the collector reads it. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import { isoDate } from '../../contracts/values.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { encodeJson, readDocument } from '../../running/documents.ts';
import type { CollectionConfig } from '../../settings/collection.ts';
import { repullDays } from './repull-window.ts';
import { maturity } from './schema.ts';

const keptMaturity = z.object({
  /** Day of the data's clock on which it was learned: once a day is enough. */
  learned_on: isoDate,
  /** The settings it was learned with. */
  settings: z.string(),
  maturity,
});
export type KeptMaturity = z.infer<typeof keptMaturity>;

/** Undefined until something was learned. */
export async function readMaturity(objects: ObjectStore): Promise<KeptMaturity | undefined> {
  return await readDocument(objects, keys.maturity, keptMaturity);
}

export async function writeMaturity(objects: ObjectStore, kept: KeptMaturity): Promise<void> {
  await objects.put(keys.maturity, encodeJson(kept));
}

/** Beyond this share of its final value nothing that matters changes any more. */
const settledShare = 0.995;

/** The collector's settings with the window that this account needs, as far as that is known. */
export async function withLearnedWindow(
  settings: CollectionConfig,
  account: { platform: string; account_id: string },
  objects: ObjectStore,
): Promise<CollectionConfig> {
  const kept = await readMaturity(objects);
  if (!kept) return settings;
  const { leastWindowDays: minimum, wideWindowDays: maximum, windowDays: fallback } = settings;
  const windowDays = repullDays(kept.maturity, account, { minimum, maximum, level: settledShare, fallback });
  return { ...settings, windowDays };
}
