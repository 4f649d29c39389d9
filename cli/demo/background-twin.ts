import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UsageError } from '../../core/errors.ts';
import type { RunningTwin, TwinOptions } from '../../twin/server.ts';

/** A twin that computes beside this thread. Its clock only moves when it is advanced, so that its time is known here. */
export interface BackgroundTwin extends Pick<RunningTwin, 'url' | 'credentials' | 'now'> {
  advance(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** A worker does not inherit the loader of TypeScript: it registers it, then loads the twin. */
const bootstrap = `
  import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})
    .then(({ register }) => register())
    .then(() => import(${JSON.stringify(new URL('./twin-worker.ts', import.meta.url).href)}));
`;

export async function startBackgroundTwin(options: Pick<TwinOptions, 'world' | 'seed'>): Promise<BackgroundTwin> {
  const worker = new Worker(bootstrap, { eval: true, workerData: options });
  const [{ url, credentials, now: start, failure }] = await once(worker, 'message');
  if (failure !== undefined) throw new UsageError(failure, 'Fix the world file, or leave out --world.');
  let now = new Date(start);
  return {
    url,
    credentials,
    now: () => now,
    async advance(milliseconds) {
      const answer = await fetch(`${url}/_twin/clock`, {
        method: 'POST',
        body: JSON.stringify({ set: new Date(now.getTime() + milliseconds).toISOString() }),
      });
      now = new Date(((await answer.json()) as { now: string }).now);
    },
    async close() {
      const ended = once(worker, 'exit');
      worker.postMessage('close');
      await ended;
    },
  };
}
