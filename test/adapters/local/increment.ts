/** A process that adds to a counter in a store: `increment.ts <root> <key> <times>`. */
import { localObjectStore } from '../../../adapters/local/object-store.ts';
import { incrementCounter } from '../../conformance/object-store-races.ts';

const [root, key, times] = process.argv.slice(2);
const store = localObjectStore(root!);
for (let done = 0; done < Number(times); done++) await incrementCounter(store, key!);
