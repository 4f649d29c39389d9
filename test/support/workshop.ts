import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { localObjectStore, pathOf } from '../../adapters/local/object-store.ts';
import { localWarehouse } from '../../adapters/local/warehouse.ts';
import { parquetEncoder } from '../../adapters/parquet/encoder.ts';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import { keys } from '../../core/contracts/keys.ts';
import { rawImportRowColumns } from '../../core/contracts/raw-rows.ts';
import type { Metric } from '../../core/ports/metrics.ts';
import type { StageDeps } from '../../core/ports/stage-deps.ts';
import { adsConfig } from '../../core/settings/config.ts';
import type { SqlFiles } from '../../core/sql/sql-models.ts';

/** One imported row; what is left out takes the values below. */
export interface Row {
  platform?: string;
  account_id?: string;
  campaign_id?: string;
  campaign_name?: string | null;
  creative_id?: string;
  creative_name?: string | null;
  stat_date?: string;
  currency?: string;
  impressions?: number | null;
  clicks?: number | null;
  cost?: string | null;
  conversions?: string | null;
  conversion_value?: string | null;
  leads?: string | null;
}

const defaults: Required<Row> = {
  platform: 'linkedin',
  account_id: 'acme',
  campaign_id: 'c1',
  campaign_name: null,
  creative_id: 'c1/a',
  creative_name: null,
  stat_date: '2026-03-02',
  currency: 'USD',
  impressions: 1000,
  clicks: 5,
  cost: '10.00',
  conversions: '1',
  conversion_value: null,
  leads: null,
};

export interface Workshop {
  deps: StageDeps;
  folder: string;
  metrics: { namespace: string; metrics: readonly Metric[] }[];
  /** Sets the frozen clock. */
  setTime(iso: string): void;
  /** Stores rows as an import would, now; returns its run id. */
  storeImport(rows: readonly Row[]): Promise<string>;
  text(key: string): Promise<string>;
  close(): Promise<void>;
}

/** The stages' world on a temporary folder: real local adapters, a frozen clock, counted ids. */
export async function openWorkshop(config: unknown = {}, moreSql: SqlFiles = new Map()): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'workshop-'));
  const objects = localObjectStore(folder);
  let time = new Date('2026-06-01T08:00:00.000Z');
  let ids = 0;
  const metrics: Workshop['metrics'] = [];
  const deps: StageDeps = {
    objects,
    warehouse: localWarehouse({
      file: join(folder, 'warehouse', 'ads.duckdb'),
      sqlFiles: new Map([...loadSqlFiles(join(projectRoot, 'athena')), ...moreSql]),
      pathOf: (key) => pathOf(folder, key),
      spillFolder: join(folder, '.tmp', 'spill'),
      threads: 1,
    }),
    parquet: parquetEncoder,
    metrics: {
      put: async (namespace, sent) => {
        metrics.push({ namespace, metrics: sent });
      },
    },
    notifier: { notify: async () => undefined },
    logger: { info: () => undefined, warn: () => undefined },
    progress: () => undefined,
    config: adsConfig.parse(config),
    simulated: false,
    now: () => time,
    newId: () => `ID${String(++ids).padStart(6, '0')}`,
  };
  await deps.warehouse.setUp();
  return {
    deps,
    folder,
    metrics,
    setTime: (iso) => {
      time = new Date(iso);
    },
    storeImport: async (rows) => {
      const runId = deps.newId();
      await objects.put(keys.importRows('linkedin', time, runId), await rowsFile(folder, rows, runId, time));
      return runId;
    },
    text: async (key) => new TextDecoder().decode((await objects.get(key))?.body),
    close: async () => {
      await deps.warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function rowsFile(folder: string, rows: readonly Row[], runId: string, at: Date): Promise<Uint8Array> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = join(folder, `${runId}.parquet`);
  const literal = (value: unknown) =>
    value === null || value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`;
  const values = rows.map((row) => {
    const full: Record<string, unknown> = {
      ...defaults,
      ...row,
      quality: null,
      run_id: runId,
      observed_at: at.toISOString().slice(0, 23),
    };
    return `select ${rawImportRowColumns.map(({ name, type }) => `cast(${literal(full[name])} as ${type}) as ${name}`).join(', ')}`;
  });
  await connection.run(`copy (${values.join(' union all ')}) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  const body = await readFile(file);
  await rm(file);
  return body;
}
