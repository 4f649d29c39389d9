/** Questions to the person at the terminal. Answers to secret ones are not shown. */
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from '../../core/errors.ts';

export interface Prompts {
  ask(question: string, options?: { hidden?: boolean }): Promise<string>;
  close(): void;
}

export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/** On stderr, as stdout may be one JSON document. Answers may come from a pipe too, one a line. */
export function terminalPrompts(
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Prompts {
  let muted = false;
  let lines: Interface | undefined;
  let answers: AsyncIterator<string> | undefined;
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) output.write(chunk);
      done();
    },
  });
  const open = (): AsyncIterator<string> => {
    lines = createInterface({ input, output: shown, terminal: input.isTTY ?? false, prompt: '' });
    lines.on('SIGINT', () => {
      lines?.close();
      process.kill(process.pid, 'SIGINT');
    });
    return lines[Symbol.asyncIterator]();
  };
  return {
    async ask(question, { hidden = false } = {}) {
      answers ??= open();
      output.write(question);
      muted = hidden;
      const { value, done } = await answers.next();
      muted = false;
      if (hidden) output.write('\n');
      const answer = done ? '' : value.trim();
      if (answer !== '') return answer;
      throw new UsageError(
        `No answer to "${question.trim()}"`,
        'Run the command again in a terminal, or give the answers on stdin, one per line.',
      );
    },
    close: () => lines?.close(),
  };
}
