import { describe, expect, it } from 'vitest';
import { type ModelName, modelNames } from '../../core/contracts/model-file.ts';
import {
  type FinishedJob,
  modelRegistrarInput,
  modelTrainerInput,
  type TrainingJob,
} from '../../core/contracts/training.ts';
import { awsConfig } from '../../core/settings/aws.ts';
import { walk, workflows } from '../../core/workflows/pipeline.ts';
import { workflowDefinition } from '../../lib/workflow-definition.ts';
import { type Call, type Machine, runDefinition, TaskError } from '../support/run-definition.ts';

const train = workflowDefinition(workflows.train, { accounts: undefined });

/** What the deployment fills in. */
const place = (name: string) => `\${${name}}`;

const jobOf = (model: ModelName): TrainingJob => ({
  model,
  job: `linkedin-ads-${model.replace('_', '-')}-1`,
  snapshot: 's1',
  training_folder: `processed/training/${model}/s1/fit/`,
  code_folder: `processed/training/${model}/s1/code/`,
  output_folder: `processed/training/${model}/s1/jobs`,
});
const jobs = { creative_scorer: jobOf('creative_scorer'), bid_optimizer: jobOf('bid_optimizer') };

type Description = { TrainingJobStatus: string; FailureReason?: string };
const completed: Description = { TrainingJobStatus: 'Completed' };

interface Service {
  jobs?: Record<ModelName, TrainingJob | null>;
  /** What `createTrainingJob.sync` answers by the job's name; an error when it is text. */
  trained?: Record<string, Description | string>;
  /** What it answers when it is asked how a job stands, one after the other. */
  described?: Record<string, (Description | string)[]>;
}

function service({ jobs: answered = jobs, trained = {}, described = {} }: Service) {
  const requests: Record<string, unknown>[] = [];
  const handed: unknown[] = [];
  const planned: unknown[] = [];
  const said: string[] = [];
  const answerOf = (answer: Description | string | undefined): unknown => {
    if (typeof answer === 'string') throw new TaskError('SageMaker.Exception', answer);
    return answer ?? completed;
  };
  const machine: Machine = {
    executionName: 'by-hand',
    call({ resource, parameters }: Call) {
      const name = String(parameters.TrainingJobName);
      if (resource.endsWith('createTrainingJob.sync')) {
        requests.push(parameters);
        return answerOf(trained[name]);
      }
      if (resource.endsWith('describeTrainingJob')) return answerOf(described[name]?.shift() ?? 'there is no such job');
      if (resource.endsWith('sns:publish')) said.push(String(parameters.Message));
      if (!parameters.FunctionName) return {};
      if (parameters.FunctionName === place('modelRegistrarFunction')) handed.push(parameters.Payload);
      else planned.push(parameters.Payload);
      return { Payload: { jobs: answered } };
    },
  };
  return { machine, requests, handed, planned, said };
}

const ended = (job: TrainingJob, status: string, reason?: string): FinishedJob => ({
  model: job.model,
  job: job.job,
  snapshot: job.snapshot,
  status,
  ...(reason && { reason }),
});

