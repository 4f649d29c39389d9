import { dataProcessor } from '../core/stages/data-processor.ts';
import type { Command } from './main.ts';
import { createRuntime } from './runtime.ts';
import { count } from './wording.ts';

export const processCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await dataProcessor({}, runtime.deps);
    const merged =
      output.merged_runs === 0
        ? 'Nothing new to merge.'
        : `Merged ${count(output.merged_runs, 'import')}: ${count(output.new_keys, 'new row')}, ${count(output.changed_keys, 'changed row')}.`;
    const published = output.generation
      ? `Aggregates: generation ${output.generation}, data through ${output.data_through}.`
      : 'No data yet: there is nothing to aggregate. Import a file first (npm run ads -- import FILE).';
    return { json: output, lines: [merged, published], exitCode: output.rejected > 0 ? 2 : 0 };
  } finally {
    await runtime.close();
  }
};
