import { RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ResourceNames } from '../../core/deployment/names.ts';
import type { Workflow } from '../../core/workflows/pipeline.ts';
import { allow, explainWildcard, reasons } from '../allow.ts';
import { stagesOf, workflowDefinition } from '../workflow-definition.ts';
import { placeOf } from '../workflow-states.ts';
import type { AlertTopic } from './alert-topic.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { StageFunction } from './stage-function.ts';
import type { TrainingJobs } from './training-jobs.ts';

export interface ScheduledWorkflowProps {
  workflow: Workflow;
  names: ResourceNames;
  accounts: readonly string[] | undefined;
  functions: ReadonlyMap<string, StageFunction>;
  alerts: AlertTopic;
  deadLetters: DeadLetters;
  logDays: RetentionDays;
  /** The role that the scheduler starts executions with. */
  scheduler: Role;
  /** For a workflow that trains: how its jobs run. */
  jobs?: TrainingJobs;
}

/** Attempts to start an execution, within the hour; what is still not started then is a dead letter. */
const startRetries = { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 };

/** One workflow of `core/workflows/pipeline.ts`: its state machine, what that may do, and when it starts. */
export class ScheduledWorkflow extends Construct {
  readonly machine: StateMachine;
  readonly schedule: CfnSchedule;

  constructor(scope: Construct, id: string, props: ScheduledWorkflowProps) {
    super(scope, id);
    const { workflow, names, functions, alerts, deadLetters, logDays, scheduler, jobs } = props;
    const name = names.workflowOf(workflow.name);
    const stages = stagesOf(workflow.step).map((stage) => ({ stage, fn: functionOf(functions, stage) }));
    const role = new Role(this, 'Role', {
      description: `What the workflow ${workflow.name} may do`,
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    allow(role, { actions: ['lambda:InvokeFunction'], resources: stages.map(({ fn }) => fn.functionArn) });
    // tracing and the delivery of logs
    explainWildcard(role, '*', reasons.noResource);
    alerts.grantPublish(role);
    deadLetters.grantSend(role);
    jobs?.grantRun(role);
    const training = jobs && { training: jobs.settings };
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      role,
      tracingEnabled: true,
      definitionBody: DefinitionBody.fromString(
        JSON.stringify(workflowDefinition(workflow, { ...props, ...training })),
      ),
      definitionSubstitutions: {
        topic: alerts.topic.topicArn,
        deadLetters: deadLetters.queueUrl,
        ...jobs?.places,
        ...Object.fromEntries(stages.map(({ stage, fn }) => [placeOf(stage), fn.functionArn])),
      },
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    this.schedule = new CfnSchedule(this, 'Schedule', {
      name,
      description: `Starts the workflow ${workflow.name}`,
      scheduleExpression: workflow.schedule,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.machine.stateMachineArn,
        roleArn: scheduler.roleArn,
        // the scheduler puts the planned time there: a second delivery has the same, and so the same run
        input: JSON.stringify({ workflow: workflow.name, scheduled_at: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: startRetries,
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
  }
}

function functionOf(functions: ReadonlyMap<string, StageFunction>, stage: string): StageFunction {
  const fn = functions.get(stage);
  if (!fn)
    throw new Error(
      `Stage ${stage} of core/workflows/pipeline.ts is not among lambdaStages of core/deployment/names.ts`,
    );
  return fn;
}
