import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import type { ResourceNames } from '../../core/deployment/names.ts';
import { explainWildcard, reasons, unnamedArn } from '../allow.ts';
import type { StageFunction } from './stage-function.ts';

export interface WarehouseUpdateProps {
  setup: StageFunction;
  names: ResourceNames;
  logDays: RetentionDays;
  /** Changes when the SQL does; the stage runs then and only then. */
  sqlHash: string;
}

/** Runs the stage warehouse-setup as a step of the deployment: when it fails, the deployment does. */
export class WarehouseUpdate extends Construct {
  readonly update: CustomResource;

  constructor(scope: Construct, id: string, { setup, names, logDays, sqlHash }: WarehouseUpdateProps) {
    super(scope, id);
    const name = names.functionOf(messenger.name);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: names.logGroupOf(messenger.name),
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      description: 'Calls the stage warehouse-setup at deployment',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    explainWildcard(role, `${unnamedArn(setup.node.defaultChild as CfnFunction)}:*`, reasons.versions);
    const provider = new Provider(this, 'Provider', {
      onEventHandler: setup,
      logGroup,
      frameworkOnEventRole: role,
      providerFunctionName: name,
    });
    this.update = new CustomResource(this, 'Update', {
      serviceToken: provider.serviceToken,
      resourceType: 'Custom::WarehouseSetup',
      properties: { SqlHash: sqlHash },
      serviceTimeout: Duration.minutes(30),
    });
  }
}

/** The CDK's small function that calls the stage and answers CloudFormation; it waits as long as a Lambda can. */
export const messenger = { name: 'warehouse-setup-messenger', timeoutSeconds: 900 } as const;
