import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileRows } from '../../adapters/csv/file-rows.ts';
import { dayOf } from '../../core/domain/calendar.ts';
import { AdsError, UsageError, WarehouseError } from '../../core/errors.ts';
import { readSpan } from '../../core/process/aggregates/publish.ts';
import { listedSince, pendingSets } from '../../core/process/merging/pending-sets.ts';
import { countRejected } from '../../core/process/quarantine/open-records.ts';
import { compare } from '../../core/process/reconcile/compare.ts';
import { explain } from '../../core/process/reconcile/explain.ts';
import {
  comparedMetrics,
  type FileRow,
  namedRow,
  type WarehouseRow,
  warehouseRow,
} from '../../core/process/reconcile/figures.ts';
import { newestLists } from '../../core/process/reconcile/listed.ts';
import { findMatching, type Matching } from '../../core/process/reconcile/match.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { existingFile, inspectFile } from '../inspect-file.ts';
import { type Reconciliation, reconcileLines } from '../lines/reconcile-lines.ts';
import { readExport } from '../read-export.ts';
import { createRuntime, type Runtime } from '../runtime.ts';
import { openDays } from './open-days.ts';

/** Without a file: the days that differ from the platform's own totals. With one: compares an export with the warehouse. Neither is changed: the file is read in a folder of the system's, the warehouse read-only. */
export const reconcileCommand: Command = async (args) => {
  const [file, ...others] = args.files;
  if (file === undefined) return openDays(args);
  if (others.length > 0)
    throw new UsageError('reconcile takes one file', 'Name one: npm run ads -- reconcile my-export.csv');
  const runtime = await createRuntime({ ...args, kind: undefined, readOnly: true });
  const workFolder = await mkdtemp(join(tmpdir(), 'ads-reconcile-'));
  try {
    if (!existsSync(join(runtime.dataDir, 'warehouse', 'ads.duckdb')))
      throw new AdsError(
        `There is nothing in ${runtime.dataDir} to compare with`,
        'Run "npm run ads -- process" first.',
      );
    const found = await reconcile(await readFile(file, args, runtime, workFolder), runtime).catch(ofOlderRelease);
    return { json: found, lines: reconcileLines(found), exitCode: found.agrees ? 0 : 2 };
  } finally {
    await runtime.close();
    await rm(workFolder, { recursive: true, force: true });
  }
};

/** A warehouse that was not merged into since an update may lack what is asked of it, and here nothing may be added. */
function ofOlderRelease(error: unknown): never {
  if (!(error instanceof WarehouseError)) throw error;
  throw new WarehouseError(error.message, 'Run "npm run ads -- process" once, then compare again.', { cause: error });
}

interface ExportFile {
  name: string;
  platform: string;
  recognisedAs: string;
  grain: 'creative' | 'campaign';
  rows: FileRow[];
  metrics: (typeof comparedMetrics)[number][];
  rejected: number;
  /** Neither the file nor the command line names its currency. */
  isCurrencyAssumed: boolean;
}

async function readFile(named: string, args: Arguments, { deps }: Runtime, workFolder: string): Promise<ExportFile> {
  const path = await existingFile(named);
  const name = basename(path);
  const { sample, recognition } = await inspectFile(path, name, args);
  const { read, rejected } = await readExport({
    path,
    fileName: name,
    sample,
    recognition,
    options: { ...args, defaultCurrency: deps.config.currency },
    workFolder,
    progress: deps.progress,
    runId: 'reconcile',
    observedAt: deps.now(),
  });
  return {
    name,
    platform: recognition.platform,
    recognisedAs: recognition.recognisedAs,
    grain: recognition.grain,
    rows: (await fileRows(read.rowsPath, workFolder)).map(namedRow),
    metrics: comparedMetrics.filter((metric) => recognition.mapping[metric].length > 0),
    rejected: rejected.length,
    isCurrencyAssumed: read.currency.source === 'config',
  };
}

