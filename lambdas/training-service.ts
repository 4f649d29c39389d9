/** SageMaker, for the one stage that asks it: the other bundles do without its client. */
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { trainingOutcome } from '../adapters/aws/training-outcome.ts';
import type { ModelTrainer } from '../core/ports.ts';

const maxAttempts = 6;

let client: SageMakerClient | undefined;

/** The same at every call. */
export function trainingService(): Pick<ModelTrainer, 'outcome'> {
  client ??= new SageMakerClient({ maxAttempts });
  const service = client;
  return { outcome: (job) => trainingOutcome(service, job) };
}
