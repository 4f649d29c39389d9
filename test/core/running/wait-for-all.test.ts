import { describe, expect, it } from 'vitest';
import { waitForAll } from '../../../core/running/wait-for-all.ts';

describe('waiting for all', () => {
  it('gives the results in order', async () => {
    expect(await waitForAll([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
  });

  it('fails with the first failure, but not before everything has ended', async () => {
    const ended: string[] = [];
    const slow = new Promise<void>((resolve) => {
      setTimeout(() => {
        ended.push('slow');
        resolve();
      }, 20);
    });
    await expect(
      waitForAll([Promise.reject(new Error('one')), slow, Promise.reject(new Error('two'))]),
    ).rejects.toThrow('one');
    expect(ended).toEqual(['slow']);
  });
});
