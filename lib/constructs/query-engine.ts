import { Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ResourceNames } from '../../core/deployment/names.ts';
import { allow, reasons } from '../allow.ts';
import { expireAfter } from '../lifecycle.ts';
import { bucketArn, type DataStore } from './data-store.ts';
import { PrivateBucket } from './private-bucket.ts';

export interface QueryEngineProps {
  names: ResourceNames;
  accessLogs: Bucket;
  store: DataStore;
  queryLimitGigabytes: number;
}

const bytesPerGigabyte = 1e9;
/** Answers are read at once; a week is for looking back at one. */
const resultDays = 7;

/** Athena over the data bucket: a database, a work group that decides where answers go and how much a query may read. */
export class QueryEngine extends Construct {
  readonly results: Bucket;
  readonly #store: DataStore;
  readonly #names: ResourceNames;

  constructor(scope: Construct, id: string, { names, accessLogs, store, queryLimitGigabytes }: QueryEngineProps) {
    super(scope, id);
    this.#store = store;
    this.#names = names;
    this.results = new PrivateBucket(this, 'Results', {
      name: names.resultsBucket,
      accessLogs,
      lifecycle: expireAfter(resultDays),
    });
    new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: names.database, description: 'Ads: facts, and views over them' },
    });
    new CfnWorkGroup(this, 'Workgroup', {
      name: names.workgroup,
      recursiveDeleteOption: false,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: Math.round(queryLimitGigabytes * bytesPerGigabyte),
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${this.results.bucketName}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }

  /** Selects from tables. */
  grantQuery(role: Role): void {
    this.#run(role);
    this.#catalog(role, readCatalog);
    this.#store.grantRead(role, ['warehouse']);
  }

  /** Merges into tables, and makes views over the raw objects of a run. */
  grantMerge(role: Role): void {
    this.grantQuery(role);
    this.#catalog(role, writeCatalog);
    this.#store.grantWrite(role, ['warehouse']);
    this.#store.grantDelete(role, ['warehouse']);
  }

  /** Creates the database's tables and changes their columns. */
  grantSetUp(role: Role): void {
    this.grantMerge(role);
    this.#catalog(role, ['glue:CreateDatabase']);
  }

  /** Athena works with the rights of whoever asks. */
  #run(role: Role): void {
    const { workgroup, resultsBucket } = this.#names;
    allow(role, {
      actions: runQueries,
      resources: [Stack.of(this).formatArn({ service: 'athena', resource: 'workgroup', resourceName: workgroup })],
    });
    allow(role, {
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [bucketArn(this, `${resultsBucket}/*`)],
      because: reasons.answers,
    });
    allow(role, { actions: ['s3:ListBucket', 's3:GetBucketLocation'], resources: [bucketArn(this, resultsBucket)] });
  }

  #catalog(role: Role, actions: readonly string[]): void {
    allow(role, { actions, resources: catalogArns(this, this.#names.database), because: reasons.tables });
  }
}

/** A database and everything in it; Glue asks for the catalog besides. */
export function catalogArns(scope: Construct, database: string): string[] {
  const arn = (resource: string, resourceName?: string) =>
    Stack.of(scope).formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) });
  return [arn('catalog'), arn('database', database), arn('table', `${database}/*`)];
}

const runQueries = [
  'athena:StartQueryExecution',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:StopQueryExecution',
  'athena:GetWorkGroup',
] as const;

const readCatalog = [
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:GetTables',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:BatchGetPartition',
] as const;

const writeCatalog = ['glue:CreateTable', 'glue:UpdateTable', 'glue:DeleteTable'] as const;