describe('the train workflow as a state machine', () => {
  it('trains both models and hands both results on, as the registrar takes them', async () => {
    const { machine, requests, handed } = service({});
    expect(await runDefinition(train, { run_id: 'train-1' }, machine)).toEqual({ succeeded: true, waits: [] });
    expect(requests.map(({ TrainingJobName }) => TrainingJobName)).toEqual(modelNames.map((name) => jobs[name].job));
    const expected = { run_id: 'train-1', jobs: modelNames.map((name) => ended(jobs[name], 'Completed')) };
    expect(handed).toEqual([expected]);
    expect(modelRegistrarInput.parse(handed[0])).toEqual(expected);
  });

  it('trains even if nothing is new when someone asks for that', async () => {
    const usual = service({});
    await runDefinition(train, { scheduled_at: '2026-11-22T03:00:00Z' }, usual.machine);
    const forced = service({});
    await runDefinition(train, { force: false }, forced.machine);
    await runDefinition(train, { force: true }, forced.machine);
    expect([...usual.planned, ...forced.planned]).toEqual([
      { run_id: 'train-2026-11-22T030000Z', force: false },
      { run_id: 'train-by-hand', force: false },
      { run_id: 'train-by-hand', force: true },
    ]);
    expect(modelTrainerInput.parse(forced.planned[1])).toMatchObject({ force: true });
  });

  it('does what one machine does', async () => {
    const here: unknown[] = [];
    await walk(workflows.train.step, {
      accounts: async () => [],
      accountFailed: () => undefined,
      runStage: async (stage, _, input) => {
        if (stage === 'model-registrar') here.push({ run_id: 'train-1', ...input });
        return { output: { jobs: { ...jobs, bid_optimizer: null } } };
      },
      runJob: async (job) => ended(job, 'Completed'),
    });
    const { machine, handed } = service({ jobs: { ...jobs, bid_optimizer: null } });
    await runDefinition(train, { run_id: 'train-1' }, machine);
    expect(handed).toEqual(here);
    expect(modelRegistrarInput.parse(handed[0])).toEqual(handed[0]);
  });

  it('gives a job its data, its script and no network, and no hyperparameter', async () => {
    const { machine, requests } = service({});
    await runDefinition(train, {}, machine);
    const request = requests[0] ?? {};
    expect(request).not.toHaveProperty('HyperParameters');
    expect(request).not.toHaveProperty('Environment');
    expect(request).toMatchObject({
      RoleArn: place('trainingRole'),
      EnableNetworkIsolation: true,
      EnableManagedSpotTraining: true,
      EnableInterContainerTrafficEncryption: true,
      StoppingCondition: { MaxRuntimeInSeconds: 1800, MaxWaitTimeInSeconds: 3600 },
      OutputDataConfig: { S3OutputPath: `s3://${place('dataBucket')}/processed/training/creative_scorer/s1/jobs` },
      AlgorithmSpecification: { ContainerEntrypoint: ['python3', '/opt/ml/input/data/code/train.py'] },
    });
    const channels = (request.InputDataConfig as { ChannelName: string; DataSource: unknown }[]).map(
      ({ ChannelName, DataSource }) => [
        ChannelName,
        (DataSource as { S3DataSource: { S3Uri: string } }).S3DataSource.S3Uri,
      ],
    );
    // the rows that judge a model are in no channel
    expect(channels).toEqual([
      ['training', `s3://${place('dataBucket')}/processed/training/creative_scorer/s1/fit/`],
      ['code', `s3://${place('dataBucket')}/processed/training/creative_scorer/s1/code/`],
    ]);
  });

  it('waits for no spare machine when it need not be one', async () => {
    const { training } = awsConfig.parse({ training: { spot: false, maximumMinutes: 10 } });
    const { machine, requests } = service({});
    await runDefinition(workflowDefinition(workflows.train, { accounts: undefined, training }), {}, machine);
    expect(requests[0]).toMatchObject({
      EnableManagedSpotTraining: false,
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    });
    expect(requests[0]?.StoppingCondition).not.toHaveProperty('MaxWaitTimeInSeconds');
  });

  it('lets the other model finish when one fails, and says why it did', async () => {
    const { job } = jobs.creative_scorer;
    const failed = { TrainingJobStatus: 'Failed', FailureReason: 'AlgorithmError: training failed: no clicks' };
    const { machine, handed } = service({ trained: { [job]: 'it failed' }, described: { [job]: [failed] } });
    await runDefinition(train, { run_id: 'r' }, machine);
    expect(handed).toEqual([
      {
        run_id: 'r',
        jobs: [
          ended(jobs.creative_scorer, 'Failed', 'AlgorithmError: training failed: no clicks'),
          ended(jobs.bid_optimizer, 'Completed'),
        ],
      },
    ]);
  });

  it('finds the job that a run before it began, and waits for it', async () => {
    const { job } = jobs.creative_scorer;
    const { machine, handed } = service({
      trained: { [job]: 'a job of this name is there already' },
      described: { [job]: [{ TrainingJobStatus: 'InProgress' }, { TrainingJobStatus: 'Stopping' }, completed] },
    });
    expect(await runDefinition(train, { run_id: 'r' }, machine)).toEqual({ succeeded: true, waits: [60, 60] });
    expect(handed).toMatchObject([{ jobs: [ended(jobs.creative_scorer, 'Completed'), {}] }]);
  });

  it('hands a job on that was stopped as what it is, and one that did not begin with the reason', async () => {
    const { machine, handed } = service({
      trained: { [jobs.creative_scorer.job]: { TrainingJobStatus: 'Stopped' }, [jobs.bid_optimizer.job]: 'no quota' },
    });
    await runDefinition(train, { run_id: 'r' }, machine);
    expect(handed).toMatchObject([
      { jobs: [ended(jobs.creative_scorer, 'Stopped'), ended(jobs.bid_optimizer, 'Failed', 'no quota')] },
    ]);
  });
});
