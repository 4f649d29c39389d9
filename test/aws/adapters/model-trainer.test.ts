import { randomUUID } from 'node:crypto';
import { DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import type { TrainingJob } from '../../../core/contracts/training.ts';
import { sageMaker } from '../moto.ts';
import { motoTrainer, places } from '../training-world.ts';

const newJob = (): TrainingJob => {
  const snapshot = randomUUID().slice(0, 8);
  const folder = (name: string) => keys.trainingFile('creative_scorer', snapshot, name);
  return {
    model: 'creative_scorer',
    job: `linkedin-ads-creative-scorer-${snapshot}`,
    snapshot,
    training_folder: folder('fit/'),
    code_folder: folder('code/'),
    output_folder: folder('jobs'),
  };
};

const described = (job: TrainingJob) => sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName: job.job }));

// moto's jobs complete at once: what fails, is stopped or runs long is in test/adapters/aws/model-trainer.test.ts
describe('training jobs on moto', () => {
  it('are taken as they are asked for, and leave their artifact where the registrar looks', async () => {
    const job = newJob();
    expect(await motoTrainer('data').train(job)).toEqual({
      model: job.model,
      job: job.job,
      snapshot: job.snapshot,
      status: 'Completed',
    });
    expect(await described(job)).toMatchObject({
      RoleArn: places.role,
      AlgorithmSpecification: { TrainingImage: places.image },
      ModelArtifacts: { S3ModelArtifacts: `s3://data/${keys.trainingArtifact(job.model, job.snapshot, job.job)}` },
      EnableNetworkIsolation: true,
      EnableManagedSpotTraining: true,
    });
  });

  it('are not begun a second time under the same name', async () => {
    const job = newJob();
    await motoTrainer('data').train(job);
    const { CreationTime } = await described(job);
    expect(await motoTrainer('data').train(job)).toMatchObject({ status: 'Completed' });
    expect((await described(job)).CreationTime).toEqual(CreationTime);
  });

  it('are not known before they are begun', async () => {
    expect(await motoTrainer('data').outcome(newJob())).toBeUndefined();
  });
});
