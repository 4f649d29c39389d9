import { createRuntime } from '../../cli/runtime.ts';
import { reportPeak } from '../measure.ts';

/** Marks a folder as one of simulated data, as the first command in it would. */
const [folder] = process.argv.slice(2);
const runtime = await createRuntime({ dataDir: folder, config: undefined, json: true, kind: 'simulated' });
await runtime.close();
reportPeak();
