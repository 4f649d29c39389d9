import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AdsError, UsageError, WarehouseError } from '../../core/errors.ts';
import { comparedMetrics, fileRow } from '../../core/process/reconcile/figures.ts';
import { type ReadExport, reconcileExport } from '../../core/process/reconcile/reconcile-export.ts';
import { checkedRow } from '../../core/sql/ask.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { reconcileLines } from '../lines/reconcile-lines.ts';
import { existingFile } from '../places/existing-file.ts';
import { exportReader } from '../places/export-reader.ts';
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
    const read = await readFile(file, args, { ...runtime, workFolder: async () => workFolder });
    const found = await reconcileExport(read, runtime.deps).catch(ofOlderRelease);
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

async function readFile(named: string, args: Arguments, runtime: Runtime): Promise<ReadExport> {
  const path = await existingFile(named);
  const name = basename(path);
  const { config, now } = runtime.deps;
  const recognised = await exportReader(runtime).recognise({ name, source: { path } }, args);
  const reading = await recognised.read({
    runId: 'reconcile',
    observedAt: now(),
    options: { ...args, defaultCurrency: config.currency },
  });
  return {
    name,
    platform: recognised.platform,
    recognisedAs: recognised.recognised_as,
    grain: recognised.grain,
    rows: (await reading.records()).map((row) => checkedRow(name, row, fileRow)),
    metrics: comparedMetrics.filter((metric) => recognised.mapping[metric].length > 0),
    rejected: reading.rejected.length,
    isCurrencyAssumed: reading.currency.source === 'config',
  };
}
