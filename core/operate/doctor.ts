import { aggregateFiles, isReprocessRun, keys, prefixes, runIdOf } from '../contracts/keys.ts';
import { counted } from '../domain/language.ts';
import { AdsError } from '../errors.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import type { SqlParameters, Warehouse } from '../ports/warehouse.ts';
import { readManifest } from '../process/aggregates/publish.ts';
import { dataClock } from '../process/quality/accounts.ts';
import { type Check, checks } from '../process/quality/checks.ts';
import { checkParameters, runCheck } from '../process/quality/run-checks.ts';
import { countRejected } from '../process/quarantine/open-records.ts';

export interface Finding {
  check: string;
  /** `note`: worth knowing, nothing to fix. */
  result: 'ok' | 'note' | 'problem';
  detail: string;
  remedy: string | null;
}

type Deps = Pick<StageDeps, 'objects' | 'warehouse' | 'config' | 'simulated' | 'now'>;

/** Checks the stored data and changes nothing. One broken part does not keep the others from being checked. */
export async function examineData(deps: Deps): Promise<Finding[]> {
  const asOf = await dataClock(deps).catch(() => deps.now());
  const parameters = checkParameters({ config: deps.config, asOf });
  const parts: [string, (deps: Deps) => Promise<Finding>][] = [
    ...checks.map((check): [string, (deps: Deps) => Promise<Finding>] => [
      check.file,
      ({ warehouse }) => examine(check, warehouse, parameters),
    ]),
    ['aggregates', checkAggregates],
    ['imports', checkImports],
    ['quarantine', checkQuarantine],
  ];
  const findings: Finding[] = [];
  for (const [check, run] of parts) findings.push(await run(deps).catch((error) => broken(check, error)));
  return findings;
}

const ok = (check: string, detail: string): Finding => ({ check, result: 'ok', detail, remedy: null });

function broken(check: string, error: unknown): Finding {
  const remedy = error instanceof AdsError ? error.remedy : 'This is a bug in the program. Please report it.';
  return { check, result: 'problem', detail: (error as Error).message, remedy };
}

async function examine(check: Check, warehouse: Warehouse, parameters: SqlParameters): Promise<Finding> {
  const { offending, examples } = await runCheck(check, warehouse, parameters);
  if (offending === 0) return ok(check.file, 'no offending rows');
  const first = `the first: ${JSON.stringify(examples[0])}`;
  if (check.severity === 'warning')
    return {
      check: check.file,
      result: 'note',
      detail: `${counted(offending, 'unusual row')}, ${first}`,
      remedy: 'Run "npm run ads -- quality": it explains them.',
    };
  return {
    check: check.file,
    result: 'problem',
    detail: `${counted(offending, 'row')} that must not be there, ${first}`,
    remedy: check.remedy,
  };
}

async function checkAggregates({ objects }: Deps): Promise<Finding> {
  const current = await readManifest({ objects });
  if (!current)
    return {
      check: 'aggregates',
      result: 'note',
      detail: 'none published yet',
      remedy: 'Import data, then run "npm run ads -- process".',
    };
  for (const file of aggregateFiles) {
    const original = await objects.get(current.manifest.files[file]?.key ?? file);
    const copy = await objects.get(keys.aggregate(file));
    if (original && copy?.etag === original.etag) continue;
    return {
      check: 'aggregates',
      result: 'problem',
      detail: `${keys.aggregate(file)} does not belong to generation ${current.manifest.generation}`,
      remedy: `Delete ${keys.aggregateCopies} and run "npm run ads -- process": it makes the copies again.`,
    };
  }
  return ok('aggregates', `generation ${current.manifest.generation}, data through ${current.manifest.data_through}`);
}

/** An import that was killed leaves its original without rows: harmless, but it takes room. */
async function checkImports({ objects }: Deps): Promise<Finding> {
  const committed = new Set<string>();
  for await (const { key } of objects.list(prefixes.importRows))
    if (!isReprocessRun(runIdOf(key))) committed.add(runIdOf(key));
  const unfinished = new Set<string>();
  for await (const { key } of objects.list(prefixes.imports)) {
    const folder = key.slice(0, key.lastIndexOf('/'));
    if (!committed.has(folder.slice(folder.lastIndexOf('/') + 1))) unfinished.add(folder);
  }
  if (unfinished.size === 0) return ok('imports', `${committed.size} complete`);
  return {
    check: 'imports',
    result: 'note',
    detail: `${committed.size} complete; interrupted: ${[...unfinished].join(', ')}`,
    remedy: 'Import the file again if you have not done so; the folders named above can be deleted.',
  };
}

async function checkQuarantine({ objects }: Deps): Promise<Finding> {
  const { total, objects: found } = await countRejected(objects);
  if (total === 0) return ok('quarantine', 'empty');
  return {
    check: 'quarantine',
    result: 'note',
    detail: `${counted(total, 'record')} from ${counted(found.length, 'import or pull', 'imports or pulls')}`,
    remedy: 'Run "npm run ads -- quarantine list": it says what is wrong and what to do.',
  };
}
