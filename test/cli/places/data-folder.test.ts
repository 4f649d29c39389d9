import { describe, expect, it } from 'vitest';
import { claimDataFolder } from '../../../cli/places/data-folder.ts';
import { keys } from '../../../core/contracts/keys.ts';
import { encodeJson } from '../../../core/running/documents.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

const folderOf = async (holds?: object) => {
  const objects = memoryObjects();
  if (holds) await objects.put(keys.dataFolder, encodeJson(holds));
  return objects;
};

describe('a data folder', () => {
  it('that is new is claimed for its kind, and keeps it', async () => {
    const objects = await folderOf();
    expect(await claimDataFolder(objects, 'data', 'real')).toEqual({ kind: 'real' });
    expect(await claimDataFolder(objects, 'data', undefined)).toMatchObject({ kind: 'real' });
  });

  it('without data is not made by a command that only reads', async () => {
    await expect(claimDataFolder(await folderOf(), 'data', undefined)).rejects.toThrow('There is no data in data yet');
  });

  it('of the demo takes no real data, and the other way round', async () => {
    const objects = await folderOf();
    await claimDataFolder(objects, 'data', 'simulated');
    await expect(claimDataFolder(objects, 'data', 'real')).rejects.toThrow(
      'data holds the simulated data of the demo and cannot take real data',
    );
  });

  it('of an older or a newer release is refused with what to do', async () => {
    const older = await folderOf({ kind: 'real', schema_version: 1 });
    await expect(claimDataFolder(older, 'data', 'real')).rejects.toMatchObject({
      message: 'data was written by an older release, which stored data differently',
      remedy: expect.stringContaining('import your files again with another --data-dir'),
    });
    const newer = await folderOf({ kind: 'real', schema_version: 99 });
    await expect(claimDataFolder(newer, 'data', 'real')).rejects.toMatchObject({
      message: 'data was written by a newer release',
      remedy: 'Update this program, or choose another folder with --data-dir.',
    });
  });
});
