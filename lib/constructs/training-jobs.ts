import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow, reasons } from '../allow.ts';
import type { TrainingImage } from '../training-image.ts';
import type { TrainingSettings } from '../training-states.ts';
import { bucketArn, type DataStore } from './data-store.ts';

export interface TrainingJobsProps {
  prefix: string;
  settings: TrainingSettings;
  image: TrainingImage;
  store: DataStore;
  bucketName: string;
}

/** The rule that Step Functions keeps to hear of the end of a job. Its name is AWS's. */
const endOfJobRule = 'StepFunctionsGetEventsForSageMakerTrainingJobsRule';

/** What training jobs may do, and what a workflow needs to run them. A job reads and writes the folder of snapshots, nothing else. */
export class TrainingJobs extends Construct {
  readonly settings: TrainingSettings;
  /** What the workflow's definition leaves open. */
  readonly places: Record<string, string>;
  readonly role: Role;
  readonly #prefix: string;

  constructor(scope: Construct, id: string, { prefix, settings, image, store, bucketName }: TrainingJobsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.settings = settings;
    this.#prefix = prefix;
    this.role = new Role(this, 'Role', {
      description: 'What training jobs may do',
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    store.grantList(this.role);
    store.denyControl(this.role);
    allow(this.role, {
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      resources: [bucketArn(this, `${bucketName}/processed/training/*`)],
      because: reasons.folder,
    });
    const logGroup = (name: string) =>
      stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: name,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    allow(this.role, {
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: [logGroup('/aws/sagemaker/TrainingJobs:*')],
      because: reasons.jobLogs,
    });
    allow(this.role, {
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      because: reasons.noResource,
      conditions: { StringEquals: { 'cloudwatch:namespace': ['/aws/sagemaker/TrainingJobs'] } },
    });
    allow(this.role, {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      resources: [image.repositoryArn],
    });
    allow(this.role, { actions: ['ecr:GetAuthorizationToken'], resources: ['*'], because: reasons.noResource });
    this.places = {
      dataBucket: bucketName,
      trainingRole: this.role.roleArn,
      trainingImage: image.uri,
      project: prefix,
    };
  }

  /** For a workflow that starts jobs, waits for them and stops them with itself. */
  grantRun(role: Role): void {
    const stack = Stack.of(this);
    const jobs = stack.formatArn({ service: 'sagemaker', resource: 'training-job', resourceName: `${this.#prefix}-*` });
    allow(role, {
      actions: [
        'sagemaker:CreateTrainingJob',
        'sagemaker:DescribeTrainingJob',
        'sagemaker:StopTrainingJob',
        'sagemaker:AddTags',
        'sagemaker:ListTags',
      ],
      resources: [jobs],
      because: reasons.jobs,
    });
    allow(role, {
      actions: ['iam:PassRole'],
      resources: [this.role.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
    allow(role, {
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [stack.formatArn({ service: 'events', resource: 'rule', resourceName: endOfJobRule })],
    });
  }
}
