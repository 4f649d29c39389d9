/**
 * The workflows, defined once. `lib/` makes Step Functions and schedules from this tree; `cli/` walks the same tree on one
 * machine. A step that is not built yet is not in the tree.
 */

import type { ModelName } from '../contracts/model-file.ts';
import type { FinishedJob, ModelTrainerOutput, TrainingJob } from '../contracts/training.ts';

export type StageName =
  | 'collector'
  | 'data-processor'
  | 'optimizer'
  | 'model-trainer'
  | 'model-registrar'
  | 'housekeeper'
  | 'watchdog';

export interface Retry {
  /** Attempts in all, the first included. */
  attempts: number;
  /** Before the second attempt; doubles after each. */
  firstWaitSeconds: number;
}

export type Step =
  | { kind: 'stage'; stage: StageName; retry: Retry }
  | { kind: 'sequence'; steps: Step[] }
  | { kind: 'parallel'; branches: Step[] }
  | { kind: 'forEachAccount'; atMost: number; step: Step }
  | { kind: 'repeatWhileMore'; step: Step }
  | TrainingStep;

/** The planner says which jobs there are; they run side by side, and one that fails stops no other; the registrar gets them all. */
export interface TrainingStep {
  kind: 'trainModels';
  planner: StageName;
  models: readonly ModelName[];
  registrar: StageName;
  retry: Retry;
}

export interface Workflow {
  name: string;
  /** EventBridge Scheduler expression, UTC. */
  schedule: string;
  step: Step;
}

const threeAttempts: Retry = { attempts: 3, firstWaitSeconds: 30 };

/** One waits while another computes. The platform counts calls per app, whatever the account: many more would be throttled. */
export const accountsAtOnce = 3;

const stage = (name: StageName, retry: Retry = threeAttempts): Step => ({ kind: 'stage', stage: name, retry });

export const workflows = {
  refresh: {
    name: 'refresh',
    schedule: 'rate(6 hours)',
    step: {
      kind: 'sequence',
      steps: [
        {
          kind: 'forEachAccount',
          atMost: accountsAtOnce,
          step: { kind: 'repeatWhileMore', step: stage('collector') },
        },
        { kind: 'repeatWhileMore', step: stage('data-processor') },
      ],
    },
  },
  optimize: { name: 'optimize', schedule: 'cron(0 8 * * ? *)', step: stage('optimizer') },
  train: {
    name: 'train',
    schedule: 'cron(0 2 ? * SUN *)',
    step: {
      kind: 'trainModels',
      planner: 'model-trainer',
      models: ['creative_scorer', 'bid_optimizer'],
      registrar: 'model-registrar',
      retry: threeAttempts,
    },
  },
  maintain: {
    name: 'maintain',
    schedule: 'cron(0 4 ? * SUN *)',
    step: { kind: 'repeatWhileMore', step: stage('housekeeper') },
  },
  watch: { name: 'watch', schedule: 'rate(1 hour)', step: stage('watchdog') },
} as const satisfies Record<string, Workflow>;

export interface StageResult {
  /** The stage stopped before its deadline and wants to be called again. */
  more?: boolean;
  /** What it returned, for the step that hands it on. */
  output?: unknown;
}

export interface Walker {
  /** `input` for a stage that gets more than its run. */
  runStage(stage: StageName, account?: string, input?: object): Promise<StageResult>;
  /** Runs a training job to its end, whatever that is. */
  runJob(job: TrainingJob): Promise<FinishedJob>;
  accounts(): Promise<string[]>;
  /** An account's failure stops neither the other accounts nor the steps after them; it must not go unsaid. */
  accountFailed(account: string, error: unknown): void;
}

/** Runs a workflow's steps in their order on one machine. Retries are the caller's: a laptop tells its user instead. */
export async function walk(step: Step, walker: Walker, account?: string): Promise<StageResult> {
  switch (step.kind) {
    case 'stage':
      return walker.runStage(step.stage, account);
    case 'sequence':
      return lastOf(step.steps, (next) => walk(next, walker, account));
    case 'parallel': {
      const results = await Promise.all(step.branches.map((branch) => walk(branch, walker, account)));
      return { more: results.some((result) => result.more) };
    }
    case 'forEachAccount':
      return lastOf(await walker.accounts(), async (each) => {
        try {
          return await walk(step.step, walker, each);
        } catch (error) {
          walker.accountFailed(each, error);
          return {};
        }
      });
    case 'repeatWhileMore': {
      let result = await walk(step.step, walker, account);
      while (result.more) result = await walk(step.step, walker, account);
      return result;
    }
    case 'trainModels': {
      const { jobs } = (await walker.runStage(step.planner)).output as ModelTrainerOutput;
      const finished = step.models.map((model) => {
        const job = jobs[model];
        return job ? walker.runJob(job) : { skipped: true };
      });
      return walker.runStage(step.registrar, undefined, { jobs: await Promise.all(finished) });
    }
  }
}

async function lastOf<T>(items: readonly T[], run: (item: T) => Promise<StageResult>): Promise<StageResult> {
  let result: StageResult = {};
  for (const item of items) result = await run(item);
  return result;
}
