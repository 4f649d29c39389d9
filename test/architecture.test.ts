import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { workflows } from '../core/workflows/pipeline.ts';
import { brokenWalls, circleIn, type FileImport, folderCircles, upwardImports } from './support/house-rules.ts';

const root = resolve(fileURLToPath(import.meta.url), '..', '..');
const sourceFolders = ['bin', 'lib', 'lambdas', 'cli', 'core', 'adapters', 'twin', 'dashboard', 'bench', 'test'];

/** Pure libraries: no clock, no disk, no network of their own. */
const coreLibraries = ['leven', 'zod'];

const importPattern =
  /^(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

interface Import {
  from: string;
  /** A project file, relative to the root, or the name of a package or built-in. */
  target: string;
  isFile: boolean;
}

const files = sourceFolders.flatMap((folder) => sourceFiles(join(root, folder)));
const imports = files.flatMap(importsOf);
const fileImports: FileImport[] = imports.filter(({ isFile }) => isFile);

describe('the house', () => {
  it('finds files to look at', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('has imports that keep to their folder’s walls', () => {
    expect(brokenWalls(fileImports)).toEqual([]);
  });

  it('has a core whose rooms import only what stands below them', () => {
    expect(upwardImports(fileImports)).toEqual([]);
  });

  it('has no folders that import each other in a circle, at any level; in core no loose file completes one either', () => {
    const inCore = fileImports.filter(({ from, target }) => from.startsWith('core/') && target.startsWith('core/'));
    expect(folderCircles(inCore)).toEqual([]);
    expect(folderCircles(fileImports.filter(isBetweenFolders))).toEqual([]);
  });

  it('has a core without clock, disk, network, environment or SDK', () => {
    const foreign = imports.filter(
      ({ from, target, isFile }) => from.startsWith('core/') && !isFile && !coreLibraries.includes(target),
    );
    expect(foreign.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
    const impure = files
      .filter((file) => file.startsWith('core/'))
      .filter((file) =>
        /\b(process\.|Date\.now\(|new Date\(\)|Math\.random|setTimeout|fetch\(|Buffer\b|console\.)/.test(code(file)),
      );
    expect(impure).toEqual([]);
  });

  it('has no words of one world in the core', () => {
    // a price list is of one world
    const worldly = files
      .filter((file) => file.startsWith('core/') && !file.startsWith('core/deployment/cost/'))
      .filter((file) => /\b(duckdb|s3|dynamodb|lambda function)\b/i.test(code(file)));
    expect(worldly).toEqual([]);
  });

  it('has no import cycles', () => {
    const graph = new Map<string, Set<string>>();
    for (const { from, target } of fileImports) graph.set(from, (graph.get(from) ?? new Set()).add(target));
    expect(circleIn(graph)).toEqual([]);
  });

  it('reads the environment in one file per program at most', () => {
    const readers = files
      .filter((file) => !/^(test|bench)\//.test(file))
      .filter((file) => /process\.env/.test(code(file)));
    expect(readers.filter((file) => !/^(cli|lambdas)\/runtime\.ts$|^bin\/app\.ts$/.test(file))).toEqual([]);
  });

  it('has nothing but entries in bin', () => {
    expect(readdirSync(join(root, 'bin')).filter((name) => name !== 'app.ts')).toEqual(['ads.ts']);
  });

  it('names files in kebab-case and after what they hold', () => {
    const bad = files.filter(
      (file) =>
        !/^[a-z0-9/-]+(\.properties)?(\.slow)?(\.(test|config|d))?\.(ts|tsx|mjs)$/.test(file.replace(/^.*\//, '')),
    );
    expect(bad).toEqual([]);
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(file))).toEqual([]);
  });

  it('keeps files small enough to be one idea', () => {
    const long = files
      .filter((file) => !file.startsWith('test/'))
      .filter((file) => lines(file) > longestFile && !(file in longForAReason));
    expect(long).toEqual([]);
  });

  it('gives every stage of the workflows its file and its test', () => {
    const stages = [...JSON.stringify(workflows).matchAll(/"stage":"([a-z-]+)"/g)].map(([, stage]) => stage as string);
    expect(stages.length).toBeGreaterThan(0);
    for (const stage of new Set(stages)) {
      expect(files).toContain(`core/stages/${stage}.ts`);
      expect(
        [`test/core/stages/${stage}.test.ts`, `test/core/stages/${stage}.slow.test.ts`].filter(isSource),
      ).toHaveLength(1);
    }
  });

  it('names a test slow that starts processes, itself or by what supports it', () => {
    const heavy = fastTests.filter((file) => startsProcesses(file, new Set()));
    expect(heavy.map((file) => `${file}: rename it to *.slow.test.ts`)).toEqual([]);
  });

  it('builds object keys in one file', () => {
    const builders = files
      .filter((file) => /^(core|cli|adapters|lambdas)\//.test(file) && file !== 'core/contracts/keys.ts')
      .filter((file) =>
        /['"`](raw|quarantine|processed|state|decisions|models|generated_copy)\/[^'"`]/.test(code(file)),
      );
    expect(builders).toEqual([]);
  });

  it('says in one file how a document is created once or replaced', () => {
    const writers = files
      .filter((file) => /^(core|cli|lambdas)\//.test(file))
      .filter((file) => /\bif(NoneMatch|Match):/.test(code(file)));
    // a lease needs the version that it wrote
    expect(writers.toSorted()).toEqual([
      'core/ports/object-store.ts',
      'core/running/documents.ts',
      'core/running/lease.ts',
    ]);
  });

  it('gives every exported name one meaning', () => {
    const homes = new Map<string, string[]>();
    for (const file of files.filter((name) => /^(core|cli|adapters|lib|lambdas)\//.test(name)))
      for (const [, name] of code(file).matchAll(/^export (?:async )?(?:const|function|interface|type|class) (\w+)/gm))
        homes.set(name as string, [...new Set([...(homes.get(name as string) ?? []), file])]);
    const twice = [...homes].filter(([name, at]) => at.length > 1 && name !== 'handler' && !areSiblings(at));
    expect(twice.map(([name, at]) => `${name}: ${at.join(', ')}`)).toEqual([]);
  });

  it('has no skipped or focused tests but those that name the data they lack', () => {
    const skipped = files.filter(
      (file) => file.startsWith('test/') && /\b(it|describe|test)\.(only|skip|todo)\(/.test(code(file)),
    );
    expect(skipped.filter((file) => file !== 'test/architecture.test.ts')).toEqual([]);
  });
});

/** The two adapters of one port: the same file name in both worlds. */
const areSiblings = (paths: readonly string[]): boolean =>
  new Set(paths.map((path) => path.replace(/^adapters\/(aws|local)\//, ''))).size === 1;

const isSource = (name: string): boolean => files.includes(name);

/** Suites of their own (test/aws and others) have a configuration beside their tests. */
const fastTests = files.filter(
  (file) =>
    /^test\/.*(?<!\.slow)\.test\.ts$/.test(file) &&
    !isSource(`${file.split('/').slice(0, 2).join('/')}/vitest.config.ts`),
);

/** Only the tests' own files are followed: adapters start processes where they are told to. */
function startsProcesses(file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  return imports
    .filter(({ from }) => from === file)
    .some(({ target }) =>
      target.startsWith('test/') ? startsProcesses(target, seen) : processModules.includes(target),
    );
}

const processModules = ['node:child_process', 'node:worker_threads'];
describe('the rules of the house', () => {
  const found = (from: string, target: string) => {
    const planted = [{ from, target }];
    return { walls: brokenWalls(planted).length, upward: upwardImports(planted).length };
  };

  it.each([
    ['core/domain/money.ts', 'core/learn/training/snapshot.ts'],
    ['core/contracts/keys.ts', 'core/domain/calendar.ts'],
    ['core/collect/collection/run.ts', 'core/stages/collector.ts'],
    ['core/running/once.ts', 'core/sql/relations.ts'],
    ['core/errors.ts', 'core/statistics/beta.ts'],
    ['core/statistics/beta.ts', 'core/a-new-room/thing.ts'],
  ])('find %s importing %s, which leads upwards or sideways', (from, target) => {
    expect(found(from, target)).toEqual({ walls: 0, upward: 1 });
  });

  it.each([
    ['core/stages/optimizer.ts', 'core/deployment/names.ts'],
    ['adapters/local/warehouse.ts', 'core/deployment/names.ts'],
    ['adapters/local/warehouse.ts', 'adapters/aws/warehouse.ts'],
    ['lib/system.ts', 'core/optimize/guardrails/check.ts'],
    ['lambdas/runtime.ts', 'adapters/local/warehouse.ts'],
    ['core/stages/collector.ts', 'adapters/linkedin/client.ts'],
    ['cli/main.ts', 'lib/system.ts'],
    ['twin/server.ts', 'core/domain/money.ts'],
  ])('find %s importing %s through a wall', (from, target) => {
    expect(found(from, target).walls).toBe(1);
  });

  it('let every room import what stands below it, and what AWS words core needs import any', () => {
    expect(found('core/stages/optimizer.ts', 'core/optimize/acting/apply.ts')).toEqual({ walls: 0, upward: 0 });
    expect(found('core/deployment/cost/volumes.ts', 'core/collect/collection/call-plan.ts')).toEqual({
      walls: 0,
      upward: 0,
    });
  });

  it('find a circle of folders although its files make none', () => {
    expect(
      folderCircles([
        { from: 'core/optimize/market/a.ts', target: 'core/optimize/state/b.ts' },
        { from: 'core/optimize/state/c.ts', target: 'core/optimize/market/d.ts' },
      ]),
    ).toEqual(['core/optimize/market -> core/optimize/state -> core/optimize/market']);
  });
});

const longestFile = 250;
/** Files beyond that, each with its reason. */
const longForAReason: Record<string, string> = {
  'core/contracts/keys.ts': 'every object key is built here and nowhere else',
};

function sourceFiles(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !name.includes('node_modules'))
    .map((name) => relative(root, join(folder, name)));
}

function importsOf(from: string): Import[] {
  const specifiers = [...code(from).matchAll(importPattern)].map(
    (match) => (match[1] ?? match[2] ?? match[3]) as string,
  );
  return specifiers
    .filter((specifier) => !builtinModules.includes(specifier) || from.startsWith('core/'))
    .map((specifier) =>
      specifier.startsWith('.')
        ? { from, target: relative(root, resolve(root, dirname(from), specifier)), isFile: true }
        : { from, target: specifier, isFile: false },
    );
}

/** A file without its comments, so that words in prose do not count. */
function code(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

/** Whether both files lie in folders of the place where their paths part. Tests import all. */
function isBetweenFolders({ from, target }: FileImport): boolean {
  if (/^(test|bench)\//.test(from)) return false;
  const [one, other] = [from.split('/'), target.split('/')];
  const parted = one.findIndex((name, index) => name !== other[index]);
  return one.length > parted + 1 && other.length > parted + 1;
}

const lines = (file: string): number => readFileSync(join(root, file), 'utf8').split('\n').length;
