/**
 * The states of `trainModels`: plan, train side by side, register. A job's name is given once, so a run that is redriven finds the job
 * that it began; how a job ended is asked of the service, never guessed.
 */

import type { ModelName } from '../core/contracts/model-file.ts';
import { trainingJobRequest } from '../core/deployment/training-job-request.ts';
import type { AwsConfig } from '../core/settings/aws.ts';
import type { TrainingStep } from '../core/workflows/pipeline.ts';
import { caught, filledIn, invoke, retries, type State, type States } from './workflow-states.ts';

export type TrainingSettings = AwsConfig['training'];

export interface TrainingPlace {
  next: string;
  failed: string | undefined;
  /** How long the two functions may take. */
  timeoutOf(stage: string): number;
  settings: TrainingSettings;
}

/** Someone who starts it by hand may pass `force`, to train even if nothing is new. */
const asked = {
  isForced: 'Is training forced?',
  forced: 'Train even if nothing is new',
  usual: 'Train on what is new',
} as const;
const force = { Variable: '$$.Execution.Input.force' } as const;

export function trainingStates({ planner, models, registrar, retry }: TrainingStep, place: TrainingPlace): States {
  const { next, failed, timeoutOf, settings } = place;
  return {
    StartAt: asked.isForced,
    States: {
      // the states before this one keep a run's name only
      [asked.isForced]: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { ...force, IsPresent: true },
              { ...force, BooleanEquals: true },
            ],
            Next: asked.forced,
          },
        ],
        Default: asked.usual,
      },
      [asked.forced]: { Type: 'Pass', Result: true, ResultPath: '$.force', Next: planner },
      [asked.usual]: { Type: 'Pass', Result: false, ResultPath: '$.force', Next: planner },
      [planner]: {
        ...invoke(planner, { 'run_id.$': '$.run_id', 'force.$': '$.force' }),
        ResultSelector: { 'jobs.$': '$.Payload.jobs' },
        ResultPath: '$.training',
        TimeoutSeconds: timeoutOf(planner),
        Retry: retries(retry),
        ...caught(failed),
        Next: 'Train the models',
      },
      'Train the models': {
        Type: 'Parallel',
        Branches: models.map((model) => branch(model, settings)),
        ResultPath: '$.finished',
        ...caught(failed),
        Next: registrar,
      },
      [registrar]: {
        ...invoke(registrar, { 'run_id.$': '$.run_id', 'jobs.$': '$.finished' }),
        ResultPath: null,
        TimeoutSeconds: timeoutOf(registrar),
        Retry: retries(retry),
        ...caught(failed),
        Next: next,
      },
    },
  };
}

const checkSeconds = 60;
const askingRetry = { attempts: 4, firstWaitSeconds: 10 };

/** One model: what it hands on is how its job ended, or that there was none. */
function branch(model: ModelName, settings: TrainingSettings): States {
  const job = `$.training.jobs.${model}`;
  const state = {
    isThere: `Is there a job for ${model}?`,
    none: `No job for ${model}`,
    train: `Train ${model}`,
    look: `Check the job of ${model}`,
    isOver: `Is the job of ${model} over?`,
    wait: `Wait for the job of ${model}`,
    ended: `The job of ${model} ended`,
    endedWith: `The job of ${model} ended with a reason`,
    unborn: `The job of ${model} did not start`,
    done: `Reported ${model}`,
  };
  const isStill = ['InProgress', 'Stopping'].map((status) => ({
    Variable: '$.ended.TrainingJobStatus',
    StringEquals: status,
    Next: state.wait,
  }));
  const report = (more: object): State => ({
    Type: 'Pass',
    Parameters: { model, 'job.$': `${job}.job`, 'snapshot.$': `${job}.snapshot`, ...more },
    Next: state.done,
  });
  const status = { 'status.$': '$.ended.TrainingJobStatus' };
  return {
    StartAt: state.isThere,
    States: {
      [state.isThere]: {
        Type: 'Choice',
        Choices: [{ Variable: job, IsNull: true, Next: state.none }],
        Default: state.train,
      },
      [state.none]: { Type: 'Pass', Result: { skipped: true }, Next: state.done },
      [state.train]: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sagemaker:createTrainingJob.sync',
        Parameters: jobRequest(job, settings),
        ResultPath: '$.ended',
        // the name is taken: once is once
        Retry: [
          { ErrorEquals: ['SageMaker.AmazonSageMakerException'], IntervalSeconds: 60, MaxAttempts: 2, BackoffRate: 2 },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: state.look }],
        Next: state.isOver,
      },
      [state.look]: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sagemaker:describeTrainingJob',
        Parameters: { 'TrainingJobName.$': `${job}.job` },
        ResultPath: '$.ended',
        Retry: retries(askingRetry),
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.unseen', Next: state.unborn }],
        Next: state.isOver,
      },
      [state.isOver]: {
        Type: 'Choice',
        Choices: [...isStill, { Variable: '$.ended.FailureReason', IsPresent: true, Next: state.endedWith }],
        Default: state.ended,
      },
      [state.wait]: { Type: 'Wait', Seconds: checkSeconds, Next: state.look },
      [state.ended]: report(status),
      [state.endedWith]: report({ ...status, 'reason.$': '$.ended.FailureReason' }),
      [state.unborn]: report({ status: 'Failed', 'reason.$': '$.error.Cause' }),
      [state.done]: { Type: 'Succeed' },
    },
  };
}

/** The job's names are looked up in the state; what the deployment names stays as it is. */
function jobRequest(job: string, settings: TrainingSettings): unknown {
  const uri = (field: string) => `States.Format('s3://${filledIn('dataBucket')}/{}', ${job}.${field})`;
  const names = {
    job: `${job}.job`,
    training: uri('training_folder'),
    code: uri('code_folder'),
    output: uri('output_folder'),
  };
  const places = { role: filledIn('trainingRole'), image: filledIn('trainingImage'), project: filledIn('project') };
  return lookedUp(trainingJobRequest(settings, names, places));
}

/** The same request, in which every path and intrinsic function is marked as one. */
function lookedUp<T>(value: T): unknown {
  if (Array.isArray(value)) return value.map(lookedUp);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      typeof each === 'string' && /^(\$|States)\./.test(each) ? [`${key}.$`, each] : [key, lookedUp(each)],
    ),
  );
}
