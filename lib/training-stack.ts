import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LambdaStage } from '../core/deployment/names.ts';
import { workflows } from '../core/workflows/pipeline.ts';
import { EndpointRole } from './constructs/endpoint-role.ts';
import { ScheduledWorkflow } from './constructs/scheduled-workflow.ts';
import { StageFunction } from './constructs/stage-function.ts';
import { TrainingJobs } from './constructs/training-jobs.ts';
import type { DataStack } from './data-stack.ts';
import { endpointPlaceOf } from './endpoint-place.ts';
import type { HandlerCode } from './handler-code.ts';
import { environmentOf, isOfTraining, type PipelineStack, pascal } from './pipeline-stack.ts';
import type { Settings } from './settings.ts';
import { trainingImage } from './training-image.ts';

export interface TrainingStackProps {
  settings: Settings;
  stages: readonly LambdaStage[];
  data: DataStack;
  pipeline: PipelineStack;
  code: HandlerCode;
}

/** What learns: the stages around training jobs, what those may do, and the workflow `train`. Holds no data. */
export class TrainingStack extends Stack {
  readonly jobs: TrainingJobs;
  readonly workflow: ScheduledWorkflow;

  constructor(scope: Construct, id: string, { settings, stages, data, pipeline, code }: TrainingStackProps) {
    const { names, account, region, logDays, prefix, training, adAccounts } = settings;
    super(scope, id, { env: { account, region }, description: 'Ads pipeline: training of models' });
    const environment = environmentOf(settings, data);
    const endpoint = endpointPlaceOf(this, settings);
    const image = trainingImage(region, training.image);
    const functions = new Map(
      stages
        .filter(({ name }) => isOfTraining(name))
        .map((stage) => {
          const props = { stage, names, environment, code, logDays, data, endpoint };
          return [stage.name, new StageFunction(this, pascal(stage.name), props)] as const;
        }),
    );
    this.jobs = new TrainingJobs(this, 'Jobs', {
      prefix,
      settings: training,
      image,
      store: data.store,
      bucketName: names.dataBucket,
    });
    if (endpoint) new EndpointRole(this, 'Endpoint', { names, image, store: data.store, logDays });
    this.workflow = new ScheduledWorkflow(this, 'Train', {
      workflow: workflows.train,
      names,
      accounts: adAccounts,
      functions,
      alerts: data.alerts,
      deadLetters: pipeline.deadLetters,
      logDays,
      scheduler: pipeline.scheduler,
      jobs: this.jobs,
    });
    // a schedule starts at once when it is made: the tables must be there
    this.addStackDependency(pipeline);
  }
}
