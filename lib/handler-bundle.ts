import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { bundleFile, bundlingOptions } from './bundling.ts';

export const repositoryRoot = resolve(fileURLToPath(import.meta.url), '..', '..');
export const handlerFileOf = (stage: string): string => join(repositoryRoot, 'lambdas', stage, 'handler.ts');

/** A stage stands in the list of Lambdas, but has no `lambdas/<stage>/handler.ts`. */
export class MissingHandlerError extends Error {
  constructor(stage: string) {
    super(
      `Stage ${stage} has no handler: write lambdas/${stage}/handler.ts, or remove it from core/deployment/names.ts`,
    );
    this.name = 'MissingHandlerError';
  }
}

/** Writes a stage's bundle into a folder: the code, its source map, `athena/`, for the model-trainer `sagemaker/`, and the packages that stay outside. */
export function bundleHandler(stage: string, folder: string): void {
  const entry = handlerFileOf(stage);
  if (!existsSync(entry)) throw new MissingHandlerError(stage);
  mkdirSync(folder, { recursive: true });
  const { metafile } = buildSync({
    ...bundlingOptions,
    external: [...bundlingOptions.external],
    mainFields: [...bundlingOptions.mainFields],
    absWorkingDir: repositoryRoot,
    entryPoints: [entry],
    outfile: join(folder, bundleFile),
  });
  cpSync(join(repositoryRoot, 'athena'), join(folder, 'athena'), { recursive: true });
  if (stage === 'model-trainer') copyTrainingCode(folder);
  for (const name of outsidePackages(metafile.outputs)) copyPackage(name, folder, new Set());
}

/** The scripts of training jobs; the stage hands them on. */
function copyTrainingCode(folder: string): void {
  cpSync(join(repositoryRoot, 'sagemaker'), join(folder, 'sagemaker'), {
    recursive: true,
    filter: (path) => (statSync(path).isDirectory() ? !/[\\/](tests|__pycache__)$/.test(path) : path.endsWith('.py')),
  });
}

type Outputs = Record<string, { imports: { path: string; external?: boolean }[] }>;

const outsidePackages = (outputs: Outputs): string[] => [
  ...new Set(
    Object.values(outputs)
      .flatMap(({ imports }) => imports)
      .map(({ path }) => path)
      .filter((path) => bundlingOptions.external.some((name) => name === path)),
  ),
];

/** With everything it depends on, as npm laid it out: a package of its own below another stays there. */
function copyPackage(name: string, folder: string, copied: Set<string>): void {
  if (copied.has(name)) return;
  copied.add(name);
  const from = join(repositoryRoot, 'node_modules', name);
  cpSync(from, join(folder, 'node_modules', name), { recursive: true, dereference: true });
  const nested = join(from, 'node_modules');
  const own = existsSync(nested) ? readdirSync(nested) : [];
  const { dependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies))
    if (!own.includes(dependency)) copyPackage(dependency, folder, copied);
}

/** Changes when any file of a folder does, so that a deployment knows whether there is something to do. */
export function folderHash(folder: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  for (const name of names) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(name).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}
