import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { prefixes } from '../../core/contracts/keys.ts';
import type { ResourceNames } from '../../core/deployment/names.ts';
import { allow, reasons } from '../allow.ts';
import { endpointRoleName } from '../endpoint-place.ts';
import type { TrainingImage } from '../training-image.ts';
import { bucketArn, type DataStore } from './data-store.ts';

export interface EndpointRoleProps {
  names: ResourceNames;
  image: TrainingImage;
  store: DataStore;
  logDays: RetentionDays;
}

/** What the endpoint may do, and where it logs. The endpoint itself comes with the first version: the model-registrar makes it. */
export class EndpointRole extends Construct {
  constructor(scope: Construct, id: string, { names, image, store, logDays }: EndpointRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      roleName: endpointRoleName(names, stack.region),
      description: 'What the endpoint of the creative scorer may do',
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    store.denyControl(role);
    allow(role, {
      actions: ['s3:GetObject'],
      resources: [bucketArn(this, `${names.dataBucket}/${prefixes.model('creative_scorer')}*`)],
      because: reasons.folder,
    });
    const logs = new LogGroup(this, 'Log', {
      logGroupName: `/aws/sagemaker/Endpoints/${names.endpoint}`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logs.grantWrite(role);
    allow(role, {
      actions: ['logs:DescribeLogStreams'],
      resources: [
        stack.formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: `/aws/sagemaker/Endpoints/${names.endpoint}:*`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      because: reasons.jobLogs,
    });
    allow(role, {
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      because: reasons.noResource,
      conditions: { StringEquals: { 'cloudwatch:namespace': ['/aws/sagemaker/Endpoints'] } },
    });
    allow(role, {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      resources: [image.repositoryArn],
    });
    allow(role, { actions: ['ecr:GetAuthorizationToken'], resources: ['*'], because: reasons.noResource });
  }
}
