import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EndpointPlace, LambdaEnvironment, LambdaStage, ResourceNames } from '../../core/deployment/names.ts';
import { allow, explainWildcard, reasons } from '../allow.ts';
import { handlerName } from '../bundling.ts';
import type { DataStack } from '../data-stack.ts';
import { allowEndpoint } from '../endpoint-place.ts';
import type { HandlerCode } from '../handler-code.ts';

export interface StageFunctionProps {
  stage: LambdaStage;
  names: ResourceNames;
  environment: Omit<LambdaEnvironment, 'STAGE'>;
  code: HandlerCode;
  logDays: RetentionDays;
  data: DataStack;
  /** Where the deployment has an endpoint. */
  endpoint: EndpointPlace | undefined;
}

/** One stage as a Lambda, with a role, a log group and rights of its own. */
export class StageFunction extends LambdaFunction {
  constructor(
    scope: Construct,
    id: string,
    { stage, names, environment, code, logDays, data, endpoint }: StageFunctionProps,
  ) {
    const use = endpoint && stage.needs.endpoint;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      logGroupName: names.logGroupOf(stage.name),
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, {
      roleName: `${names.functionOf(stage.name)}-${Stack.of(scope).region}`,
      description: `What the stage ${stage.name} may do`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      functionName: names.functionOf(stage.name),
      description: `Stage ${stage.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: handlerName,
      code: code(scope, stage.name),
      timeout: Duration.seconds(stage.timeoutSeconds),
      memorySize: stage.memoryMegabytes,
      tracing: Tracing.ACTIVE,
      environment: { ...environment, STAGE: stage.name, ...(use && { ENDPOINT: JSON.stringify(endpoint) }) },
      logGroup,
      role,
    });
    grantNeeds(role, stage.needs, data);
    if (stage.needs.trainingJobs) mayDescribeJobs(role, names);
    if (use) allowEndpoint(role, use, endpoint);
    // active tracing adds two actions on everything
    explainWildcard(role, '*', reasons.noResource);
  }
}

function grantNeeds(role: Role, needs: LambdaStage['needs'], { store, queries, secrets, alerts }: DataStack): void {
  store.denyControl(role);
  store.grantList(role);
  store.grantRead(role, needs.reads ?? []);
  store.grantWrite(role, needs.writes ?? []);
  store.grantDelete(role, needs.deletes ?? []);
  if (needs.warehouse === 'read') queries.grantQuery(role);
  if (needs.warehouse === 'write') queries.grantMerge(role);
  if (needs.warehouse === 'set-up') queries.grantSetUp(role);
  if (needs.linkedInToken === 'read') secrets.grantRead(role);
  if (needs.linkedInToken === 'rotate') secrets.grantRotate(role);
  if (needs.alerts) alerts.grantPublish(role);
  if (needs.metrics) mayPublishMetrics(role, needs.metrics);
}

const mayDescribeJobs = (role: Role, { jobPrefix }: ResourceNames): void =>
  allow(role, {
    actions: ['sagemaker:DescribeTrainingJob'],
    resources: [
      Stack.of(role).formatArn({ service: 'sagemaker', resource: 'training-job', resourceName: `${jobPrefix}-*` }),
    ],
    because: reasons.jobs,
  });

/** Metrics have no ARN: the namespace is what can be limited. */
const mayPublishMetrics = (role: Role, namespaces: readonly string[]): void =>
  allow(role, {
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    because: reasons.noResource,
    conditions: { StringEquals: { 'cloudwatch:namespace': [...namespaces] } },
  });
