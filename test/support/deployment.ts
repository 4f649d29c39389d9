import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { noHandlerYet } from '../../lib/handler-code.ts';
import type { StackTemplate } from '../../lib/permission-table.ts';
import { settingsFrom } from '../../lib/settings.ts';
import { adsSystem } from '../../lib/system.ts';

export const account = '111111111111';

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: string[];
}

const stackNames = ['data', 'pipeline', 'training', 'monitoring'] as const;
type StackName = (typeof stackNames)[number];

export interface Deployed {
  assembly: CloudAssembly;
  templates: StackTemplate[];
  app: ReturnType<typeof adsSystem>['app'];
  /** The resources of the stack whose name ends so, by logical id. */
  resources(stack: StackName, type?: string): [string, Resource][];
  all(type?: string): [string, Resource][];
  /** The properties of the first resource of a type; none when there is no such resource. */
  first(stack: StackName, type: string): Resource['Properties'];
}

/** The stacks as CloudFormation would get them, without bundled code. `aws` is the block of the settings. */
export function deployed(aws: object = {}, others: object = {}): Deployed {
  const settings = settingsFrom(JSON.stringify({ ...others, aws }), account);
  // CloudFormation's own rules take seconds to load; .ci/cdk checks against them
  const { app } = adsSystem({ settings, code: noHandlerYet, app: { builtinCloudFormationValidation: false } });
  const assembly = app.synth();
  const resources: Deployed['resources'] = (stack, type) => {
    const { template } = assembly.getStackByName(`${settings.prefix}-${stack}`);
    const found = Object.entries(template.Resources as Record<string, Resource>);
    return type ? found.filter(([, { Type }]) => Type === type) : found;
  };
  return {
    app,
    assembly,
    templates: assembly.stacks.map(({ template }) => template as StackTemplate),
    resources,
    first: (stack, type) => resources(stack, type)[0]?.[1].Properties ?? {},
    all: (type) => stackNames.flatMap((stack) => resources(stack, type)),
  };
}

/** Every setting that adds something. */
export const everything = {
  crawler: true,
  training: { endpoint: { enabled: true } },
  alarms: {
    email: ['people@example.com'],
    slack: { workspaceId: 'T0123', channelId: 'C0123' },
    spendCapPerDay: 500,
  },
} as const;
