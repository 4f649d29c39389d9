import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './command.ts';
import { exitCodeOf, importFiles, importLines } from './import.ts';
import { decisionLines } from './optimize.ts';
import { reportLines } from './report.ts';
import { createRuntime, projectRoot, shownPath } from './runtime.ts';
import { readDecisions, readReport, runWorkflow } from './stages.ts';

/**
 * The whole pipeline in one command: import, merge, aggregate, decide, and a summary that is read in ten seconds. Without files
 * it is the demo on `examples/`. There is no page to serve yet, so it ends, with `--once` and without.
 */
export const startCommand: Command = async (args) => {
  const isDemo = args.files.length === 0;
  const runtime = await createRuntime({ ...args, kind: isDemo ? 'simulated' : 'real' });
  try {
    const files = isDemo ? exampleFiles() : args.files;
    const outcome = await importFiles(args, runtime, files);
    if (outcome.imported.length > 0) {
      await runWorkflow('refresh', runtime);
      await runWorkflow('optimize', runtime);
    }
    const found = await readReport(runtime);
    const { key, decisions } = await readDecisions(runtime);
    return {
      json: {
        report: found,
        decisions,
        imported: outcome.imported.map(({ record, repeated, quarantine }) => ({ ...record, repeated, quarantine })),
        refused: outcome.refused.map(({ file, error }) => ({ file, message: error.message, remedy: error.remedy })),
        data_dir: runtime.dataDir,
      },
      lines: [
        ...importLines(outcome, runtime),
        '',
        ...reportLines(found, runtime.dataDir),
        '',
        ...decisionLines(decisions),
        ...(key ? [`All with their evidence: ${shownPath(join(runtime.dataDir, key))}`] : []),
        `Everything lies in ${shownPath(runtime.dataDir)}`,
        ...(isDemo ? ['', 'This was the demo. On your own export: npm start -- my-export.csv'] : []),
      ],
      // Rows in quarantine are reported above and are no failure of the whole.
      exitCode: exitCodeOf(outcome) === 1 ? 1 : 0,
    };
  } finally {
    await runtime.close();
  }
};

function exampleFiles(): string[] {
  const folder = join(projectRoot, 'examples');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .toSorted()
    .map((name) => join(folder, name));
}
