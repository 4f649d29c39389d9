/** What SageMaker does between the two training stages: moto keeps the job, and what it would have made is put there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { awsModelTrainer } from '../../adapters/aws/model-trainer.ts';
import { keys } from '../../core/contracts/keys.ts';
import type { FinishedJob, TrainingJob } from '../../core/contracts/training.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { awsConfig } from '../../core/settings/aws.ts';
import { artifactOf, modelWithLift } from '../support/registry-world.ts';
import { sageMaker } from './moto.ts';

export const places = {
  role: 'arn:aws:iam::123456789012:role/linkedin-ads-jobs',
  image: '257758044811.dkr.ecr.us-east-2.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312',
  project: 'linkedin-ads',
};

export const motoTrainer = (bucket: string) =>
  awsModelTrainer({
    client: sageMaker,
    bucket,
    settings: awsConfig.parse(undefined).training,
    places,
    now: () => new Date(),
    sleep: (milliseconds) => sleep(milliseconds),
  });

export const runJob = (job: TrainingJob, bucket: string): Promise<FinishedJob> => motoTrainer(bucket).train(job);

export async function leaveArtifact(objects: ObjectStore, job: TrainingJob, lift: number): Promise<void> {
  const key = keys.trainingArtifact(job.model, job.snapshot, job.job);
  await objects.put(key, await artifactOf(modelWithLift(lift)));
}
