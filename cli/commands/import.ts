import { basename, join } from 'node:path';
import { type Imported, importFile } from '../../core/collect/imports/import-file.ts';
import { counted } from '../../core/domain/language.ts';
import { AdsError, UsageError } from '../../core/errors.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { existingFile } from '../places/existing-file.ts';
import { exportReader } from '../places/export-reader.ts';
import { createRuntime, type Runtime, shownPath } from '../runtime.ts';

/** Rejected rows that are shown; all of them are in quarantine. */
const shownRejects = 5;

export interface ImportOutcome {
  imported: Imported[];
  refused: { file: string; error: AdsError }[];
}

export const importCommand: Command = async (args) => {
  if (args.files.length === 0)
    throw new UsageError('import needs a file', 'Name one: npm run ads -- import my-export.csv');
  const runtime = await createRuntime({ ...args, kind: 'real' });
  try {
    const outcome = await importFiles(args, runtime);
    const next = outcome.imported.some(({ repeated }) => !repeated) ? ['Next: npm run ads -- process'] : [];
    return { json: toJson(outcome), lines: [...importLines(outcome, runtime), ...next], exitCode: exitCodeOf(outcome) };
  } finally {
    await runtime.close();
  }
};

/** Takes the files one by one; a refused file does not keep the others out. */
export async function importFiles(
  args: Arguments,
  runtime: Runtime,
  files: readonly string[] = args.files,
): Promise<ImportOutcome> {
  const outcome: ImportOutcome = { imported: [], refused: [] };
  const deps = { ...runtime.deps, exports: exportReader(runtime) };
  for (const [index, file] of files.entries()) {
    if (files.length > 1) runtime.deps.progress('importing files', index, files.length);
    try {
      const path = await existingFile(file);
      outcome.imported.push(await importFile({ name: basename(path), source: { path } }, args, deps));
    } catch (error) {
      if (!(error instanceof AdsError)) throw error;
      outcome.refused.push({ file, error });
    }
  }
  return outcome;
}

export function exitCodeOf({ imported, refused }: ImportOutcome): 0 | 1 | 2 {
  if (refused.length > 0) return 1;
  return imported.some(({ record }) => record.counts.rejected > 0) ? 2 : 0;
}

function toJson({ imported, refused }: ImportOutcome) {
  return {
    imported: imported.map(({ record, repeated, quarantine }) => ({ ...record, repeated, quarantine })),
    refused: refused.map(({ file, error }) => ({ file, message: error.message, remedy: error.remedy })),
  };
}

export function importLines({ imported, refused }: ImportOutcome, runtime: Runtime): string[] {
  return [
    ...imported.flatMap((each) => importedLines(each, runtime)),
    ...refused.flatMap(({ error }) => [`Refused: ${error.message}`, `  What to do: ${error.remedy}`]),
  ];
}

function importedLines({ record, repeated, quarantine, rejected }: Imported, { dataDir }: Runtime): string[] {
  const { counts } = record;
  const head = `${record.file}: ${record.recognised_as}, ${counted(counts.accepted, 'row')} read, ${counted(counts.keys, record.grain === 'creative' ? 'ad day' : 'campaign day')}`;
  if (repeated) return [`${head}. This file was already imported, and nothing was imported after it: nothing to do.`];
  return [
    `${head}.`,
    ...record.notes.map((note) => `  ${note}`),
    ...(counts.rejected > 0 ? [`  ${counted(counts.rejected, 'row')} rejected:`] : []),
    ...rejected.slice(0, shownRejects).map((row) => `    line ${row.line ?? '?'}: ${row.reason}. ${row.remedy}`),
    ...(rejected.length > shownRejects ? [`    … and ${rejected.length - shownRejects} more`] : []),
    ...(quarantine ? [`  The rejected rows are in ${shownPath(join(dataDir, quarantine))}`] : []),
  ];
}
