import type { Progress } from '../../core/ports/stage-deps.ts';

const quietMilliseconds = 1000;
const lineEveryMilliseconds = 2000;

export interface Shown {
  progress: Progress;
  /** Clears an unfinished line, so that the next output starts on a clean one. */
  clear(): void;
}

/**
 * Shows progress on stderr after the first second: on a terminal in one line that changes, elsewhere in lines at least two seconds
 * apart.
 */
export function showProgress(stream: NodeJS.WriteStream, now: () => number = Date.now): Shown {
  const startedAt = now();
  let lastAt = 0;
  let isDirty = false;
  const clear = () => {
    if (isDirty) stream.write('\r\u001b[K');
    isDirty = false;
  };
  return {
    progress(label, done, total) {
      const at = now();
      if (at - startedAt < quietMilliseconds) return;
      const text = total ? `${label} (${done ?? 0} of ${total})` : label;
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${text} …`);
        isDirty = true;
      } else if (at - lastAt >= lineEveryMilliseconds) {
        lastAt = at;
        stream.write(`${text} …\n`);
      }
    },
    clear,
  };
}
