import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { underWriterLease } from '../../../../core/optimize/acting/writer-lease.ts';
import { decodeText } from '../../../../core/running/documents.ts';
import { today } from '../../../support/decided.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';

const secondsLater = (seconds: number): Date => new Date(today.getTime() + seconds * 1000);

describe('the lease of the writer', () => {
  it('ends with the deadline of the run, and the work has that deadline', async () => {
    const objects = memoryObjects();
    const deps = { objects, now: () => today, deadline: secondsLater(300) };
    const seen = await underWriterLease(deps, 'run-1', async ({ deadline }) => ({
      deadline,
      lease: JSON.parse(decodeText((await objects.get(keys.writerLease))?.body ?? new Uint8Array())),
    }));
    expect(seen).toEqual({
      deadline: secondsLater(300),
      lease: { run_id: 'run-1', expires_at: secondsLater(300).toISOString() },
    });
    expect(await objects.get(keys.writerLease)).toBeUndefined();
  });

  it('gives work without a deadline a quarter of an hour', async () => {
    const deps = { objects: memoryObjects(), now: () => today };
    const deadline = await underWriterLease<typeof deps & { deadline?: Date }, unknown>(
      deps,
      'run-1',
      async (leased) => leased.deadline,
    );
    expect(deadline).toEqual(secondsLater(900));
  });

  it('keeps another run out until it ends, and names it', async () => {
    const deps = { objects: memoryObjects(), now: () => today };
    await underWriterLease(deps, 'run-1', async () => {
      const other = underWriterLease(deps, 'run-2', async () => 'in');
      await expect(other).rejects.toThrow(/run-1.*2026-11-20T08:15:00/s);
      const late = { ...deps, now: () => secondsLater(901) };
      expect(await underWriterLease(late, 'run-2', async () => 'in')).toBe('in');
    });
  });

  it('is told by the clock on the wall where the time of the demo stands still', async () => {
    const deps = { objects: memoryObjects(), now: () => today, wallClock: () => secondsLater(0) };
    await underWriterLease(deps, 'run-1', async () => {
      const late = { ...deps, wallClock: () => secondsLater(901) };
      expect(await underWriterLease(late, 'run-2', async () => 'in')).toBe('in');
    });
  });
});
