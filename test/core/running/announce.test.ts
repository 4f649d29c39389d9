import { expect, test } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import type { Notification } from '../../../core/ports/notifier.ts';
import { announce } from '../../../core/running/announce.ts';
import type { Condition } from '../../../core/running/digest.ts';
import { encodeText } from '../../../core/running/documents.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

const disk: Condition = {
  id: 'disk',
  severity: 'warning',
  level: 1,
  repeats: true,
  title: 'the disk is full',
  remedy: 'empty it',
};
const fire: Condition = { ...disk, id: 'fire', severity: 'error', title: 'the house burns', remedy: 'leave it' };

function world() {
  const objects = memoryObjects();
  const told: Notification[] = [];
  const clock = { now: new Date('2026-11-20T00:00:00.000Z') };
  const deps = {
    objects,
    notifier: { notify: async (notification: Notification) => void told.push(notification) },
    now: () => clock.now,
  };
  const tell = (conditions: Condition[], done?: string[]) =>
    announce(
      { stage: 'watchdog', about: 'House', conditions, coolDownHours: 24, settleHours: 0, ...(done && { done }) },
      deps,
    );
  return { objects, told, clock, deps, tell };
}

test('all the news of a look is one message, and no news is none', async () => {
  const { told, tell } = world();
  expect(await tell([disk])).toBe(1);
  expect(await tell([disk])).toBe(0);
  expect(await tell([disk, fire])).toBe(1);
  expect(await tell([fire])).toBe(1);
  expect(told).toEqual([
    { severity: 'warning', subject: 'House: the disk is full', body: 'the disk is full\n  What to do: empty it' },
    {
      severity: 'error',
      subject: 'House: the house burns',
      body: 'the house burns\n  What to do: leave it\nStill open: the disk is full',
    },
    {
      severity: 'info',
      subject: 'House: resolved: the disk is full',
      body: 'Resolved: the disk is full\nStill open: the house burns',
    },
  ]);
});

test('a message that could not be sent is sent by the next look', async () => {
  const { told, deps, tell } = world();
  const { notify } = deps.notifier;
  deps.notifier.notify = () => Promise.reject(new Error('no network'));
  await expect(tell([disk])).rejects.toThrow('no network');
  deps.notifier.notify = notify;
  expect(await tell([disk])).toBe(1);
  expect(told).toHaveLength(1);
});

test('states that cannot be read make it tell again, not fall silent', async () => {
  const { objects, told, tell } = world();
  await tell([disk]);
  await objects.put(keys.alertStates('watchdog'), encodeText('{"disk":'));
  expect(await tell([disk])).toBe(1);
  expect(await tell([disk])).toBe(0);
  expect(told).toHaveLength(2);
});

test('another look at the same moment does no harm', async () => {
  const { objects, tell, deps } = world();
  await tell([disk]);
  const put = objects.put;
  deps.objects.put = async (key, body, condition) => {
    deps.objects.put = put;
    await put(key, encodeText('{}'));
    return put(key, body, condition);
  };
  expect(await tell([disk, fire])).toBe(1);
});
