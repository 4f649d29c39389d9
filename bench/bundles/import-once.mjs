import { pathToFileURL } from 'node:url';

const startedAt = performance.now();
const before = process.cpuUsage();
const loaded = await import(pathToFileURL(process.argv[2]).href);
const milliseconds = performance.now() - startedAt;
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({ milliseconds, cpuMilliseconds: (user + system) / 1000, exports: Object.keys(loaded) }),
  () => process.exit(0),
);
