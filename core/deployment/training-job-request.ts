/** What the service is asked for a training job: one definition for the workflow and for the adapter that starts jobs by itself. */
import type { AwsConfig } from '../settings/aws.ts';

/** Names of the deployment that a job needs. */
export interface TrainingPlaces {
  /** ARN of what the job may do. */
  role: string;
  /** URI of the container. */
  image: string;
  /** Value of the tag `project`. */
  project: string;
}

/** A job's name, and the URIs of its two channels and of its output. */
export interface TrainingNames {
  job: string;
  training: string;
  code: string;
  output: string;
}

/** Where the platform puts channels and looks for results, inside the container. */
const inside = {
  code: '/opt/ml/input/data/code',
  training: '/opt/ml/input/data/training',
  model: '/opt/ml/model',
  output: '/opt/ml/output/data',
} as const;

const volumeGigabytes = 5;

/**
 * The script comes as a channel and is the entry point, so that the container needs no network at all. There are no hyperparameters:
 * what is not in the code is not in the job.
 */
export function trainingJobRequest(
  { instance, spot, maximumMinutes, waitMinutes }: AwsConfig['training'],
  { job, training, code, output }: TrainingNames,
  { role, image, project }: TrainingPlaces,
) {
  return {
    TrainingJobName: job,
    RoleArn: role,
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: 'File' as const,
      ContainerEntrypoint: ['python3', `${inside.code}/train.py`],
      ContainerArguments: [
        ...['--training', inside.training],
        ...['--model-dir', inside.model],
        ...['--output-data-dir', inside.output],
      ],
      MetricDefinitions: ['train:rmse', 'validation:rmse'].map((name) => ({
        Name: name,
        Regex: `${name}=([0-9.eE+-]+);`,
      })),
    },
    InputDataConfig: [channel('training', training), channel('code', code)],
    OutputDataConfig: { S3OutputPath: output },
    ResourceConfig: { InstanceCount: 1, InstanceType: instance, VolumeSizeInGB: volumeGigabytes },
    StoppingCondition: {
      MaxRuntimeInSeconds: 60 * maximumMinutes,
      ...(spot && { MaxWaitTimeInSeconds: 60 * longestMinutes({ spot, maximumMinutes, waitMinutes }) }),
    },
    EnableManagedSpotTraining: spot,
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: true,
    Tags: [{ Key: 'project', Value: project }],
  };
}

/** After so long the service has stopped a job that had not ended; its start and end come on top. */
export const longestMinutes = ({
  spot,
  maximumMinutes,
  waitMinutes,
}: Pick<AwsConfig['training'], 'spot' | 'maximumMinutes' | 'waitMinutes'>): number =>
  spot ? Math.max(waitMinutes, maximumMinutes) : maximumMinutes;

const channel = (name: string, uri: string) => ({
  ChannelName: name,
  InputMode: 'File' as const,
  DataSource: {
    S3DataSource: {
      S3DataType: 'S3Prefix' as const,
      S3DataDistributionType: 'FullyReplicated' as const,
      S3Uri: uri,
    },
  },
});
