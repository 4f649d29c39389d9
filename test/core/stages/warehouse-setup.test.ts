import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import { StoredDataError, WarehouseError } from '../../../core/errors.ts';
import { type WarehouseSetupDeps, warehouseSetup } from '../../../core/stages/warehouse-setup.ts';
import { openWorkshop, type Workshop } from '../../support/workshop.ts';

const sqlFiles = new Map([
  ['tables/note', 'create table note'],
  ['staging/stg_note', 'select 1'],
]);
let shop: Workshop;
let setUps: number;
let failing: boolean;

beforeEach(async () => {
  shop = await openWorkshop();
  setUps = 0;
  failing = false;
});

afterEach(() => shop.close());

function deps(files: Map<string, string> = sqlFiles): WarehouseSetupDeps {
  const setUp = async () => {
    setUps += 1;
    if (failing) throw new WarehouseError('tables/note.sql failed', 'See the cause.');
  };
  return { ...shop.deps, sqlFiles: files, warehouse: { ...shop.deps.warehouse, setUp } };
}

const changed = (files: [string, string][]) => deps(new Map(files));

describe('warehouse-setup', () => {
  it('sets up when the SQL is new, and not again', async () => {
    const first = await warehouseSetup({}, deps());
    expect(first).toEqual({ changed: true, hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(await warehouseSetup({}, deps())).toEqual({ changed: false, hash: first.hash });
    expect(setUps).toBe(1);
    expect(JSON.parse(await shop.text(keys.warehouseSetup))).toEqual({
      hash: first.hash,
      set_up_at: '2026-06-01T08:00:00.000Z',
    });
  });

  it('sets up again when a text, a name or the number of files is another', async () => {
    await warehouseSetup({}, deps());
    const others: [string, string][][] = [
      [...sqlFiles, ['marts/notes', 'select 2']],
      [['tables/note', 'create table note']],
      [...[...sqlFiles].slice(0, 1), ['staging/stg_note', 'select 2']],
      [...[...sqlFiles].slice(0, 1), ['staging/stg_not', 'eselect 1']],
    ];
    for (const files of others) expect(await warehouseSetup({}, changed(files))).toMatchObject({ changed: true });
    expect(setUps).toBe(1 + others.length);
  });

  it('does not mind the order in which files are read', async () => {
    await warehouseSetup({}, deps());
    expect(await warehouseSetup({}, changed([...sqlFiles].toReversed()))).toMatchObject({ changed: false });
  });

  it('is done again after it was cut off', async () => {
    failing = true;
    await expect(warehouseSetup({}, deps())).rejects.toThrow('tables/note.sql failed');
    failing = false;
    expect(await warehouseSetup({}, deps())).toMatchObject({ changed: true });
    expect(setUps).toBe(2);
  });

  it('sets up the same SQL again when told to', async () => {
    await warehouseSetup({}, deps());
    expect(await warehouseSetup({ force: true }, deps())).toMatchObject({ changed: true });
    expect(setUps).toBe(2);
  });

  it('names a record that cannot be read', async () => {
    await shop.deps.objects.put(keys.warehouseSetup, new TextEncoder().encode('{}'));
    await expect(warehouseSetup({}, deps())).rejects.toThrow(StoredDataError);
    expect(setUps).toBe(0);
  });
});
