/** A process that takes a lock and keeps it: `hold-lock.ts <lock>`. Says "held" when it has it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from '../../../adapters/local/file-lock.ts';

const farAwayMs = 600_000;

await withFileLock(process.argv[2]!, async () => {
  console.log('held');
  await sleep(farAwayMs);
});
