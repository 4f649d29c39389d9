import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lambdaStages } from '../core/deployment/names.ts';
import { bundleFile } from '../lib/bundling.ts';
import { bundleHandler, handlerFileOf } from '../lib/handler-bundle.ts';
import { type Imported, importTime } from './bundles/import-time.ts';
import { renewResults } from './results.ts';

/** What a bundle may weigh and take. */
const largestMegabytes = 1.5;
const longestMilliseconds = 150;
/** Of so many imports, each in a new process, the quickest counts: others were kept waiting by whatever else ran. */
const imports = 15;

/** How large each Lambda's code is, and how long Node takes to import it. */
export async function bundles({ smoke }: { smoke: boolean }): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'bundles-'));
  const lines = [
    `Limits: ${largestMegabytes} MB minified, SDK included; import ${longestMilliseconds} ms. Beside it: packages that cannot be bundled, and athena/.`,
    '',
    '| stage | bundle MB | beside it MB | import ms | processor ms |',
    '|---|---|---|---|---|',
  ];
  for (const { name } of lambdaStages.filter((stage) => existsSync(handlerFileOf(stage.name)))) {
    const folder = join(root, name);
    bundleHandler(name, folder);
    const file = join(folder, bundleFile);
    const bytes = statSync(file).size;
    const times: Imported[] = [];
    for (let run = 0; run < (smoke ? 1 : imports); run += 1) times.push(await importTime(file));
    const least = (part: 'milliseconds' | 'cpuMilliseconds') => Math.min(...times.map((time) => time[part]));
    lines.push(
      `| ${[name, megabytes(bytes), megabytes(bytesIn(folder) - bytes), least('milliseconds').toFixed(0), least('cpuMilliseconds').toFixed(0)].join(' | ')} |`,
    );
  }
  rmSync(root, { recursive: true, force: true });
  console.log(lines.join('\n'));
  if (!smoke) renewResults('bundles', 'npm run bench -- bundles', lines);
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);

/** Without source maps, which are read only when something fails. */
const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.endsWith('.map'))
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
