import { counted } from '../../core/domain/language.ts';
import type { Command } from '../command.ts';

import { createRuntime } from '../runtime.ts';
import { runHousekeeper } from '../stages.ts';

/** What the weekly workflow does: old generations of aggregates are removed, the database is compacted. */
export const maintainCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await runHousekeeper(runtime);
    return {
      json: output,
      lines: [`Removed ${counted(output.removed_objects, 'file')} of old aggregates and compacted the database.`],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};
