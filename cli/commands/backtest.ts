import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AdsError, UsageError } from '../../core/errors.ts';
import { countMornings, runBacktest } from '../../core/optimize/backtest/run-backtest.ts';
import { type Guardrails, parseGuardrails } from '../../core/optimize/guardrails/guardrail-file.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { backtestLines } from '../lines/backtest-lines.ts';
import { simulatedLabel } from '../lines/wording.ts';
import { createRuntime } from '../runtime.ts';

const example = 'npm run ads -- backtest --from 2026-06-01 --to 2026-06-30 --guardrails my-guardrails.json';

/** What a set of guardrails would have allowed on stored history, morning by morning. Changes nothing. */
export const backtestCommand: Command = async (args) => {
  const { from, to, file } = asked(args);
  const guardrails = await guardrailsOf(file);
  const runtime = await createRuntime({ ...args, kind: undefined, readOnly: true });
  try {
    requireHistory(runtime.dataDir);
    const { simulated } = runtime.deps;
    const { days, totals, values } = await runBacktest(runtime.deps, { from, to, guardrails });
    return {
      json: { simulated, from, to, guardrails, notes, totals, values, days },
      lines: [...(simulated ? [simulatedLabel, ''] : []), ...backtestLines({ days, totals, values }), ...notes],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};

/** What a backtest cannot know. */
const notes = [
  'Figures stay as history had them: how the market would have responded to these changes is unknown.',
  'All days count as reconciled: history records reconciliation for the newest snapshot only.',
];

function asked({ from, to, guardrails, files }: Arguments): { from: string; to: string; file: string } {
  if (files.length > 0) throw new UsageError(`backtest takes no "${files[0]}"`, `For example: ${example}`);
  if (from === undefined || to === undefined || guardrails === undefined)
    throw new UsageError('backtest needs --from, --to and --guardrails', `For example: ${example}`);
  countMornings({ from, to });
  return { from, to, file: guardrails };
}

async function guardrailsOf(file: string): Promise<Guardrails> {
  if (!existsSync(file))
    throw new UsageError(
      `There is no file ${file}`,
      '"npm run ads -- guardrails init" writes an example that you can edit.',
    );
  return parseGuardrails(await readFile(file, 'utf8'));
}

function requireHistory(dataDir: string): void {
  if (!existsSync(join(dataDir, 'warehouse', 'ads.duckdb')))
    throw new AdsError(`There is no history in ${dataDir}`, 'Run "npm run ads -- process" first.');
}
