import type { Notification, Notifier } from '../../core/ports/notifier.ts';
import { appendLines } from './append-lines.ts';

export interface LocalNotifierOptions {
  file: string;
  now: () => Date;
  /** Shows one line on the terminal. */
  print: (line: string) => void;
}

/** Notifications as NDJSON, `timestamp severity subject body`, and on the terminal: the subject, then what the body says more, indented. */
export function localNotifier({ file, now, print }: LocalNotifierOptions): Notifier {
  return {
    notify: async ({ severity, subject, body }) => {
      await appendLines(file, [{ timestamp: now().toISOString(), severity, subject, body }]);
      for (const line of terminalLines({ severity, subject, body })) print(line);
    },
  };
}

function terminalLines({ severity, subject, body }: Notification): string[] {
  const bodyLines = body.split(/\r?\n/).filter((line) => line.trim() !== '' && !subject.endsWith(line));
  return [`${severity.toUpperCase()}: ${subject}`, ...bodyLines.map((line) => `  ${line}`)].map(withoutControls);
}

/** Names of ads come from others and may hold escape sequences that would act on the terminal. */
function withoutControls(line: string): string {
  return line.replace(/\p{Control}/gu, ' ');
}
