/** A process that puts a body of 100 MB in ten seconds: `put-slowly.ts <root> <key>`. Says "streaming" when some of it is on the disk. */
import { setTimeout as sleep } from 'node:timers/promises';
import { localObjectStore } from '../../../adapters/local/object-store.ts';

const [root, key] = process.argv.slice(2);

async function* slow(): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < 1000; chunk++) {
    yield new Uint8Array(100_000).fill(1);
    if (chunk === 3) console.log('streaming');
    await sleep(10);
  }
}

await localObjectStore(root!).put(key!, slow());
