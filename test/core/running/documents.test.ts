import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ObjectConflictError } from '../../../core/errors.ts';
import { reserveVersion } from '../../../core/learn/registry/versions.ts';
import { storeDecisions } from '../../../core/optimize/log/stored.ts';
import {
  createIfAbsent,
  createOnce,
  decodeText,
  encodeJson,
  encodeText,
  readDocument,
  replaceIfUnchanged,
  unchangedSince,
} from '../../../core/running/documents.ts';
import { proposal } from '../../support/decided.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

const key = 'state/thing.json';
const shape = z.object({ number: z.int() });

describe('a document', () => {
  it('is created once: who comes later gets what stands there', async () => {
    const objects = memoryObjects();
    expect(decodeText(await createOnce(objects, key, encodeText('first')))).toBe('first');
    expect(decodeText(await createOnce(objects, key, encodeText('second')))).toBe('first');
    expect(await createIfAbsent(objects, key, encodeText('third'))).toBe(false);
    expect(await createIfAbsent(objects, 'state/other.json', encodeText('third'))).toBe(true);
    expect(decodeText((await objects.get(key))?.body ?? new Uint8Array())).toBe('first');
  });

  it('that was removed in between is a conflict, not an empty one', async () => {
    const objects = memoryObjects();
    await objects.put(key, encodeText('first'));
    const forgetful = { ...objects, get: async () => undefined };
    await expect(createOnce(forgetful, key, encodeText('second'))).rejects.toThrow(new ObjectConflictError(key));
  });

  it('is replaced only where nobody was faster', async () => {
    const objects = memoryObjects();
    await objects.put(key, encodeText('first'));
    const read = await objects.get(key);
    expect(await replaceIfUnchanged(objects, key, encodeText('second'), unchangedSince(read))).toBe(true);
    expect(await replaceIfUnchanged(objects, key, encodeText('third'), unchangedSince(read))).toBe(false);
    expect(await replaceIfUnchanged(objects, key, encodeText('third'), unchangedSince(undefined))).toBe(false);
    expect(decodeText((await objects.get(key))?.body ?? new Uint8Array())).toBe('second');
  });

  it('passes on what is no conflict', async () => {
    const broken = { ...memoryObjects(), put: () => Promise.reject(new Error('the disk is full')) };
    await expect(createOnce(broken, key, encodeText('first'))).rejects.toThrow('the disk is full');
  });

  it('is read in its shape, and undefined where there is none', async () => {
    const objects = memoryObjects();
    expect(await readDocument(objects, key, shape)).toBeUndefined();
    await objects.put(key, encodeJson({ number: 1 }));
    expect(await readDocument(objects, key, shape)).toEqual({ number: 1 });
    await objects.put(key, encodeJson({ number: 'one' }));
    await expect(readDocument(objects, key, shape)).rejects.toThrow(key);
  });

  it('of the first stays for the decisions of a run and for the version of a training job alike', async () => {
    const objects = memoryObjects();
    const at = new Date('2026-11-20T08:00:00Z');
    await storeDecisions(objects, at, 'run-1', [proposal({ gain: 1 })]);
    const stored = await storeDecisions(objects, at, 'run-1', [proposal({ gain: 2 })]);
    expect(stored.decisions.map(({ expected_gain }) => expected_gain?.mean)).toEqual([1]);
    expect(await reserveVersion(objects, 'creative_scorer', 'job-1', at)).toBe('v1');
    expect(await reserveVersion(objects, 'creative_scorer', 'job-1', at)).toBe('v1');
  });
});
