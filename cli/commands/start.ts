import { join } from 'node:path';
import { dayOf } from '../../core/domain/calendar.ts';
import { counted } from '../../core/domain/language.ts';
import { AdsError } from '../../core/errors.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandResult } from '../command.ts';
import { runDemo } from '../demo/demo.ts';
import { createRuntime, type Runtime, shownPath } from '../runtime.ts';
import { readDecisions, readReport, runWorkflow } from '../stages.ts';
import { runTraining, servingLines, trainingLines } from '../training.ts';
import { exitCodeOf, importFiles, importLines } from './import.ts';
import { decisionLines } from './optimize.ts';
import { reportLines } from './report.ts';

/**
 * The whole pipeline in one command, ending in a short summary: on the files given, or without files on a simulated LinkedIn account,
 * the demo. There is no page to serve yet, so it ends, with `--once` and without.
 */
export const startCommand: Command = async (args) => {
  const isDemo = args.files.length === 0;
  const runtime = await createRuntime({ ...args, kind: isDemo ? 'simulated' : 'real' });
  try {
    return isDemo ? await startDemo(args, runtime) : await startOnFiles(args, runtime);
  } finally {
    await runtime.close();
  }
};

async function startOnFiles(args: Arguments, runtime: Runtime): Promise<CommandResult> {
  const outcome = await importFiles(args, runtime);
  let trained = untrained;
  if (outcome.imported.length > 0) {
    await runWorkflow('refresh', runtime);
    trained = await train(runtime);
    await runWorkflow('optimize', runtime);
  }
  const summary = await summarise(runtime);
  return {
    json: {
      ...summary.json,
      training: trained.json,
      imported: outcome.imported.map(({ record, repeated, quarantine }) => ({ ...record, repeated, quarantine })),
      refused: outcome.refused.map(({ file, error }) => ({ file, message: error.message, remedy: error.remedy })),
    },
    lines: [...importLines(outcome, runtime), '', ...summary.lines, ...trained.lines, ...(await servingLines(runtime))],
    // Rows in quarantine are reported above and are no failure of the whole.
    exitCode: exitCodeOf(outcome) === 1 ? 1 : 0,
  };
}

async function startDemo({ world, seed, days: wanted }: Arguments, runtime: Runtime): Promise<CommandResult> {
  const run = await runDemo(runtime, {
    ...(world && { world }),
    ...(seed !== undefined && { seed }),
    ...(wanted !== undefined && { days: wanted }),
  });
  await runWorkflow('refresh', runtime);
  const trained = await train(runtime);
  await runWorkflow('optimize', runtime);
  const summary = await summarise(runtime);
  const days = `${dayOf(run.from)} to ${dayOf(run.to)}`;
  const lived =
    run.pulls > 0
      ? `Simulated ${days}: ${counted(run.pulls, 'pull')}, ${counted(run.calls, 'API call')}.`
      : `The demo has already run (${days}). Delete ${shownPath(runtime.dataDir)} to run it again.`;
  return {
    json: {
      ...summary.json,
      training: trained.json,
      demo: { from: run.from, to: run.to, pulls: run.pulls, calls: run.calls },
    },
    lines: [
      ...summary.lines,
      ...trained.lines,
      ...(await servingLines(runtime)),
      lived,
      ...run.failures.map(({ account, error }) => `Account ${account} could not be collected: ${error.message}`),
      '',
      'This was the demo. Try your own export: npm start -- my-export.csv',
    ],
    exitCode: 0,
  };
}

interface Trained {
  json: object | null;
  lines: string[];
}

const untrained: Trained = { json: null, lines: [] };

/** The outcome of training. If it fails, the rest goes on, and the versions in production stay. */
async function train(runtime: Runtime): Promise<Trained> {
  try {
    const outcome = await runTraining(runtime);
    return { json: outcome, lines: trainingLines(outcome) };
  } catch (error) {
    if (!(error instanceof AdsError)) throw error;
    const { message, remedy } = error;
    const lines = [`The models were not trained: ${message}`, `  What to do: ${remedy}`];
    return { json: { error: { message, remedy } }, lines };
  }
}

async function summarise(runtime: Runtime): Promise<{ json: object; lines: string[] }> {
  const found = await readReport(runtime);
  const { key, decisions } = await readDecisions(runtime);
  return {
    json: { report: found, decisions, data_dir: runtime.dataDir },
    lines: [
      ...reportLines(found, runtime.dataDir),
      '',
      ...decisionLines(decisions),
      ...(key ? [`All decisions with their evidence: ${shownPath(join(runtime.dataDir, key))}`] : []),
      `All data: ${shownPath(runtime.dataDir)}`,
    ],
  };
}
