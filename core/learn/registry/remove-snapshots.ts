/** Training snapshots that no version refers to any more go after a while; those of a version stay as long as it does. */

import { prefixes, snapshotOf } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import { msPerDay } from '../../domain/calendar.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { parseStored } from '../../running/documents.ts';
import { dataCard } from '../training/snapshot-file.ts';
import { listVersions } from './versions.ts';

/** Returns how many snapshots went. One whose card cannot be found is being built, or was cut off before it was. */
export async function removeOldSnapshots(
  model: ModelName,
  { objects, config, now }: Pick<StageDeps, 'objects' | 'config' | 'now'>,
): Promise<number> {
  const used = new Set((await listVersions(objects, model)).map(({ snapshot }) => snapshot.id));
  const found = new Map<string, string[]>();
  for await (const { key } of objects.list(prefixes.training(model))) {
    const snapshot = snapshotOf(model, key);
    if (!used.has(snapshot)) found.set(snapshot, [...(found.get(snapshot) ?? []), key]);
  }
  const before = new Date(now().getTime() - config.models.retiredDays * msPerDay).toISOString();
  let removed = 0;
  for (const names of found.values()) {
    const cardKey = names.find((key) => key.endsWith('/data_card.json'));
    const card = cardKey && (await objects.get(cardKey));
    if (!card || parseStored(cardKey, card.body, dataCard).created_at >= before) continue;
    // the card last: what was cut off is found again
    for (const key of names.filter((each) => each !== cardKey)) await objects.delete(key);
    await objects.delete(cardKey);
    removed += 1;
  }
  return removed;
}
