import type { Arguments } from './arguments.ts';

/** What a command hands back: the one JSON document of `--json`, the lines of a person, and the exit code. */
export interface CommandResult {
  json: unknown;
  lines: string[];
  exitCode: 0 | 1 | 2;
}

export type Command = (args: Arguments) => Promise<CommandResult>;
