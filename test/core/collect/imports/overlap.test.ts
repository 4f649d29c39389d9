import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../../adapters/local/object-store.ts';
import { assertNotCollected, assertNotImported } from '../../../../core/collect/imports/overlap.ts';
import { keys } from '../../../../core/contracts/keys.ts';
import type { ObjectStore } from '../../../../core/ports/object-store.ts';

let objects: ObjectStore;
const body = new TextEncoder().encode('{}');

beforeEach(async () => {
  objects = localObjectStore(await mkdtemp(join(tmpdir(), 'overlap-')));
});

describe('an account by export and by API', () => {
  it('is not imported beside its collection, nor is a file that names no account', async () => {
    await objects.put(keys.collectorCursor('linkedin', '508'), body);
    for (const account of ['508', 'default', 'Acme (DE)'])
      await expect(assertNotCollected(objects, 'linkedin', [account])).rejects.toThrow(
        `account "${account}" may be one of those accounts, and importing its export would count spend twice`,
      );
    await assertNotCollected(objects, 'linkedin', ['509']);
    await assertNotCollected(objects, 'meta', ['default']);
  });

  it('is not collected beside its exports', async () => {
    await objects.put(keys.importedAccount('linkedin', '508'), body);
    await expect(assertNotImported(objects, 'linkedin', ['508'])).rejects.toThrow(
      'Exports of linkedin account "508" were imported into this data folder',
    );
    await assertNotImported(objects, 'linkedin', ['509']);
  });

  it.each(['default', 'Acme (DE)/1'])('may be any account where the exports named it "%s"', async (name) => {
    await objects.put(keys.importedAccount('linkedin', name), body);
    await expect(assertNotImported(objects, 'linkedin', ['509'])).rejects.toThrow(
      'collecting it as well would count spend twice',
    );
  });
});
