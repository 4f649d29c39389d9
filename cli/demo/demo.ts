import { keys } from '../../core/contracts/keys.ts';
import { msPerDay } from '../../core/domain/calendar.ts';
import { encodeText } from '../../core/running/documents.ts';
import { dataProcessor } from '../../core/stages/data-processor.ts';
import { accountsToCollect, type Pull, pullAccounts } from '../../core/stages/pull-accounts.ts';
import { collectingFromTwin } from '../collecting.ts';
import type { Runtime } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';
import { type BackgroundTwin, startBackgroundTwin } from './background-twin.ts';
import { rememberWorld, simulateAgain, simulatedDays, worldOptions } from './demo-world.ts';

const defaultDays = 90;
const pullsPerDay = 4;

export interface DemoRun {
  from: Date;
  to: Date;
  pulls: number;
  calls: number;
  /** Accounts that could not be collected in the last pull, and why. */
  failures: Pull['failures'];
}

/**
 * Simulates 90 days, or `days`, of a LinkedIn account, pulling every six hours as the schedule does, and merging once a day. What was
 * collected before is not collected again: a demo that was interrupted continues where it stopped.
 */
export async function runDemo(
  runtime: Runtime,
  options: { world?: string; seed?: number; days?: number },
): Promise<DemoRun> {
  await rememberWorld(runtime.deps.objects, options);
  const twin = await startBackgroundTwin(worldOptions(options));
  try {
    return await simulateDays(twin, runtime, options.days ?? defaultDays);
  } finally {
    await twin.close();
  }
}

async function simulateDays(twin: BackgroundTwin, runtime: Runtime, virtualDays: number): Promise<DemoRun> {
  const { objects, progress } = runtime.deps;
  const from = twin.now();
  const daysDone = await simulatedDays(objects);
  await simulateAgain(twin, runtime.deps, daysDone);
  // The data's clock is the twin's: what is stored carries virtual times.
  runtime.deps.now = twin.now;
  const depsFor = collectingFromTwin(runtime.deps, twin);
  const run: DemoRun = { from, to: from, pulls: 0, calls: 0, failures: [] };
  // A day is merged while the next one is pulled: the engine computes beside this thread.
  let merging: Promise<unknown> = Promise.resolve();
  for (let day = daysDone; day < virtualDays; day += 1) {
    progress('simulating a LinkedIn account day by day, with four pulls a day', day, virtualDays);
    for (let pull = 0; pull < pullsPerDay; pull += 1) {
      await twin.advance(msPerDay / pullsPerDay);
      const accounts = await accountsToCollect(depsFor());
      const { outputs, failures } = await pullAccounts({ run_id: runtime.deps.newId(), accounts }, depsFor);
      run.pulls += 1;
      run.calls += outputs.reduce((sum, { calls }) => sum + calls, 0);
      run.failures = failures;
    }
    await merging;
    merging = mergeDay(runtime, day);
    // Awaited above or below; should a pull fail first, that failure is the one to report.
    merging.catch(() => undefined);
  }
  await merging;
  return { ...run, to: twin.now() };
}

async function mergeDay(runtime: Runtime, day: number): Promise<void> {
  await onWarehouse(runtime, (deps) => dataProcessor({ publish: false }, { ...deps, progress: () => undefined }));
  await runtime.deps.objects.put(keys.demoClock, encodeText(String(day + 1)));
}
