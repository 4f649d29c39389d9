/**
 * Stage `warehouse-setup`, at deployment: creates the tables and views, and adds the columns that a release brought. Nothing is
 * dropped and no value changes. What was done is remembered by the hash of the SQL, so that a deployment of the same SQL asks nothing.
 */
import { z } from 'zod';
import { keys } from '../contracts/keys.ts';
import { shortHash } from '../contracts/short-hash.ts';
import type { WarehouseSetupInput, WarehouseSetupOutput } from '../contracts/stages.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { encodeJson, readDocument } from '../running/documents.ts';
import type { SqlFiles } from '../sql/sql-models.ts';

export interface WarehouseSetupDeps extends Pick<StageDeps, 'objects' | 'warehouse' | 'logger' | 'now'> {
  sqlFiles: SqlFiles;
}

const setupRecord = z.object({ hash: z.string(), set_up_at: z.iso.datetime() });

/** The record is written after the last statement: a set-up that was cut off is done again, whole. */
export async function warehouseSetup(
  input: WarehouseSetupInput,
  { objects, warehouse, logger, now, sqlFiles }: WarehouseSetupDeps,
): Promise<WarehouseSetupOutput> {
  const hash = hashOf(sqlFiles);
  const known = await readDocument(objects, keys.warehouseSetup, setupRecord);
  if (known?.hash === hash && input?.force !== true) return { changed: false, hash };
  await warehouse.setUp();
  await objects.put(keys.warehouseSetup, encodeJson({ hash, set_up_at: now().toISOString() }));
  logger.info('the warehouse was set up', { hash, before: known ?? null });
  return { changed: true, hash };
}

/** Lengths stand before texts, so that no two sets of files read the same. */
const hashOf = (files: SqlFiles): string =>
  shortHash(
    [...files]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([path, text]) => `${path.length} ${text.length} ${path}${text}`)
      .join(''),
  );
