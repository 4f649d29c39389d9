import type { Decision } from '../core/contracts/decisions.ts';
import type { Report } from '../core/contracts/report.ts';
import type {
  DataProcessorInput,
  DataProcessorOutput,
  HousekeeperOutput,
  OptimizerOutput,
} from '../core/contracts/stages.ts';
import { report } from '../core/operate/report.ts';
import { newestDecisions } from '../core/optimize/log/stored.ts';
import { type CollectorDeps, collector } from '../core/stages/collector.ts';
import { dataProcessor } from '../core/stages/data-processor.ts';
import { housekeeper } from '../core/stages/housekeeper.ts';
import { optimizer } from '../core/stages/optimizer.ts';
import { accountsToCollect } from '../core/stages/pull-accounts.ts';
import { type StageResult, walk, workflows } from '../core/workflows/pipeline.ts';
import { runWatchdog } from './commands/watch.ts';
import { actingPlatform, wallClock } from './places/acting-platform.ts';
import type { Runtime } from './runtime.ts';

/** The stages that work on the warehouse, as they run on one machine. */
const warehouseStages = { 'data-processor': dataProcessor, housekeeper } as const;

/** Runs something on the warehouse and lets go of it: no process holds the database between steps. */
export async function onWarehouse<T>({ deps }: Runtime, work: (deps: Runtime['deps']) => Promise<T>): Promise<T> {
  try {
    await deps.warehouse.setUp();
    return await work(deps);
  } finally {
    await deps.warehouse.close();
  }
}

export const runDataProcessor = (runtime: Runtime, input: DataProcessorInput = {}): Promise<DataProcessorOutput> =>
  onWarehouse(runtime, (deps) => dataProcessor(input, deps));

export const runHousekeeper = (runtime: Runtime): Promise<HousekeeperOutput> =>
  onWarehouse(runtime, (deps) => housekeeper({}, deps));

/** On the platform of the folder and at its time. */
export async function runOptimizer(runtime: Runtime, secrets?: string): Promise<OptimizerOutput> {
  const { platform, now, close } = await actingPlatform(runtime.deps, { secrets });
  try {
    return await onWarehouse(runtime, (deps) => optimizer({}, { ...deps, platform, now, wallClock }));
  } finally {
    await close();
  }
}

export const readReport = (runtime: Runtime): Promise<Report> => onWarehouse(runtime, (deps) => report(deps));

/** Walks a workflow as the cloud would, step by step, on this machine. Without a platform nothing is collected: imports only. */
export async function runWorkflow(
  name: Exclude<keyof typeof workflows, 'train'>,
  runtime: Runtime,
  collecting?: CollectorDeps,
): Promise<void> {
  await walk(workflows[name].step, {
    runStage: async (stage, account): Promise<StageResult> => {
      if (stage === 'collector') return collecting && account ? collector({ account }, collecting) : {};
      if (stage === 'watchdog') {
        await runWatchdog(runtime);
        return {};
      }
      if (stage === 'optimizer') {
        await runOptimizer(runtime);
        return {};
      }
      return onWarehouse(runtime, async (deps) => {
        const output: object = await warehouseStages[stage as keyof typeof warehouseStages]({}, deps);
        return { more: 'more' in output && output.more === true };
      });
    },
    runJob: () => Promise.reject(new Error('The workflow train is walked in cli/training.ts')),
    accounts: async () => (collecting ? accountsToCollect(collecting) : []),
    accountFailed: (account, error) =>
      runtime.print(`Account ${account} was not collected: ${(error as Error).message}`),
  });
}

export async function readDecisions({ deps }: Runtime): Promise<{ key: string | null; decisions: Decision[] }> {
  return (await newestDecisions(deps.objects)) ?? { key: null, decisions: [] };
}
