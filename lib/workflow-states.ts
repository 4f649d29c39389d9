/** The states that workflows are made of, as Step Functions reads them: plain data. */
import type { Retry } from '../core/workflows/pipeline.ts';

export type State = { Type: string; Next?: string } & Record<string, unknown>;
export interface States {
  StartAt: string;
  States: Record<string, State>;
}

/** Places that the deployment fills in: `${topic}`, `${deadLetters}`, those of training, and one for each stage's function. */
export const filledIn = (place: string): string => `\${${place}}`;

export const placeOf = (stage: string): string =>
  `${stage.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())}Function`;

/** A redrive brings its run's name; a schedule brings its time, whose colons no name may have; by hand there is neither. */
export const naming = (name: string, next: string): Record<string, State> => ({
  'Is the run named?': {
    Type: 'Choice',
    Choices: [
      { Variable: '$.run_id', IsPresent: true, Next: 'Keep the name' },
      { Variable: '$.scheduled_at', IsPresent: true, Next: 'Name it by its scheduled time' },
    ],
    Default: 'Name it by its execution',
  },
  'Keep the name': { Type: 'Pass', Parameters: { 'run_id.$': '$.run_id' }, Next: next },
  'Name it by its scheduled time': {
    Type: 'Pass',
    Parameters: { 'run_id.$': `States.Format('${name}-{}{}{}', ${[0, 1, 2].map(timePart).join(', ')})` },
    Next: next,
  },
  'Name it by its execution': {
    Type: 'Pass',
    Parameters: { 'run_id.$': `States.Format('${name}-{}', $$.Execution.Name)` },
    Next: next,
  },
});

const timePart = (at: number): string => `States.ArrayGetItem(States.StringSplit($.scheduled_at, ':'), ${at})`;

export const endings = (name: string): Record<string, State> => ({
  Done: { Type: 'Succeed' },
  'Notify of the failure': {
    ...publish(`${name} failed`, `'Run {} failed: {}', $.run_id, States.JsonToString($.error)`),
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Set it aside' }],
    Next: 'Set it aside',
  },
  'Set it aside': {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage',
    Parameters: {
      QueueUrl: filledIn('deadLetters'),
      MessageBody: { workflow: name, 'run_id.$': '$.run_id', 'error.$': '$.error' },
    },
    ResultPath: null,
    Retry: [serviceRetry],
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Failed' }],
    Next: 'Failed',
  },
  Failed: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' },
});

/** Lambda's own faults are retried besides the stage's: sooner and more often. */
const serviceRetry = {
  ErrorEquals: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
} as const;

export const retries = ({ attempts, firstWaitSeconds }: Retry): object[] => [
  serviceRetry,
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: firstWaitSeconds,
    MaxAttempts: attempts - 1,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];

export const invoke = (stage: string, payload: object): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: filledIn(placeOf(stage)), Payload: payload },
});

export const caught = (failed: string | undefined): object =>
  failed ? { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failed }] } : {};

export const publish = (subject: string, message: string): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sns:publish',
  Parameters: { TopicArn: filledIn('topic'), Subject: subject, 'Message.$': `States.Format(${message})` },
  ResultPath: null,
});
