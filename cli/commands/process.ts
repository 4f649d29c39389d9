import type { DataProcessorOutput } from '../../core/contracts/stages.ts';
import { counted } from '../../core/domain/language.ts';
import type { Command } from '../command.ts';
import { simulatedLabel } from '../lines/wording.ts';
import { createRuntime } from '../runtime.ts';
import { runDataProcessor } from '../stages.ts';

export const processCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await runDataProcessor(runtime, { all_days: args.all });
    return {
      json: output,
      lines: [...(runtime.deps.simulated ? [simulatedLabel] : []), ...processLines(output)],
      exitCode: output.rejected > 0 ? 2 : 0,
    };
  } finally {
    await runtime.close();
  }
};

function processLines(output: DataProcessorOutput): string[] {
  const {
    merged_runs: runs,
    new_keys: added,
    changed_keys: changed,
    rejected,
    generation,
    data_through: through,
  } = output;
  return [
    runs === 0
      ? 'Nothing new to merge.'
      : `Merged ${counted(runs, 'run')}: ${counted(added, 'new row')}, ${counted(changed, 'changed row')}${rejected > 0 ? `; ${counted(rejected, 'row')} in quarantine` : ''}.`,
    generation
      ? `Aggregates: generation ${generation}, data through ${through}.`
      : 'No data yet: there is nothing to aggregate. Import a file first (npm run ads -- import FILE).',
  ];
}
