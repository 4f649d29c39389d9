import { Stack } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { LambdaStage, LambdaStageName } from '../core/deployment/names.ts';
import { workflows } from '../core/workflows/pipeline.ts';
import { DeadLetters } from './constructs/dead-letters.ts';
import { ScheduledWorkflow } from './constructs/scheduled-workflow.ts';
import { SchedulerRole } from './constructs/scheduler-role.ts';
import { StageFunction } from './constructs/stage-function.ts';
import { TokenRotation } from './constructs/token-rotation.ts';
import { WarehouseUpdate } from './constructs/warehouse-update.ts';
import type { DataStack } from './data-stack.ts';
import { endpointPlaceOf } from './endpoint-place.ts';
import type { HandlerCode } from './handler-code.ts';
import type { Settings } from './settings.ts';
import { stagesOf } from './workflow-definition.ts';

export interface PipelineStackProps {
  settings: Settings;
  stages: readonly LambdaStage[];
  data: DataStack;
  code: HandlerCode;
  sqlHash: string;
}

/** What computes: a Lambda per stage, a state machine and a schedule per workflow, the rotation. Holds no data. */
export class PipelineStack extends Stack {
  readonly functions = new Map<string, StageFunction>();
  readonly workflows: ScheduledWorkflow[] = [];
  readonly deadLetters: DeadLetters;
  readonly warehouse: WarehouseUpdate;
  readonly scheduler: SchedulerRole;

  constructor(scope: Construct, id: string, { settings, stages, data, code, sqlHash }: PipelineStackProps) {
    const { names, account, region, logDays } = settings;
    super(scope, id, { env: { account, region }, description: 'Ads pipeline: stages, workflows, schedules' });
    const environment = environmentOf(settings, data);
    const endpoint = endpointPlaceOf(this, settings);
    // training has a stack of its own
    const own = Object.values(workflows).filter(({ name }) => name !== workflows.train.name);
    for (const stage of stages.filter(({ name }) => !isOfTraining(name))) {
      const fn = new StageFunction(this, pascal(stage.name), {
        stage,
        names,
        environment,
        code,
        logDays,
        data,
        endpoint,
      });
      if (stage.needs.url) fn.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
      this.functions.set(stage.name, fn);
    }
    this.deadLetters = new DeadLetters(this, 'DeadLetters', names.deadLetters);
    this.warehouse = new WarehouseUpdate(this, 'Warehouse', {
      setup: this.stage('warehouse-setup'),
      names,
      logDays,
      sqlHash,
    });
    new TokenRotation(this, 'Rotation', { secrets: data.secrets, rotator: this.stage('token-rotator') });
    this.scheduler = new SchedulerRole(this, 'Scheduler', {
      machines: Object.values(workflows).map(({ name }) => names.workflowOf(name)),
      deadLetters: this.deadLetters,
    });
    for (const workflow of own) {
      const scheduled = new ScheduledWorkflow(this, pascal(workflow.name), {
        workflow,
        names,
        accounts: settings.adAccounts,
        functions: this.functions,
        alerts: data.alerts,
        deadLetters: this.deadLetters,
        logDays,
        scheduler: this.scheduler,
      });
      // a schedule starts at once when it is made: the tables and the right to start must be there
      scheduled.schedule.node.addDependency(this.warehouse.update, this.scheduler);
      this.workflows.push(scheduled);
    }
  }

  stage(name: LambdaStageName): StageFunction {
    return this.functions.get(name) as StageFunction;
  }
}

/** Whether a stage belongs to the training stack. */
export const isOfTraining = (stage: string): boolean => stagesOf(workflows.train.step).some((name) => name === stage);

export const environmentOf = ({ names, config }: Settings, { store, queries, alerts }: DataStack) => ({
  DATA_BUCKET: store.bucket.bucketName,
  RESULTS_BUCKET: queries.results.bucketName,
  DATABASE: names.database,
  WORKGROUP: names.workgroup,
  TOPIC_ARN: alerts.topic.topicArn,
  LINKEDIN_SECRET: names.linkedInSecret,
  JOURNAL_SECRET: names.journalSecret,
  CONFIG: config,
});

export const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
