import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localWarehouse } from '../../../adapters/local/warehouse.ts';
import { conformanceSql, warehouseConformance } from '../../conformance/warehouse.ts';
import { holdDatabase } from '../../support/hold-database.ts';

async function make(folder?: string, busyWaitSeconds?: number, readOnly?: boolean) {
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'warehouse-')));
  return localWarehouse({
    file: join(root, 'ads.duckdb'),
    sqlFiles: conformanceSql,
    pathOf: (key) => join(root, key),
    spillFolder: join(root, 'spill'),
    ...(busyWaitSeconds === undefined ? {} : { busyWaitSeconds }),
    ...(readOnly && { readOnly }),
  });
}

warehouseConformance('the local warehouse', () => make());

describe('the local warehouse', () => {
  it('waits for a busy file, then names the process that holds it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'warehouse-'));
    const holder = await holdDatabase(join(folder, 'ads.duckdb'));
    try {
      const warehouse = await make(folder, 1);
      await expect(warehouse.setUp()).rejects.toThrow(
        new RegExp(`The database .*ads\\.duckdb is in use by process ${holder.pid} \\(.*node.*\\); waited 1 s`),
      );
    } finally {
      await holder.release();
    }
  });

  it('goes on as soon as the file is free', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'warehouse-'));
    const holder = await holdDatabase(join(folder, 'ads.duckdb'));
    setTimeout(() => void holder.release(), 500);
    const warehouse = await make(folder);
    await warehouse.setUp();
    expect(await warehouse.rows('marts/notes')).toEqual([]);
    await warehouse.close();
  });

  it('only reads where it is opened for that', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'warehouse-'));
    const writing = await make(folder);
    await writing.setUp();
    await writing.close();
    const before = await readFile(join(folder, 'ads.duckdb'));
    const reading = await make(folder, 1, true);
    expect(await reading.rows('marts/notes')).toEqual([]);
    await expect(reading.setUp()).rejects.toThrow(/read-only/);
    await reading.close();
    expect(await readFile(join(folder, 'ads.duckdb'))).toEqual(before);
  });

  it('says what to do about a damaged file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'warehouse-'));
    await writeFile(join(folder, 'ads.duckdb'), 'this is no database'.repeat(1000));
    const warehouse = await make(folder);
    await expect(warehouse.setUp()).rejects.toMatchObject({
      name: 'WarehouseError',
      remedy: 'If the file is damaged, delete it and run "process" again: it is rebuilt from the raw data.',
    });
  });
});
