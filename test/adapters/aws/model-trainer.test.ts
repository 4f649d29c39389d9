import { describe, expect, it } from 'vitest';
import { awsModelTrainer } from '../../../adapters/aws/model-trainer.ts';
import type { TrainingJob } from '../../../core/contracts/training.ts';
import { awsConfig } from '../../../core/settings/aws.ts';
import { modelTrainerSuite } from '../../conformance/model-trainer.ts';
import { type Description, serviceError, trainingJobsService } from './training-jobs-service.ts';

const job: TrainingJob = {
  model: 'creative_scorer',
  job: 'linkedin-ads-creative-scorer-1',
  snapshot: 's1',
  training_folder: 'processed/training/creative_scorer/s1/fit/',
  code_folder: 'processed/training/creative_scorer/s1/code/',
  output_folder: 'processed/training/creative_scorer/s1/jobs',
};
const names = { model: job.model, job: job.job, snapshot: job.snapshot };
const running: Description = { TrainingJobStatus: 'InProgress', SecondaryStatus: 'Training' };
const completed: Description = { TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed' };
const failed: Description = {
  TrainingJobStatus: 'Failed',
  FailureReason: 'AlgorithmError: training failed: no clicks, exit code: 1',
};

/** Its clock goes on only while somebody waits. */
function world(fate: readonly [Description, ...Description[]], { settings = {}, deadlineSeconds = 0 } = {}) {
  const service = trainingJobsService(fate);
  const waits: number[] = [];
  let at = Date.parse('2026-11-22T02:00:00Z');
  const trainer = awsModelTrainer({
    client: service.client,
    bucket: 'data',
    settings: awsConfig.parse({ training: settings }).training,
    places: {
      role: 'arn:aws:iam::111111111111:role/jobs',
      image: 'registry/sklearn@sha256:0',
      project: 'linkedin-ads',
    },
    now: () => new Date(at),
    sleep: async (milliseconds) => {
      waits.push(milliseconds / 1000);
      at += milliseconds;
    },
    ...(deadlineSeconds > 0 && { deadline: new Date(at + deadlineSeconds * 1000) }),
  });
  return { ...service, trainer, waits };
}

describe('training jobs of SageMaker', () => {
  modelTrainerSuite(async (fate) => {
    const { trainer, created } = world([fate === 'fails' ? failed : completed]);
    return { trainer, job, begun: async () => created.length };
  });

  it('are looked at again and again, with growing waits, until they end', async () => {
    const { trainer, waits } = world([running, running, { TrainingJobStatus: 'Stopping' }, completed]);
    expect(await trainer.train(job)).toEqual({ ...names, status: 'Completed' });
    expect(waits).toEqual([5, 7.5, 11.25]);
  });

  it('are asked for as the workflow asks for them', async () => {
    const { trainer, created } = world([completed]);
    await trainer.train(job);
    expect(created[0]).toMatchObject({
      TrainingJobName: job.job,
      RoleArn: 'arn:aws:iam::111111111111:role/jobs',
      AlgorithmSpecification: {
        TrainingImage: 'registry/sklearn@sha256:0',
        ContainerEntrypoint: ['python3', '/opt/ml/input/data/code/train.py'],
      },
      InputDataConfig: [
        {
          ChannelName: 'training',
          DataSource: { S3DataSource: { S3Uri: 's3://data/processed/training/creative_scorer/s1/fit/' } },
        },
        {
          ChannelName: 'code',
          DataSource: { S3DataSource: { S3Uri: 's3://data/processed/training/creative_scorer/s1/code/' } },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://data/processed/training/creative_scorer/s1/jobs' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      StoppingCondition: { MaxRuntimeInSeconds: 1800, MaxWaitTimeInSeconds: 3600 },
      EnableManagedSpotTraining: true,
      EnableNetworkIsolation: true,
    });
    expect(created[0]).not.toHaveProperty('HyperParameters');
  });

  it('that were stopped are not completed, and say what stopped them', async () => {
    const stopped = { TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxWaitTimeExceeded' };
    expect(await world([stopped]).trainer.train(job)).toEqual({
      ...names,
      status: 'Stopped',
      reason:
        'no spot instance became available within aws.training.waitMinutes; allow more time, or set aws.training.spot to false',
    });
  });

  it('say what their machine ran and what of it is charged', async () => {
    const { trainer } = world([{ ...completed, TrainingTimeInSeconds: 180, BillableTimeInSeconds: 54 }]);
    expect(await trainer.train(job)).toEqual({
      ...names,
      status: 'Completed',
      trained_seconds: 180,
      billed_seconds: 54,
    });
  });

  it('that somebody else has just begun under the name are waited for', async () => {
    const { client, created, trainer } = world([running, completed]);
    const { send } = client as unknown as { send(command: object): Promise<unknown> };
    let looked = false;
    // another process begins it between our look and our request
    Object.assign(client, {
      send: async (command: { constructor: { name: string }; input: never }) => {
        const answer = send(command);
        if (!looked) created.push(command.input);
        looked = true;
        return answer;
      },
    });
    expect(await trainer.train(job)).toEqual({ ...names, status: 'Completed' });
    expect(created).toHaveLength(1);
  });

  it('that do not end in time are left running, and the error says so', async () => {
    const { trainer, waits } = world([running], { deadlineSeconds: 30 });
    await expect(trainer.train(job)).rejects.toThrow(
      'The training job linkedin-ads-creative-scorer-1 has not ended in time (InProgress)',
    );
    expect(waits).toEqual([5, 7.5, 11.25]);
  });

  it('are waited for as long as the service lets them run, and a while more', async () => {
    const { trainer, waits } = world([running], { settings: { spot: false, maximumMinutes: 10 } });
    await expect(trainer.train(job)).rejects.toThrow('has not ended in time');
    const waited = waits.reduce((sum, each) => sum + each, 0) / 60;
    expect(waited).toBeGreaterThan(24);
    expect(waited).toBeLessThanOrEqual(25);
    expect(Math.max(...waits)).toBe(60);
  });

  it('that cannot begin are an error that says what to do', async () => {
    const { trainer, faults } = world([completed]);
    faults.push(serviceError('ValidationException', 'Could not find it'), serviceError('AccessDeniedException', 'no'));
    await expect(trainer.train(job)).rejects.toThrow(
      'Could not start the training job linkedin-ads-creative-scorer-1: AccessDeniedException: no',
    );
  });

  it('that cannot be looked at are an error, and not taken for unknown ones', async () => {
    const { trainer, faults } = world([completed]);
    faults.push(serviceError('ValidationException', 'the name is too long'));
    await expect(trainer.outcome(names)).rejects.toThrow('Could not get the state of the training job');
  });
});
