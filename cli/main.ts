import { closestMatch } from 'leven';
import { AdsError, UsageError } from '../core/errors.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { helpText } from './lines/help.ts';

/** Each is loaded when it is called, so that no command waits for the modules of the others. */
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./commands/start.ts')).startCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  'plan-collection': async () => (await import('./commands/plan-collection.ts')).planCollectionCommand,
  authorize: async () => (await import('./commands/authorize.ts')).authorizeCommand,
  collect: async () => (await import('./commands/collect.ts')).collectCommand,
  process: async () => (await import('./commands/process.ts')).processCommand,
  optimize: async () => (await import('./commands/optimize.ts')).optimizeCommand,
  train: async () => (await import('./commands/train.ts')).trainCommand,
  models: async () => (await import('./commands/models.ts')).modelsCommand,
  backtest: async () => (await import('./commands/backtest.ts')).backtestCommand,
  decisions: async () => (await import('./commands/decisions.ts')).decisionsCommand,
  guardrails: async () => (await import('./commands/guardrails.ts')).guardrailsCommand,
  'stop-writes': async () => (await import('./commands/stop-writes.ts')).stopWritesCommand,
  'allow-writes': async () => (await import('./commands/stop-writes.ts')).allowWritesCommand,
  maintain: async () => (await import('./commands/maintain.ts')).maintainCommand,
  watch: async () => (await import('./commands/watch.ts')).watchCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  history: async () => (await import('./commands/history.ts')).historyCommand,
  sql: async () => (await import('./commands/sql.ts')).sqlCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  quality: async () => (await import('./commands/quality.ts')).qualityCommand,
  reconcile: async () => (await import('./commands/reconcile.ts')).reconcileCommand,
  quarantine: async () => (await import('./commands/quarantine.ts')).quarantineCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  cost: async () => (await import('./commands/cost.ts')).costCommand,
  redrive: async () => (await import('./commands/redrive.ts')).redriveCommand,
  twin: async () => (await import('./commands/twin.ts')).twinCommand,
};

/** Runs one command line; returns the exit code: 0 done, 2 done with something in quarantine, 1 failed. */
export async function main(words: readonly string[]): Promise<number> {
  const asJson = words.includes('--json');
  try {
    const args = readArguments(words);
    if (args.help || args.command === undefined) {
      process.stdout.write(helpText);
      return 0;
    }
    const load = commands[args.command];
    if (!load) throw unknownCommand(args.command);
    const command = await load();
    const { json, lines, exitCode } = await command(args);
    process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`);
    return exitCode;
  } catch (error) {
    explain(error, asJson);
    return 1;
  }
}

function unknownCommand(name: string): UsageError {
  const names = Object.keys(commands);
  const meant = closestMatch(name, names, { maxDistance: 2 });
  return new UsageError(
    `There is no command "${name}"`,
    `${meant ? `Did you mean "${meant}"? ` : ''}The commands are ${names.join(', ')}. See npm run ads -- --help.`,
  );
}

/** A known error is its message and what to do; anything else is a bug of ours and shows where it happened. */
function explain(error: unknown, asJson: boolean): void {
  const known = error instanceof AdsError;
  const message = known ? error.message : ((error as Error).stack ?? String(error));
  const remedy = known ? error.remedy : 'This is a bug. Please report it with the lines above.';
  process.stderr.write(`Error: ${message}\nWhat to do: ${remedy}\n`);
  if (asJson) process.stdout.write(`${JSON.stringify({ error: { message, remedy } }, null, 2)}\n`);
}
