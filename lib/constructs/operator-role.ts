import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../allow.ts';
import type { DataStore } from './data-store.ts';

export interface OperatorRoleProps {
  name: string;
  store: DataStore;
}

/** For people of the account, whom its administrators let assume it: reads the data, and alone writes `control/`. */
export class OperatorRole extends Role {
  constructor(scope: Construct, id: string, { name, store }: OperatorRoleProps) {
    super(scope, id, {
      roleName: name,
      description: 'People who steer the ads pipeline: read its data, write control/',
      assumedBy: new AccountRootPrincipal(),
    });
    store.grantList(this);
    store.grantRead(this, ['control', 'decisions', 'models', 'processed', 'quarantine', 'state']);
    store.grantWrite(this, ['control']);
    store.grantDelete(this, ['control']);
  }

  /** Looks functions up and calls them by their names: what the commands with `--aws` do. */
  grantInvoke(functionArns: string[]): void {
    allow(this, { actions: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'], resources: functionArns });
  }

  /** Calls functions at their URLs, with the caller's credentials. Their names are fixed, so no stack needs another for this. */
  grantCall(functionArns: string[]): void {
    allow(this, {
      // its settings name the bucket and the account that a command with --aws works on
      actions: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
      resources: functionArns,
    });
  }
}
