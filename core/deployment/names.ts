/**
 * What a deployment is made of, by name: `lib/` creates it, the Lambdas and the commands with `--aws` find it. A stage joins the
 * deployment by a line in `lambdaStages` and a folder `lambdas/<stage>/`.
 */
import { z } from 'zod';
import type { Folder } from '../contracts/keys.ts';

/** Every environment variable of the Lambdas; each is set for all of them. `lambdas/runtime.ts` is their only reader. */
export const environmentNames = [
  'DATA_BUCKET',
  'RESULTS_BUCKET',
  'DATABASE',
  'WORKGROUP',
  'TOPIC_ARN',
  /** Names of secrets, never their values. */
  'LINKEDIN_SECRET',
  'JOURNAL_SECRET',
  /** The JSON text of `ads.config.json`, without what only the deployment needs. */
  'CONFIG',
  'STAGE',
] as const;

export type EnvironmentName = (typeof environmentNames)[number];
export type LambdaEnvironment = Readonly<Record<EnvironmentName, string>> & {
  /** JSON of `endpointPlace`; only where there is an endpoint, and only for the stages that use it. */
  readonly ENDPOINT?: string;
};

/** What the stages must know of the endpoint: it is made by one, when there is a version to serve. */
export const endpointPlace = z.object({
  name: z.string(),
  /** ARN of what it may do. */
  role: z.string(),
  /** URI of the container. */
  image: z.string(),
  memoryMb: z.int(),
  maxConcurrency: z.int(),
});
export type EndpointPlace = z.infer<typeof endpointPlace>;

/** An existing resource that is used instead of a new one, by its name. */
export interface Adopted {
  bucket?: string | undefined;
  secret?: string | undefined;
  topic?: string | undefined;
}

/** Fixed names, so that people, front ends and other deployments find things. `prefix` is `linkedin-ads` unless set. */
export function resourceNames(prefix: string, account: string, adopted: Adopted = {}) {
  const owner = prefix.replace(/-ads$/, '');
  const database = prefix.replaceAll('-', '_');
  return {
    dataBucket: adopted.bucket ?? `${prefix}-data-${account}`,
    resultsBucket: `${prefix}-athena-results-${account}`,
    accessLogsBucket: `${prefix}-access-logs-${account}`,
    database,
    crawledDatabase: `${database}_crawled`,
    workgroup: prefix,
    topic: adopted.topic ?? `${prefix}-alerts`,
    linkedInSecret: adopted.secret ?? `${owner}-access-token`,
    journalSecret: `${owner}-token-journal`,
    deadLetters: `${prefix}-dead-letters`,
    endpoint: `${prefix}-creative-scorer`,
    endpointRole: `${prefix}-endpoint`,
    /** Names of training jobs begin so. */
    jobPrefix: prefix,
    operatorRole: `${prefix}-operator`,
    functionOf: (stage: string) => `${prefix}-${stage}`,
    workflowOf: (workflow: string) => `${prefix}-${workflow}`,
    logGroupOf: (stage: string) => `/aws/lambda/${prefix}-${stage}`,
  } as const;
}

export type ResourceNames = ReturnType<typeof resourceNames>;

/** What a stage may touch; everything else is refused. The permission table of docs/security.md is made from it. */
export interface StageNeeds {
  /** Folders of the data bucket whose objects it reads. Whoever reads any may list keys. */
  reads?: readonly Folder[];
  writes?: readonly Folder[];
  deletes?: readonly Folder[];
  /** `read` selects from tables; `write` merges into them; `set-up` creates and changes them. */
  warehouse?: 'read' | 'write' | 'set-up';
  /** `rotate` makes new versions and keeps the journal. */
  linkedInToken?: 'read' | 'rotate';
  /** Namespaces that it may publish metrics in. */
  metrics?: readonly MetricNamespace[];
  /** Whether it may write to the alert topic. */
  alerts?: boolean;
  /** Whether it may see how the deployment's training jobs stand. */
  trainingJobs?: boolean;
  /** `serve` makes and changes the endpoint, where there is one; `ask` only asks it. */
  endpoint?: 'serve' | 'ask';
  /** Whether people may call it by its name, with their own credentials. */
  byHand?: boolean;
  /** Whether people may call it at a URL, signed with their own credentials. */
  url?: boolean;
}

