import { afterEach, beforeEach, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { underMergeLease } from '../../../../core/process/merging/merge-lease.ts';
import { LeaseBusyError } from '../../../../core/running/lease.ts';
import { openWorkshop, type Workshop } from '../../../support/workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop();
});

afterEach(() => shop.close());

const at = (time: string) => new Date(`2026-06-01T${time}Z`);
/** Until the fifteen minutes of a Lambda that began at 08:00 are over. */
const merging = <T>(runId: string, work: () => Promise<T>) =>
  underMergeLease({ ...shop.deps, deadline: at('08:15:00') }, runId, work);

it('lets one run merge at a time, and the next when it is done', async () => {
  await merging('one', async () => {
    await expect(merging('two', async () => 2)).rejects.toThrow(
      'Raw objects are being merged by run one, until 2026-06-01T08:15:00.000Z at the latest',
    );
  });
  expect(await merging('two', async () => 2)).toBe(2);
});

it('lets a repeat of the same run go on, and another when the first has died', async () => {
  await shop.deps.objects.put(
    keys.mergeLease,
    new TextEncoder().encode(JSON.stringify({ run_id: 'one', expires_at: at('08:15:00').toISOString() })),
  );
  await expect(merging('two', async () => 2)).rejects.toThrow(LeaseBusyError);
  expect(await merging('one', async () => 1)).toBe(1);
});

it('is given back when the work fails', async () => {
  await expect(merging('one', () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
  expect(await shop.deps.objects.get(keys.mergeLease)).toBeUndefined();
});
