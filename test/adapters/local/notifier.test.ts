import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localNotifier } from '../../../adapters/local/notifier.ts';
import type { Notification } from '../../../core/ports/notifier.ts';
import { notifierConformance } from '../../conformance/notifier.ts';
import { linesOf } from './lines-of.ts';
import { temporaryFolders } from './temporary-folder.ts';

type Line = Notification & { timestamp: string };

const newFolder = temporaryFolders();
const now = (): Date => new Date('2026-11-20T12:00:00Z');

notifierConformance('localNotifier', async () => {
  const file = join(await newFolder(), 'notifications.ndjson');
  const delivered = async () => (await linesOf<Line>(file)).map(({ timestamp: _, ...rest }) => rest);
  return { notifier: localNotifier({ file, now, print: () => {} }), delivered };
});

test('a notification is one line of the file, with its time, and is printed', async () => {
  const file = join(await newFolder(), 'notifications.ndjson');
  const printed: string[] = [];
  const notifier = localNotifier({ file, now, print: (line) => printed.push(line) });
  await notifier.notify({
    severity: 'warning',
    subject: 'Data is late',
    body: 'Newest day: 2026-11-17\n\nRun collect.\n',
  });
  expect(printed).toEqual(['WARNING: Data is late', '  Newest day: 2026-11-17', '  Run collect.']);
  expect(await linesOf<Line>(file)).toEqual([
    {
      timestamp: '2026-11-20T12:00:00.000Z',
      severity: 'warning',
      subject: 'Data is late',
      body: 'Newest day: 2026-11-17\n\nRun collect.\n',
    },
  ]);
});

test('what would act on the terminal is not printed', async () => {
  const printed: string[] = [];
  const file = join(await newFolder(), 'notifications.ndjson');
  const notifier = localNotifier({ file, now, print: (line) => printed.push(line) });
  await notifier.notify({ severity: 'info', subject: 'Ad \u001b[2Jx\nERROR: y', body: '\u009b31mred\u0007' });
  expect(printed).toEqual(['INFO: Ad  [2Jx ERROR: y', '   31mred ']);
});
