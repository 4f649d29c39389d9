import { pathToFileURL } from 'node:url';

const startedAt = performance.now();
const loaded = await import(pathToFileURL(process.argv[2]).href);
const milliseconds = performance.now() - startedAt;
process.stdout.write(JSON.stringify({ milliseconds, exports: Object.keys(loaded) }), () => process.exit(0));
