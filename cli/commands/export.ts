import { stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { alreadyThere, exportRelation } from '../../adapters/local/export-relation.ts';
import type { ExportFormat } from '../../core/contracts/data-folder.ts';
import { counted, plural } from '../../core/domain/language.ts';
import { UsageError } from '../../core/errors.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { simulatedLabel } from '../lines/wording.ts';
import { createRuntime, shownPath } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';

const defaultRelation = 'ad_report';
const exportsFolder = 'exports';
const endings: Record<ExportFormat, string> = { csv: 'csv', parquet: 'parquet', json: 'ndjson' };
const formatOfEnding: Partial<Record<string, ExportFormat>> = {
  '.csv': 'csv',
  '.parquet': 'parquet',
  '.json': 'json',
  '.ndjson': 'json',
  '.jsonl': 'json',
};

/** A relation as a file for other tools. */
export const exportCommand: Command = async (args) => {
  const format = formatOf(args);
  assertUsage(args, format);
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const relation = args.relation ?? defaultRelation;
    const file = resolve(args.out ?? join(runtime.dataDir, exportsFolder, `${relation}.${endings[format]}`));
    await assertPlace(file, runtime.dataDir, args.force);
    // Tables and views of this release, also where an older one made the file.
    await onWarehouse(runtime, async () => undefined);
    // Where what is left by a killed process is cleared away.
    const place = { ...runtime.database, spillFolder: await runtime.workFolder() };
    const { rows, bytes, formulas } = await exportRelation(place, {
      relation,
      format,
      ...(args.from !== undefined && { from: args.from }),
      ...(args.to !== undefined && { to: args.to }),
      spreadsheet: args.spreadsheet,
      file,
      replace: args.force,
    });
    const { simulated } = runtime.deps;
    return {
      json: { simulated, relation, format, file, rows, bytes, formulas },
      lines: [
        ...(simulated ? [simulatedLabel] : []),
        `${counted(rows, 'row')} of ${relation} in ${shownPath(file)}`,
        ...(formulas > 0
          ? [
              `${counted(formulas, 'text')} in it ${plural(formulas, 'begins', 'begin')} with =, +, - or @. A spreadsheet may run such a text as a formula; --spreadsheet prevents that.`,
            ]
          : []),
      ],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};

/** As said, else as the file's ending says, else csv. */
const formatOf = ({ format, out }: Arguments): ExportFormat =>
  format ?? formatOfEnding[extname(out ?? '').toLowerCase()] ?? 'csv';

function assertUsage({ files, spreadsheet, from, to }: Arguments, format: ExportFormat): void {
  if (files.length > 0)
    throw new UsageError(
      `export takes options only, not "${files[0]}"`,
      'For example: npm run ads -- export --relation creative_daily --out daily.csv',
    );
  if (spreadsheet && format !== 'csv') throw new UsageError('--spreadsheet is for CSV', 'Leave it out, or export CSV.');
  if (from !== undefined && to !== undefined && from > to)
    throw new UsageError(`--from ${from} is after --to ${to}`, 'Give the earlier day with --from.');
}

/** Before anything is asked of the warehouse. What the program itself keeps is never replaced, not even by force. */
async function assertPlace(file: string, dataDir: string, force: boolean): Promise<void> {
  const inside = relative(dataDir, file);
  const isInside = resolve(dataDir, inside) === file && inside.split(sep)[0] !== '..';
  if (isInside && !inside.startsWith(exportsFolder + sep))
    throw new UsageError(
      `${shownPath(file)} is inside the data folder`,
      `Choose another --out, or one in ${shownPath(join(dataDir, exportsFolder))}.`,
    );
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`${shownPath(file)} is a folder`, 'Name a file with --out.');
  if (found && !force) throw alreadyThere(shownPath(file));
}