async function reconcile(file: ExportFile, { deps }: Runtime): Promise<Reconciliation> {
  const { warehouse, objects } = deps;
  const days = file.rows.map(({ stat_date }) => stat_date).sort();
  const [from, to] = [days[0] ?? '', days.at(-1) ?? ''];
  const parameters = { platform: file.platform, from_day: from, to_day: to };
  const stored = (await warehouse.rows('queries/process/named_creative_days', parameters)).map(warehouseRow);
  if (stored.length === 0) throw nothingStored(file, from, to);
  const matching = findMatching(file.rows, stored, file.grain);
  if (!matching) throw nothingInCommon(file);
  const own = stored.filter(({ account_id }) => matching.accounts.includes(account_id));
  const rows = file.isCurrencyAssumed ? inCurrencyOf(own, file.rows) : file.rows;
  const compared = compare({ file: rows, warehouse: own, matching, metrics: file.metrics });
  const span = await readSpan(deps);
  const circumstances = {
    provisionalFrom: span.provisional_from,
    dataFrom: span.data_from,
    observedThrough: earliest(own.map(({ observed_on }) => observed_on)),
    listed: await newestLists(objects, file.platform, matching.accounts),
  };
  return {
    simulated: deps.simulated,
    file: file.name,
    recognised_as: file.recognisedAs,
    platform: file.platform,
    accounts: matching.accounts,
    compared_by: levelOf(matching),
    matched_by: matching.by,
    is_coarser: matching.level !== file.grain,
    from,
    to,
    metrics: file.metrics,
    agrees: compared.days.every((day) => day.agrees),
    days: compared.days,
    totals: compared.totals,
    rows: compared.rows.map(({ parts, entity, ...row }) => ({
      ...row,
      explanation: explain({ ...row, parts, entity }, compared.rows, circumstances),
    })),
    empty_rows: compared.empty_rows,
    unread_rows: file.rejected,
    unmerged_objects: await unmergedObjects(deps),
    in_quarantine: (await countRejected(objects)).total,
  };
}

/** Of the days that the next merge looks at. */
async function unmergedObjects({ warehouse, objects, now }: Runtime['deps']): Promise<number> {
  const [watermark = {}] = await warehouse.rows('queries/process/watermark');
  const since = listedSince(watermark.newest_dt ? String(watermark.newest_dt) : null, dayOf(now()));
  const merged = await warehouse.rows('queries/process/processed_runs', { since: since ?? '0001-01-01' });
  const pending = await pendingSets(objects, new Set(merged.map((row) => String(row.run_id))), since);
  return pending.reduce((sum, { objectIds }) => sum + objectIds.length, 0);
}

const levelOf = ({ level }: Matching) => (level === 'creative' ? 'ad' : 'campaign');

/** A file that names no currency is taken to be in the warehouse's, where that is one. */
function inCurrencyOf(warehouse: readonly WarehouseRow[], file: readonly FileRow[]): FileRow[] {
  const [only, ...others] = new Set(warehouse.map(({ currency }) => currency));
  return file.map((row) => (only === undefined || others.length > 0 ? row : { ...row, currency: only }));
}

const earliest = (days: readonly (string | null)[]): string | null =>
  days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);

function nothingStored({ name, platform }: ExportFile, from: string, to: string): AdsError {
  return new AdsError(
    `The warehouse has no figures of ${platform} from ${from} to ${to}, the days of ${name}`,
    'Collect or import them and run "npm run ads -- process". If the file is of another platform, say --platform.',
  );
}

function nothingInCommon({ name, rows: [row] }: ExportFile): AdsError {
  return new AdsError(
    `Not one campaign of ${name} is in the warehouse on its days, such as "${row?.campaign_name ?? row?.campaign_id}"`,
    'Check that it is an export of the same account; --map says which column holds the campaign.',
  );
}
