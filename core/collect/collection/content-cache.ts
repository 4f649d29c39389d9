/** What ads say: looked up once per reference and remembered, a part of the account at a time, so that a run may stop between. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import { shortHash } from '../../contracts/short-hash.ts';
import { msPerDay } from '../../domain/calendar.ts';
import type { AdContents, ContentStatus, Creative, CreativeContent, Drift } from '../../ports/ad-platform.ts';
import { AdPlatformError } from '../../ports/ad-platform-errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { encodeJson, parseStored } from '../../running/documents.ts';
import type { CollectionConfig } from '../../settings/collection.ts';

const text = z.string().nullable();

const contentSchema = z.object({
  status: z.enum(['ok', 'deleted', 'forbidden', 'inmail', 'unsupported', 'none'] satisfies ContentStatus[]),
  format: text,
  headline: text,
  description: text,
  introductory_text: text,
  call_to_action: text,
  landing_page: text,
  image_urn: text,
  image_url: text,
  image_url_expires_at: text,
  read_at: z.iso.datetime(),
});
export type Content = z.infer<typeof contentSchema>;

const shardSchema = z.record(z.string(), contentSchema);

/** Look-ups in hand at a time; the client bounds the calls. The deadline is checked after each batch. */
const batchSize = 100;

export interface ContentOptions {
  objects: ObjectStore;
  platform: AdContents;
  platformName: string;
  account: string;
  settings: CollectionConfig;
  now: () => Date;
  mustStop: () => boolean;
  onProgress: (done: number, total: number) => void;
}

export interface Contents {
  of(creative: Creative): Content | undefined;
  /** Creatives without one. */
  pending: number;
  drift: Drift[];
  /** Why not all could be read; undefined when all were, or when time ran out. */
  failure: AdPlatformError | undefined;
}

/** A failed look-up keeps no figures waiting: the text comes with a later run. */
export async function readContents(creatives: readonly Creative[], options: ContentOptions): Promise<Contents> {
  const shards = new Map<string, Creative[]>();
  for (const creative of creatives) {
    const shard = shortHash(keyOf(creative)).slice(-1);
    shards.set(shard, [...(shards.get(shard) ?? []), creative]);
  }
  const found = new Map<string, Content>();
  const drift: Drift[] = [];
  let failure: AdPlatformError | undefined;
  for (const [shard, members] of shards) {
    const stored = await readShard(options, shard);
    const missing = members.filter((creative) => isMissing(stored[keyOf(creative)], options));
    const unique = [...new Map(missing.map((creative) => [keyOf(creative), creative])).values()];
    let isChanged = false;
    for (let start = 0; start < unique.length && !failure && !options.mustStop(); start += batchSize) {
      const batch = await lookUp(unique.slice(start, start + batchSize), options);
      for (const [key, content] of batch.found) stored[key] = content;
      drift.push(...batch.drift);
      isChanged ||= batch.found.size > 0;
      failure = batch.failure;
    }
    if (isChanged) await options.objects.put(keyOfShard(options, shard), encodeJson(stored));
    for (const creative of members) {
      const content = stored[keyOf(creative)];
      if (content) found.set(keyOf(creative), content);
    }
    options.onProgress(found.size, creatives.length);
  }
  const of = (creative: Creative) => found.get(keyOf(creative));
  return { of, pending: creatives.filter((creative) => !of(creative)).length, drift, failure };
}

/** One post for many creatives; text that a creative carries itself is its own. */
const keyOf = ({ content_reference, creative_id }: Creative): string => content_reference ?? creative_id;

const keyOfShard = ({ platformName, account }: ContentOptions, shard: string): string =>
  keys.collectorContent(platformName, account, shard);

async function readShard(options: ContentOptions, shard: string): Promise<Record<string, Content>> {
  const key = keyOfShard(options, shard);
  const stored = await options.objects.get(key);
  return stored ? parseStored(key, stored.body, shardSchema) : {};
}

function isMissing(content: Content | undefined, { settings, now }: ContentOptions): boolean {
  if (!content) return true;
  const age = now().getTime() - Date.parse(content.read_at);
  return content.status === 'forbidden' && age >= settings.forbiddenContentDays * msPerDay;
}

async function lookUp(
  creatives: readonly Creative[],
  { platform, now }: ContentOptions,
): Promise<{ found: Map<string, Content>; drift: Drift[]; failure: AdPlatformError | undefined }> {
  const read_at = now().toISOString();
  // The button's label may be the creative's own: it is put in again where the content is used.
  const settled = await Promise.allSettled(
    creatives.map((creative) => platform.content({ ...creative, call_to_action: null })),
  );
  const found = new Map<string, Content>();
  const drift: Drift[] = [];
  let failure: AdPlatformError | undefined;
  for (const [index, result] of settled.entries()) {
    if (result.status === 'fulfilled') {
      drift.push(...result.value.drift);
      found.set(keyOf(creatives[index] as Creative), remembered(result.value, read_at));
    } else if (result.reason instanceof AdPlatformError) failure = result.reason;
    else throw result.reason;
  }
  return { found, drift, failure };
}

function remembered({ creative_id: _, drift: __, ...content }: CreativeContent, read_at: string): Content {
  return { ...content, read_at };
}
