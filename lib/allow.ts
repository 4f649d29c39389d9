import { type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';

export interface Permission {
  actions: readonly string[];
  resources: readonly string[];
  /** Why a resource has a wildcard; without one there is no such permission. */
  because?: string;
  conditions?: Conditions;
}

/** Adds to what a role may do. An action is always spelt out, and every wildcard in a resource has its reason beside it. */
export function allow(role: Role, { actions, resources, because, conditions }: Permission): void {
  if (resources.length === 0) return;
  const wide = actions.find((action) => action.includes('*'));
  if (wide) throw new Error(`${role.node.path} may not have the action ${wide}: list each action`);
  role.addToPolicy(
    new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) }),
  );
  for (const resource of resources.filter((each) => /[*?]/.test(each))) explainWildcard(role, resource, because);
}

/** Says why a role's policy has a wildcard, to cdk-nag and to the reader. */
export function explainWildcard(role: Role, resource: string, because: string | undefined): void {
  if (!because) throw new Error(`${role.node.path} may use ${resource}: say why it has a wildcard`);
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: because });
}

/** How cdk-nag writes the ARN of a resource that has no name yet. */
export const unnamedArn = (resource: CfnResource): string => `<${Stack.of(resource).getLogicalId(resource)}.Arn>`;

export const reasons = {
  folder: 'Objects of one folder of our own bucket: their names are only known when they are written.',
  answers: 'Results of queries: Athena names them.',
  tables: 'Tables of our own database only: their list is in athena/, and views come and go.',
  noResource: 'AWS has no resource to name for it.',
  served: 'Models and configurations of our own endpoint: their names begin with its own and end in a version.',
  jobs: 'Training jobs of our own: their names begin with the deployment’s and end in what they learn from.',
  versions: 'Versions of our own function: which one the deployment waits for is only known then.',
  namedByAws: 'AWS ends the ARN of a secret in six characters of its choice.',
  crawlerLogs: 'Glue names the log streams.',
  jobLogs: 'SageMaker names the log streams.',
} as const;
