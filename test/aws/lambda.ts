import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFile } from '../../lib/bundling.ts';

/** A bundled handler in a container of its own, warm from its first event on. */
export interface Lambda {
  /** The handler's result, as JSON carries it. Rejects with a FunctionError when the handler throws. */
  invoke(event?: unknown, options?: { requestId?: string; seconds?: number }): Promise<Record<string, unknown>>;
  /** Lines that it logged. */
  readonly lines: string[];
  close(): void;
}

/** What Lambda makes of a handler's error. */
class FunctionError extends Error {
  readonly errorType: string;
  constructor({ name, message }: { name: string; message: string }) {
    super(`${name}: ${message}`);
    this.errorType = name;
  }
}

const host = fileURLToPath(new URL('./lambda-host.mjs', import.meta.url));
/** Lambda's longest. */
const longestSeconds = 900;

type Answer = { result: string } | { error: { name: string; message: string } } | { loaded: true };

/** Starts it with this environment and nothing else of ours. Fails when the bundle cannot be loaded. */
export async function startLambda(folder: string, environment: Record<string, string>): Promise<Lambda> {
  const child = fork(host, [join(folder, bundleFile)], {
    env: { PATH: process.env.PATH, NODE_OPTIONS: '--enable-source-maps', ...environment },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  let errors = '';
  child.stdout?.on('data', (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean)));
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const answer = () => nextAnswer(child, () => errors);
  await answer();
  return {
    lines,
    async invoke(event, { requestId = randomUUID(), seconds = longestSeconds } = {}) {
      const answered = answer();
      child.send({ event, requestId, milliseconds: seconds * 1000 });
      const said = await answered;
      if ('error' in said) throw new FunctionError(said.error);
      return 'result' in said ? JSON.parse(said.result) : {};
    },
    close: () => void child.kill('SIGKILL'),
  };
}

function nextAnswer(child: ChildProcess, errors: () => string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`the container ended: ${errors().slice(-2000)}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as Answer);
    });
  });
}
