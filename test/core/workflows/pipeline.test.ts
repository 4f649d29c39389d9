import { describe, expect, it } from 'vitest';
import { walk, workflows } from '../../../core/workflows/pipeline.ts';

describe('the refresh workflow', () => {
  it('collects each account until it is done, whatever becomes of the others, then merges', async () => {
    const calls: string[] = [];
    const failed: string[] = [];
    await walk(workflows.refresh.step, {
      accounts: async () => ['1', '2', '3'],
      runStage: async (stage, account) => {
        calls.push(`${stage} ${account ?? ''}`.trim());
        if (account === '2') throw new Error('403');
        return { more: account === '1' && calls.length === 1 };
      },
      accountFailed: (account) => void failed.push(account),
      runJob: () => Promise.reject(new Error('there is nothing to train')),
    });
    expect(calls).toEqual(['collector 1', 'collector 1', 'collector 2', 'collector 3', 'data-processor']);
    expect(failed).toEqual(['2']);
  });
});
