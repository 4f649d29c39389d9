import { text } from 'node:stream/consumers';
import { askSandbox, type SandboxAnswer } from '../../adapters/local/sandbox.ts';
import { counted } from '../../core/domain/language.ts';
import { UsageError } from '../../core/errors.ts';
import { askableRelations } from '../../core/sql/relations.ts';
import type { Command, CommandResult } from '../command.ts';
import { tableLines } from '../lines/table.ts';
import { simulatedLabel } from '../lines/wording.ts';
import { createRuntime, type Runtime } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';

const defaultLimit = 200;
const defaultTimeoutSeconds = 60;

/** One statement on the local warehouse, read-only; without one, what can be asked. `-` reads it from stdin. */
export const sqlCommand: Command = async (args) => {
  const [given, ...others] = args.files;
  if (others.length > 0)
    throw new UsageError(
      'sql takes one statement',
      'Put it in quotes: npm run ads -- sql "select * from ad_report limit 10"',
    );
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    // Tables and views of this release, also where an older one made the file.
    await onWarehouse(runtime, async () => undefined);
    if (given === undefined) return relations(runtime);
    const limit = args.limit ?? defaultLimit;
    // Where what is left by a killed process is cleared away.
    const place = { ...runtime.database, spillFolder: await runtime.workFolder() };
    const answer = await askSandbox(place, given === '-' ? await text(process.stdin) : given, {
      limit,
      timeoutSeconds: args.timeout ?? defaultTimeoutSeconds,
    });
    return answered(answer, runtime.deps.simulated, limit);
  } finally {
    await runtime.close();
  }
};

function relations({ database }: Runtime): CommandResult {
  const found = askableRelations(database.sqlFiles).map(({ name, grain }) => ({ name, grain }));
  const columns = [
    { name: 'relation', type: 'VARCHAR' },
    { name: 'one row', type: 'VARCHAR', whole: true },
  ];
  return {
    json: { relations: found },
    lines: [
      ...tableLines(
        columns,
        found.map(({ name, grain }) => [name, grain.replace(/^one row /, '')]),
      ),
      '',
      'Query one: npm run ads -- sql "select * from ad_report limit 10". Examples are in docs/queries.md.',
    ],
    exitCode: 0,
  };
}

function answered({ columns, rows, truncated }: SandboxAnswer, simulated: boolean, limit: number): CommandResult {
  const names = distinct(columns.map(({ name }) => name));
  return {
    json: {
      simulated,
      columns: columns.map(({ type }, at) => ({ name: names[at], type })),
      rows: rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at], value]))),
      truncated,
    },
    lines: [
      ...(simulated ? [simulatedLabel, ''] : []),
      ...lines(columns, rows),
      '',
      truncated
        ? `Showing the first ${counted(rows.length, 'row')}. --limit ${10 * limit} shows more; "npm run ads -- export" writes a whole relation.`
        : counted(rows.length, 'row'),
    ],
    exitCode: 0,
  };
}

/** A plan is drawn by the engine and stays as it is. */
const lines = (columns: SandboxAnswer['columns'], rows: SandboxAnswer['rows']): string[] =>
  columns[0]?.name === 'explain_key'
    ? rows.map(([, plan]) => String(plan))
    : tableLines(columns, rows, process.stdout.isTTY ? process.stdout.columns : undefined);

/** A JSON object has a name once: the second `a` becomes `a_2`. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}
