import { parentPort, workerData } from 'node:worker_threads';
import { startTwin } from '../../twin/server.ts';

/** The twin on a thread of its own; it is asked over HTTP like the real platform, its clock too. */
try {
  const twin = await startTwin(workerData);
  parentPort?.once('message', async () => {
    await twin.close();
    parentPort?.close();
  });
  parentPort?.postMessage({ url: twin.url, credentials: twin.credentials, now: twin.now().toISOString() });
} catch (error) {
  // Errors lose their kind between threads: what they say is what counts.
  parentPort?.postMessage({ failure: (error as Error).message });
}
