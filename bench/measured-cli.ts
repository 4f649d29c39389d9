import { main } from '../cli/main.ts';
import { reportPeak } from './measure.ts';

process.exitCode = await main(process.argv.slice(2));
reportPeak();
