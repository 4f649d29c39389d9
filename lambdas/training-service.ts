/** SageMaker, for the one stage that asks it: the other bundles do without its client. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { awsModelEndpoint } from '../adapters/aws/model-endpoint.ts';
import { trainingOutcome } from '../adapters/aws/training-outcome.ts';
import type { ModelEndpoint } from '../core/ports/model-serving.ts';
import type { ModelTrainer } from '../core/ports/model-trainer.ts';
import { type LambdaDeps, type LambdaRuntime, maxAttempts } from './runtime.ts';

export interface TrainingService {
  trainer: Pick<ModelTrainer, 'outcome'>;
  /** Undefined where the deployment has none. */
  endpoint: ModelEndpoint | undefined;
}

let client: SageMakerClient | undefined;

/** For one invocation; the client is the same at every call. */
export function trainingService(
  { environment, endpoint: place }: LambdaRuntime,
  { now, deadline }: LambdaDeps,
): TrainingService {
  client ??= new SageMakerClient({ maxAttempts });
  const service = client;
  return {
    trainer: { outcome: (job) => trainingOutcome(service, job) },
    endpoint:
      place &&
      awsModelEndpoint({
        client: service,
        place,
        bucket: environment.DATA_BUCKET,
        project: environment.WORKGROUP,
        now,
        sleep: (milliseconds) => sleep(milliseconds),
        deadline,
      }),
  };
}
