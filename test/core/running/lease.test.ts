import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../adapters/local/object-store.ts';
import { holdUnderLease, LeaseBusyError } from '../../../core/running/lease.ts';

const key = 'state/leases/writer.json';
const busy = { activity: 'Ads are being changed', remedy: 'Let it finish.' };
const optionsOf = (holder: string) => ({ key, holder, seconds: 60, busy });

function world() {
  const clock = { now: new Date('2026-06-01T08:00:00.000Z') };
  const objects = localObjectStore(mkdtempSync(join(tmpdir(), 'lease-')));
  return { clock, objects, deps: { objects, now: () => clock.now } };
}

describe('holdUnderLease', () => {
  it('says as data what is busy, who holds the lease, until when and what to do', async () => {
    const { deps } = world();
    const refused = await holdUnderLease(deps, optionsOf('one'), () =>
      holdUnderLease(deps, optionsOf('two'), async () => 2).catch((error: unknown) => error),
    );
    expect(refused).toBeInstanceOf(LeaseBusyError);
    expect(refused).toMatchObject({
      message: 'Ads are being changed by run one, until 2026-06-01T08:01:00.000Z at the latest',
      remedy: 'Let it finish.',
      key,
      heldBy: 'one',
      until: '2026-06-01T08:01:00.000Z',
    });
  });

  it('gives the lease back when the work is done, and when it fails', async () => {
    const { deps, objects } = world();
    await expect(holdUnderLease(deps, optionsOf('one'), async () => 1)).resolves.toBe(1);
    await expect(holdUnderLease(deps, optionsOf('one'), () => Promise.reject(new Error('broke')))).rejects.toThrow(
      'broke',
    );
    expect(await objects.get(key)).toBeUndefined();
  });

  it('lets another run in once the lease has expired, and leaves that run its lease', async () => {
    const { deps, clock, objects } = world();
    await holdUnderLease(deps, optionsOf('one'), async () => {
      clock.now = new Date('2026-06-01T08:01:00.000Z');
      await holdUnderLease(deps, optionsOf('two'), async () => {
        expect(JSON.parse(new TextDecoder().decode((await objects.get(key))?.body))).toEqual({
          run_id: 'two',
          expires_at: '2026-06-01T08:02:00.000Z',
        });
      });
    });
    expect(await objects.get(key)).toBeUndefined();
  });
});
