import { parseArgs } from 'node:util';
import { bundles } from './bundles.ts';
import { collect } from './collect.ts';
import { decisions } from './decisions.ts';
import { intake } from './intake.ts';
import { models } from './models.ts';
import { refresh } from './refresh.ts';
import { volumes } from './volumes.ts';

/** `npm run bench -- NAME [--smoke]`: each benchmark prints a table of ratios; without --smoke it also renews bench/RESULTS.md. */
const benchmarks: Record<string, (options: { smoke: boolean }) => Promise<void>> = {
  intake,
  collect,
  refresh,
  volumes,
  bundles,
  models,
  decisions,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { smoke: { type: 'boolean', default: false } },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(benchmarks);
for (const name of chosen) {
  const benchmark = benchmarks[name];
  if (!benchmark) throw new Error(`There is no benchmark "${name}"; there are ${Object.keys(benchmarks).join(', ')}`);
  await benchmark({ smoke: values.smoke });
}
