import type { Command } from '../command.ts';
import { count } from '../lines/wording.ts';
import { createRuntime } from '../runtime.ts';
import { runHousekeeper } from '../stages.ts';

/** What the weekly workflow does: old generations of aggregates go, the database is packed. */
export const maintainCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await runHousekeeper(runtime);
    return {
      json: output,
      lines: [`Removed ${count(output.removed_objects, 'file')} of old aggregates; the database is packed.`],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};
