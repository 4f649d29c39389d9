/**
 * Training jobs on SageMaker, asked for as the workflow does: the same request, the same names. The deployment lets Step Functions do it;
 * this is the port for whoever has none, held to what training on one machine does.
 */
import { CreateTrainingJobCommand, type SageMakerClient, type TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import type { FinishedJob, TrainingJob } from '../../core/contracts/training.ts';
import { longestMinutes, type TrainingPlaces, trainingJobRequest } from '../../core/deployment/training-job-request.ts';
import { AdsError } from '../../core/errors.ts';
import type { ModelTrainer } from '../../core/ports/model-trainer.ts';
import type { AwsConfig } from '../../core/settings/aws.ts';
import { codeOf, serviceCall } from './service-error.ts';
import { trainingOutcome } from './training-outcome.ts';
import { lookMilliseconds } from './training-timing.ts';

export interface AwsTrainerOptions {
  client: SageMakerClient;
  bucket: string;
  settings: AwsConfig['training'];
  places: TrainingPlaces;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** When the caller must stop waiting; without it, a while after the job itself must have ended. */
  deadline?: Date;
}

/** It still runs. Nothing is stopped: the same job again finds it where it is. */
class TrainingUnfinishedError extends AdsError {
  constructor({ job, status }: FinishedJob) {
    super(
      `The training job ${job} has not ended in time (${status})`,
      'It keeps running. Request the same job again, or inspect it: aws sagemaker describe-training-job.',
    );
  }
}

/** A job is known by its name: who asks for it again, also from another process, waits for the one that there is. */
export const awsModelTrainer = (options: AwsTrainerOptions): ModelTrainer => ({
  async train(job) {
    await begin(job, options);
    return endOf(job, options);
  },
  outcome: (job) => trainingOutcome(options.client, job),
});

async function begin(job: TrainingJob, { client, bucket, settings, places }: AwsTrainerOptions): Promise<void> {
  const uri = (key: string) => `s3://${bucket}/${key}`;
  const names = {
    job: job.job,
    training: uri(job.training_folder),
    code: uri(job.code_folder),
    output: uri(job.output_folder),
  };
  const { ResourceConfig: machine, ...request } = trainingJobRequest(settings, names, places);
  const InstanceType = machine.InstanceType as TrainingInstanceType;
  const command = new CreateTrainingJobCommand({ ...request, ResourceConfig: { ...machine, InstanceType } });
  // looked for first: the service also refuses a name that is taken while it still counts as a new job
  if (await trainingOutcome(client, job)) return;
  await serviceCall(
    `start the training job ${job.job}`,
    client.send(command).catch((error) => {
      if (codeOf(error) !== 'ResourceInUse') throw error;
    }),
  );
}

const isOver = ({ status }: FinishedJob): boolean => !['InProgress', 'Stopping'].includes(status);

/** The service stops what takes too long; its own beginning and end are not counted there. */
const reserveMinutes = 15;

async function endOf(job: TrainingJob, options: AwsTrainerOptions): Promise<FinishedJob> {
  const { client, settings, now, sleep } = options;
  const until = options.deadline ?? new Date(now().getTime() + 60_000 * (longestMinutes(settings) + reserveMinutes));
  for (let look = 0; ; look += 1) {
    // a job that was just begun may not be known everywhere yet
    const found = (await trainingOutcome(client, job)) ?? { ...namesOf(job), status: 'InProgress' };
    if (isOver(found)) return found;
    const wait = lookMilliseconds(look);
    if (now().getTime() + wait > until.getTime()) throw new TrainingUnfinishedError(found);
    await sleep(wait);
  }
}

const namesOf = ({ model, job, snapshot }: TrainingJob) => ({ model, job, snapshot });
