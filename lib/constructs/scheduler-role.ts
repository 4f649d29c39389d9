import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../allow.ts';
import type { DeadLetters } from './dead-letters.ts';

export interface SchedulerRoleProps {
  /** Names of the state machines that it may start. */
  machines: readonly string[];
  deadLetters: DeadLetters;
}

/** What EventBridge Scheduler starts workflows with; only for schedules of this account. */
export class SchedulerRole extends Role {
  constructor(scope: Construct, id: string, { machines, deadLetters }: SchedulerRoleProps) {
    const stack = Stack.of(scope);
    super(scope, id, {
      description: 'Starts the workflows by their schedules',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const machineArn = (name: string) =>
      stack.formatArn({
        service: 'states',
        resource: 'stateMachine',
        resourceName: name,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    allow(this, { actions: ['states:StartExecution'], resources: machines.map(machineArn) });
    deadLetters.grantSend(this);
  }
}
