import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { monotonicFactory } from 'ulid';
import type { DatabasePlace } from '../adapters/local/database-file.ts';
import { localMetrics } from '../adapters/local/metrics.ts';
import { localNotifier } from '../adapters/local/notifier.ts';
import { localObjectStore, pathOf } from '../adapters/local/object-store.ts';
import { localWarehouse } from '../adapters/local/warehouse.ts';
import { parquetEncoder } from '../adapters/parquet/encoder.ts';
import type { DataKind } from '../core/contracts/data-folder.ts';
import { msPerDay } from '../core/domain/calendar.ts';
import { ConfigError } from '../core/errors.ts';
import type { StageDeps } from '../core/ports/stage-deps.ts';
import { type AdsConfig, adsConfig, parseConfig } from '../core/settings/config.ts';
import type { SqlFiles } from '../core/sql/sql-models.ts';
import { showProgress } from './lines/progress.ts';
import { claimDataFolder } from './places/data-folder.ts';

export const projectRoot = resolve(fileURLToPath(import.meta.url), '..', '..');
const configName = 'ads.config.json';

/** Everything a command needs on one machine, made once. */
export interface Runtime {
  deps: StageDeps;
  dataDir: string;
  /** The local warehouse's file, for what asks it beside the port: `sql` and `export`. */
  database: DatabasePlace;
  /** Lines for a person. With --json they go to stderr, because stdout is one JSON document. */
  print(line: string): void;
  /** A folder of this command's own for working files; gone after `close()`. */
  workFolder(): Promise<string>;
  /** Lets go of the database: no process holds it between steps. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  dataDir: string | undefined;
  config: string | undefined;
  json: boolean;
  /** What the folder becomes if it is new; undefined for a command that only works on what is there. */
  kind: DataKind | undefined;
  /** For a command that asks the warehouse and must not change it. */
  readOnly?: boolean;
}

export async function createRuntime({ dataDir, config, json, kind, readOnly }: RuntimeOptions): Promise<Runtime> {
  const root = resolve(dataDir ?? join(projectRoot, '.local', kind === 'simulated' ? 'demo' : 'data'));
  const settings = loadConfig(config);
  const objects = localObjectStore(root);
  const folder = await claimDataFolder(objects, root, kind);
  const shown = showProgress(process.stderr);
  const print = (line: string) => {
    shown.clear();
    (json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  const now = () => new Date();
  const nextId = monotonicFactory();
  const working = join(root, '.tmp', `work-${process.pid}`);
  const sqlFiles = loadSqlFiles(join(projectRoot, 'athena'));
  const database = { file: join(root, 'warehouse', 'ads.duckdb'), spillFolder: join(root, '.tmp', 'spill'), sqlFiles };
  const deps: StageDeps = {
    objects,
    warehouse: localWarehouse({
      ...database,
      pathOf: (key) => pathOf(root, key),
      ...(readOnly && { readOnly }),
    }),
    parquet: parquetEncoder,
    metrics: localMetrics({ file: join(root, 'logs', 'metrics.ndjson'), now }),
    notifier: localNotifier({ file: join(root, 'logs', 'notifications.ndjson'), now, print }),
    logger: { info: () => undefined, warn: (message) => print(`Note: ${message}`) },
    progress: shown.progress,
    config: settings,
    simulated: folder.kind === 'simulated',
    now,
    newId: () => nextId(now().getTime()),
  };
  return {
    deps,
    dataDir: root,
    database,
    print,
    async workFolder() {
      await removeAbandoned(join(root, '.tmp'), now());
      await mkdir(working, { recursive: true });
      return working;
    },
    async close() {
      shown.clear();
      await deps.warehouse.close();
      await rm(working, { recursive: true, force: true });
    },
  };
}

/** No command runs longer on one file than this without touching its folder. */
const abandonedAfterMilliseconds = msPerDay;

/** Working files of commands that were killed. */
async function removeAbandoned(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith('work-')) continue;
    const path = join(folder, name);
    const touched = await stat(path).catch(() => undefined);
    if (touched && now.getTime() - touched.mtimeMs > abandonedAfterMilliseconds)
      await rm(path, { recursive: true, force: true });
  }
}

/** This process's variables and some more, for a program that it starts. */
export const childEnvironment = (more: Record<string, string>): Record<string, string | undefined> => ({
  ...process.env,
  ...more,
});

/** The project's own configuration unless another file is named; defaults where there is none. */
export function loadConfig(file: string | undefined): AdsConfig {
  const path = file ?? join(projectRoot, configName);
  if (existsSync(path)) return parseConfig(file ?? configName, readFileSync(path, 'utf8'));
  if (file !== undefined) throw new ConfigError(file, ['there is no such file']);
  return adsConfig.parse(undefined);
}

/** Athena's own statements: nothing else runs them. */
const athenaOnly = 'athena-only/';

/** `athena/` in memory, by path without `.sql`: what every engine runs. */
export function loadSqlFiles(folder: string): SqlFiles {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.sql') && !name.startsWith(athenaOnly));
  return new Map(
    files.toSorted().map((name) => [name.slice(0, -'.sql'.length), readFileSync(join(folder, name), 'utf8')]),
  );
}

/** A path as the person would type it. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near || '.';
}
