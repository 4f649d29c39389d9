import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Runs a script of this folder, `name` without `.ts`, as a process of its own that does not outlive the test. */
export function startChild(name: string, ...parameters: string[]): ChildProcess {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Its first words; undefined when it ended without any. */
export async function firstOutput(child: ChildProcess): Promise<string | undefined> {
  const ended = once(child, 'exit').then(() => undefined);
  return Promise.race([once(child.stdout!, 'data').then(([data]) => String(data).trim()), ended]);
}

/** Ends it as a power cut would: it gets no chance to tidy up. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Waits for its end and gives its exit code. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = await once(child, 'exit');
  return code;
}