export interface LambdaStage {
  name: string;
  /** At most 900. A stage that may say `more` stops 60 s before. */
  timeoutSeconds: number;
  /** Also decides its share of a processor: a whole one at 1769. */
  memoryMegabytes: number;
  needs: StageNeeds;
}

export const metricNamespaces = [
  'LinkedInAds/Collector',
  'LinkedInAds/Pipeline',
  'LinkedInAds/Optimizer',
  'LinkedInAds/Campaigns',
] as const;
export type MetricNamespace = (typeof metricNamespaces)[number];

const longest = 900;

/** The one list of stages that run as Lambdas. */
export const lambdaStages = [
  {
    name: 'collector',
    timeoutSeconds: longest,
    memoryMegabytes: 512,
    needs: {
      reads: ['state'],
      writes: ['raw', 'quarantine', 'state'],
      deletes: ['state'],
      linkedInToken: 'read',
      metrics: ['LinkedInAds/Collector'],
      url: true,
    },
  },
  {
    name: 'data-processor',
    timeoutSeconds: longest,
    memoryMegabytes: 512,
    needs: {
      reads: ['raw', 'quarantine', 'state', 'processed'],
      writes: ['state', 'processed'],
      deletes: ['state'],
      warehouse: 'write',
      metrics: ['LinkedInAds/Pipeline'],
    },
  },
  {
    name: 'optimizer',
    // it may wait for queries, and for the platform at every change
    timeoutSeconds: longest,
    memoryMegabytes: 512,
    needs: {
      reads: ['state', 'decisions', 'control', 'models', 'processed'],
      writes: ['state', 'decisions', 'processed'],
      deletes: ['state'],
      warehouse: 'read',
      linkedInToken: 'read',
      metrics: ['LinkedInAds/Optimizer', 'LinkedInAds/Campaigns'],
      endpoint: 'ask',
      alerts: true,
      url: true,
    },
  },
  {
    name: 'model-trainer',
    timeoutSeconds: longest,
    memoryMegabytes: 512,
    needs: { reads: ['state', 'models', 'processed'], writes: ['state', 'processed'], warehouse: 'read', byHand: true },
  },
  {
    name: 'model-registrar',
    timeoutSeconds: 300,
    memoryMegabytes: 512,
    needs: {
      reads: ['state', 'models', 'processed'],
      writes: ['state', 'models'],
      trainingJobs: true,
      endpoint: 'serve',
      byHand: true,
    },
  },
  {
    name: 'housekeeper',
    timeoutSeconds: longest,
    memoryMegabytes: 256,
    needs: {
      reads: ['state', 'processed', 'models'],
      writes: ['state', 'models'],
      deletes: ['processed', 'models'],
      warehouse: 'write',
    },
  },
  {
    name: 'token-rotator',
    timeoutSeconds: 300,
    memoryMegabytes: 256,
    needs: {
      reads: ['state'],
      writes: ['state'],
      deletes: ['state'],
      linkedInToken: 'rotate',
      metrics: ['LinkedInAds/Pipeline'],
      alerts: true,
    },
  },
  {
    name: 'warehouse-setup',
    timeoutSeconds: longest,
    memoryMegabytes: 256,
    needs: { reads: ['state'], writes: ['state'], warehouse: 'set-up' },
  },
  {
    name: 'watchdog',
    timeoutSeconds: 120,
    memoryMegabytes: 256,
    needs: {
      reads: ['state', 'processed'],
      writes: ['state'],
      linkedInToken: 'read',
      metrics: ['LinkedInAds/Pipeline'],
      alerts: true,
    },
  },
] as const satisfies readonly LambdaStage[];

export type LambdaStageName = (typeof lambdaStages)[number]['name'];

/** An access token lives 60 days: five are left to fix a rotation that failed. */
export const rotationDays = 55;
