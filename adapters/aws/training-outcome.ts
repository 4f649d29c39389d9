import {
  DescribeTrainingJobCommand,
  type DescribeTrainingJobResponse,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { FinishedJob, TrainingJob } from '../../core/contracts/training.ts';
import { failureReason } from './failure-reason.ts';
import { codeOf, serviceCall } from './service-error.ts';

export type NamedJob = Pick<TrainingJob, 'model' | 'job' | 'snapshot'>;

/** How SageMaker says that a job stands, also while it runs; undefined where it knows no such job. */
export async function trainingOutcome(client: SageMakerClient, named: NamedJob): Promise<FinishedJob | undefined> {
  const command = new DescribeTrainingJobCommand({ TrainingJobName: named.job });
  const described = await serviceCall(
    `get the state of the training job ${named.job}`,
    client.send(command).catch((error) => {
      if (isUnknownResource(error)) return undefined;
      throw error;
    }),
  );
  return described && finishedJob(named, described);
}

/** The service has no code of its own for a name that it does not know. */
export const isUnknownResource = (error: unknown): boolean =>
  codeOf(error) === 'ResourceNotFound' ||
  (codeOf(error) === 'ValidationException' && /not found|could not find/i.test((error as Error).message));

function finishedJob(
  { model, job, snapshot }: NamedJob,
  {
    TrainingJobStatus: status = 'Failed',
    SecondaryStatus: secondary,
    FailureReason: failure,
    TrainingTimeInSeconds: trained,
    BillableTimeInSeconds: billed,
  }: DescribeTrainingJobResponse,
): FinishedJob {
  const reason = failureReason({ status, failure, secondary });
  return {
    model,
    job,
    snapshot,
    status,
    ...(reason !== undefined && { reason }),
    ...(trained !== undefined && { trained_seconds: trained }),
    ...(billed !== undefined && { billed_seconds: billed }),
  };
}
