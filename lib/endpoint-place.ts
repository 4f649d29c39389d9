/** The endpoint, where the settings want one: what the stages are told of it, and what they may do with it. */
import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { EndpointPlace, ResourceNames } from '../core/deployment/names.ts';
import { allow, reasons } from './allow.ts';
import { roleArn } from './constructs/data-store.ts';
import type { Settings } from './settings.ts';
import { trainingImage } from './training-image.ts';

export const endpointRoleName = ({ endpointRole }: ResourceNames, region: string): string =>
  `${endpointRole}-${region}`;

/** Undefined unless it is enabled. By name, because the stacks that use it come before the one that makes its role. */
export function endpointPlaceOf(
  scope: Construct,
  { names, region, training }: Pick<Settings, 'names' | 'region' | 'training'>,
): EndpointPlace | undefined {
  const { enabled, memoryMb, maxConcurrency } = training.endpoint;
  if (!enabled) return undefined;
  return {
    name: names.endpoint,
    role: roleArn(scope, endpointRoleName(names, region)),
    image: trainingImage(region, training.image).uri,
    memoryMb,
    maxConcurrency,
  };
}

/** Only under the endpoint's own name; and it is handed its own role, to SageMaker alone. */
export function allowEndpoint(role: Role, use: 'serve' | 'ask', place: EndpointPlace): void {
  const arn = (resource: string, resourceName: string) =>
    Stack.of(role).formatArn({ service: 'sagemaker', resource, resourceName });
  const endpoint = arn('endpoint', place.name);
  if (use === 'ask') {
    allow(role, { actions: ['sagemaker:InvokeEndpoint'], resources: [endpoint] });
    return;
  }
  const [models, configurations] = [arn('model', `${place.name}-*`), arn('endpoint-config', `${place.name}-*`)];
  allow(role, {
    actions: ['sagemaker:CreateModel', 'sagemaker:DeleteModel', 'sagemaker:AddTags'],
    resources: [models],
    because: reasons.served,
  });
  allow(role, {
    actions: ['sagemaker:CreateEndpointConfig', 'sagemaker:DeleteEndpointConfig', 'sagemaker:AddTags'],
    resources: [configurations],
    because: reasons.served,
  });
  allow(role, { actions: ['sagemaker:DescribeEndpoint', 'sagemaker:AddTags'], resources: [endpoint] });
  // SageMaker looks at both: the endpoint, and what it is pointed at
  allow(role, {
    actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'],
    resources: [endpoint, configurations],
    because: reasons.served,
  });
  allow(role, {
    actions: ['iam:PassRole'],
    resources: [place.role],
    conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  });
}
