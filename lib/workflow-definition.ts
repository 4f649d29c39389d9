/**
 * A workflow of `core/workflows/pipeline.ts` as a definition for Step Functions: plain data. Every run carries a `run_id`, so that a
 * repeated step finds what it did; what fails is said, and a failed run is set aside for a redrive.
 */

import { lambdaStages } from '../core/deployment/names.ts';
import { awsConfig } from '../core/settings/aws.ts';
import type { Retry, StageName, Step, Workflow } from '../core/workflows/pipeline.ts';
import { timeoutSeconds } from '../core/workflows/schedule.ts';
import { type TrainingSettings, trainingStates } from './training-states.ts';
import { caught, endings, invoke, naming, publish, retries, type State, type States } from './workflow-states.ts';

export interface Definition extends States {
  Comment: string;
  TimeoutSeconds: number;
}

export interface DefinitionOptions {
  /** Accounts to collect; undefined means that the collector is asked for them. */
  accounts: readonly string[] | undefined;
  /** How training jobs run; the configuration's defaults when left out. */
  training?: TrainingSettings;
}

export function workflowDefinition({ name, schedule, step }: Workflow, options: DefinitionOptions): Definition {
  const body = statesOf(step, { next: 'Done', failed: 'Notify of the failure', inAccount: false, options });
  return {
    Comment: `${name}, made from core/workflows/pipeline.ts`,
    TimeoutSeconds: timeoutSeconds(schedule),
    StartAt: 'Is the run named?',
    States: { ...naming(name, body.StartAt), ...body.States, ...endings(name) },
  };
}

/** Every stage that a step calls, each once, in their order. The list of accounts comes from a stage, too. */
export function stagesOf(step: Step): StageName[] {
  const found = ((): StageName[] => {
    switch (step.kind) {
      case 'stage':
        return [step.stage];
      case 'sequence':
        return step.steps.flatMap(stagesOf);
      case 'parallel':
        return step.branches.flatMap(stagesOf);
      case 'forEachAccount':
        return ['collector', ...stagesOf(step.step)];
      case 'repeatWhileMore':
        return stagesOf(step.step);
      case 'trainModels':
        return [step.planner, step.registrar];
    }
  })();
  return [...new Set(found)];
}

interface Place {
  next: string;
  /** Where errors go; undefined where the state around catches them. */
  failed: string | undefined;
  inAccount: boolean;
  options: DefinitionOptions;
  /** Whether the answer decides about another round. */
  repeated?: boolean;
}

function statesOf(step: Step, place: Place): States {
  switch (step.kind) {
    case 'stage':
      return stageState(step.stage, step.retry, place);
    case 'sequence':
      return sequenceStates(step.steps, place);
    case 'parallel':
      return parallelState(step.branches, place);
    case 'forEachAccount':
      return accountStates(step.step, step.atMost, place);
    case 'repeatWhileMore':
      return repeatStates(step.step, place);
    case 'trainModels': {
      const settings = place.options.training ?? awsConfig.parse(undefined).training;
      return trainingStates(step, { ...place, settings, timeoutOf });
    }
  }
}

/** The function's own timeout comes first and says more. */
const graceSeconds = 30;

function timeoutOf(stage: string): number {
  const known = lambdaStages.find(({ name }) => name === stage);
  if (!known)
    throw new Error(
      `Stage ${stage} of core/workflows/pipeline.ts is not among lambdaStages of core/deployment/names.ts`,
    );
  return known.timeoutSeconds + graceSeconds;
}

function stageState(stage: StageName, retry: Retry, { next, failed, inAccount, repeated }: Place): States {
  const input = { 'run_id.$': '$.run_id', ...(inAccount && { 'account.$': '$.account' }) };
  return one(stage, {
    ...invoke(stage, input),
    ...(repeated ? { ResultSelector: { 'more.$': '$.Payload.more' }, ResultPath: '$.answer' } : { ResultPath: null }),
    TimeoutSeconds: timeoutOf(stage),
    Retry: retries(retry),
    ...caught(failed),
    Next: next,
  });
}

const one = (name: string, state: State): States => ({ StartAt: name, States: { [name]: state } });

function sequenceStates(steps: readonly Step[], place: Place): States {
  let following: States = { StartAt: place.next, States: {} };
  for (const step of steps.toReversed()) {
    const states = statesOf(step, { ...place, next: following.StartAt });
    following = { StartAt: states.StartAt, States: merged(states.States, following.States) };
  }
  return following;
}

function parallelState(branches: readonly Step[], place: Place): States {
  const end: Record<string, State> = { 'Branch done': { Type: 'Succeed' } };
  return one('In parallel', {
    Type: 'Parallel',
    Branches: branches.map((branch) => {
      const { StartAt, States } = statesOf(branch, { ...place, next: 'Branch done', failed: undefined });
      return { StartAt, States: merged(States, end) };
    }),
    ResultPath: null,
    ...caught(place.failed),
    Next: place.next,
  });
}

/** An account's failure is told and stops neither the other accounts nor the steps after them; the next run goes on from its cursor. */
function accountStates(step: Step, atMost: number, place: Place): States {
  const inner = statesOf(step, { ...place, next: 'Account done', failed: 'Notify of the account', inAccount: true });
  const told = {
    ...publish(
      'An account was not collected',
      `'Run {}, account {}: {}', $.run_id, $.account, States.JsonToString($.error)`,
    ),
    Retry: retries({ attempts: 3, firstWaitSeconds: 5 }),
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Account done' }],
    Next: 'Account done',
  };
  return {
    StartAt: 'Accounts',
    States: {
      Accounts: accountList(place),
      'Each account': {
        Type: 'Map',
        ItemsPath: '$.listed.accounts',
        ItemSelector: { 'run_id.$': '$.run_id', 'account.$': '$$.Map.Item.Value' },
        MaxConcurrency: atMost,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: inner.StartAt,
          States: merged(inner.States, { 'Notify of the account': told, 'Account done': { Type: 'Succeed' } }),
        },
        ResultPath: null,
        ...caught(place.failed),
        Next: place.next,
      },
    },
  };
}

/** Those of the configuration, or else those that the collector finds the token can read. */
function accountList({ options: { accounts }, failed }: Place): State {
  if (accounts) return { Type: 'Pass', Result: { accounts }, ResultPath: '$.listed', Next: 'Each account' };
  return {
    ...invoke('collector', { list_accounts: true }),
    ResultSelector: { 'accounts.$': '$.Payload.accounts' },
    ResultPath: '$.listed',
    Retry: retries({ attempts: 3, firstWaitSeconds: 30 }),
    ...caught(failed),
    Next: 'Each account',
  };
}

function repeatStates(step: Step, place: Place): States {
  if (step.kind !== 'stage') throw new Error(`A workflow can repeat a stage only, not a ${step.kind}`);
  const question = `More ${step.stage}?`;
  const states = statesOf(step, { ...place, next: question, repeated: true });
  const choice = {
    Type: 'Choice',
    Choices: [{ Variable: '$.answer.more', BooleanEquals: true, Next: states.StartAt }],
    Default: place.next,
  };
  return { StartAt: states.StartAt, States: merged(states.States, { [question]: choice }) };
}

function merged(some: Record<string, State>, others: Record<string, State>): Record<string, State> {
  const twice = Object.keys(some).filter((name) => name in others);
  if (twice.length > 0) throw new Error(`A workflow has two steps of the name ${twice.join(', ')}`);
  return { ...some, ...others };
}
