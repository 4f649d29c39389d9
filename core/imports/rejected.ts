import { importRecord } from '../contracts.ts';
import { keys, prefixes, runIdOf } from '../keys.ts';
import type { ObjectStore } from '../ports.ts';
import { parseStored } from '../stored-json.ts';

export interface Rejected {
  total: number;
  /** One per import that rejected anything. */
  objects: { key: string; rejected: number }[];
}

/** Rows in quarantine over all imports that were committed. */
export async function countRejected(objects: ObjectStore): Promise<Rejected> {
  const committed = new Set<string>();
  for await (const { key } of objects.list(prefixes.importRows)) committed.add(runIdOf(key));
  const found: Rejected = { total: 0, objects: [] };
  for await (const { key } of objects.list(prefixes.imports)) {
    if (!key.endsWith('/mapping.json')) continue;
    const stored = await objects.get(key);
    if (!stored) continue;
    const record = parseStored(key, stored.body, importRecord);
    if (record.counts.rejected === 0 || !committed.has(record.run_id)) continue;
    found.total += record.counts.rejected;
    found.objects.push({
      key: keys.quarantine(record.platform, new Date(record.imported_at), record.run_id),
      rejected: record.counts.rejected,
    });
  }
  return found;
}
