/** What every Notifier does. */
import { describe, expect, test } from 'vitest';
import type { Notification, Notifier } from '../../core/ports/notifier.ts';

/** The port only takes; `delivered` is the adapter's own way to see what arrived, in order. */
export type MakeNotifier = () => Promise<{ notifier: Notifier; delivered: () => Promise<Notification[]> }>;

const severities = ['info', 'warning', 'error'] as const;

export function notifierConformance(name: string, makeNotifier: MakeNotifier): void {
  describe(`${name} notifies`, () => {
    test.each(severities)('a notification of severity %s arrives whole', async (severity) => {
      const { notifier, delivered } = await makeNotifier();
      const notification = {
        severity,
        subject: 'Spend is 20 % over plan',
        body: 'Campaign "Frühling"\n\n1 234,50 €\n',
      };
      await notifier.notify(notification);
      expect(await delivered()).toEqual([notification]);
    });

    test('notifications arrive in the order they were sent', async () => {
      const { notifier, delivered } = await makeNotifier();
      for (const severity of severities) await notifier.notify({ severity, subject: `a ${severity}`, body: '' });
      expect((await delivered()).map(({ subject }) => subject)).toEqual(['a info', 'a warning', 'a error']);
    });
  });
}
