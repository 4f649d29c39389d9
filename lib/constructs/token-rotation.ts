import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { rotationDays } from '../../core/deployment/names.ts';
import type { StageFunction } from './stage-function.ts';
import type { TokenSecrets } from './token-secrets.ts';

export interface TokenRotationProps {
  secrets: TokenSecrets;
  rotator: StageFunction;
}

/**
 * Secrets Manager drives the rotation. Not at deploy: that would spend a refresh on whatever lies in the secret. The ready-made
 * construct would also allow GetRandomPassword on everything and let any account's Secrets Manager call the function.
 */
export class TokenRotation extends Construct {
  constructor(scope: Construct, id: string, { secrets, rotator }: TokenRotationProps) {
    super(scope, id);
    const permission = new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: rotator.functionArn,
      principal: new ServicePrincipal('secretsmanager.amazonaws.com').service,
      sourceAccount: Stack.of(this).account,
    });
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      // an adopted secret is known by its name alone
      secretId: secrets.token.secretFullArn ?? secrets.token.secretName,
      rotationLambdaArn: rotator.functionArn,
      rotationRules: { scheduleExpression: `rate(${rotationDays} days)` },
      rotateImmediatelyOnUpdate: false,
    });
    // the service tries the permission when the schedule is made
    schedule.addResourceDependency(permission);
    schedule.node.addDependency(rotator.role as Construct);
  }
}
