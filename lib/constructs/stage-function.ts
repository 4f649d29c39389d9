import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { LambdaEnvironment, LambdaStage, ResourceNames } from '../../core/deployment.ts';
import { handlerName } from '../bundling.ts';
import type { DataStack } from '../data-stack.ts';
import { explain } from '../explain.ts';
import type { HandlerCode } from '../handler-code.ts';

export interface StageFunctionProps {
  stage: LambdaStage & { name: Parameters<HandlerCode>[0] };
  names: ResourceNames;
  environment: Omit<LambdaEnvironment, 'STAGE'>;
  code: HandlerCode;
  logDays: RetentionDays;
  data: DataStack;
}

/** One stage as a Lambda, with a role, a log group and rights of its own. */
export class StageFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, { stage, names, environment, code, logDays, data }: StageFunctionProps) {
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
      code: code(stage.name),
      timeout: Duration.seconds(stage.timeoutSeconds),
      memorySize: stage.memoryMegabytes,
      tracing: Tracing.ACTIVE,
      environment: { ...environment, STAGE: stage.name },
      logGroup,
      role,
    });
    this.#grant(stage.needs, data);
    explain(role, 'AwsSolutions-IAM5');
  }

  #grant(needs: LambdaStage['needs'], { store, queries, secrets, alerts }: DataStack): void {
    store.grantList(this);
    store.grantRead(this, needs.reads ?? []);
    store.grantWrite(this, needs.writes ?? []);
    store.grantDelete(this, needs.deletes ?? []);
    if (needs.warehouse === 'read') queries.grantQuery(this);
    if (needs.warehouse === 'write') queries.grantMerge(this);
    if (needs.warehouse === 'set-up') queries.grantSetUp(this);
    if (needs.linkedInToken === 'read') secrets.grantRead(this);
    if (needs.linkedInToken === 'rotate') secrets.grantRotate(this);
    if (needs.alerts) alerts.grantPublish(this);
    if (needs.metrics) this.#mayPublishMetrics([...needs.metrics]);
  }

  /** Metrics have no ARN: the namespace is what can be limited. */
  #mayPublishMetrics(namespaces: string[]): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': namespaces } },
      }),
    );
  }
}
