import { Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ResourceNames } from '../../core/deployment.ts';
import { expireAfter } from '../lifecycle.ts';
import type { DataStore } from './data-store.ts';
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
  readonly workgroup: CfnWorkGroup;
  readonly database: CfnDatabase;
  readonly #store: DataStore;

  constructor(scope: Construct, id: string, { names, accessLogs, store, queryLimitGigabytes }: QueryEngineProps) {
    super(scope, id);
    this.#store = store;
    this.results = new PrivateBucket(this, 'Results', {
      name: names.resultsBucket,
      accessLogs,
      lifecycle: expireAfter(resultDays),
    });
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: names.database, description: 'Ads: facts, and views over them' },
    });
    this.workgroup = new CfnWorkGroup(this, 'Workgroup', {
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
  grantQuery(grantee: IGrantable): void {
    this.#run(grantee);
    this.#catalog(grantee, readCatalog);
    this.#store.grantRead(grantee, ['warehouse']);
  }

  /** Merges into tables, and makes views over the raw objects of a run. */
  grantMerge(grantee: IGrantable): void {
    this.grantQuery(grantee);
    this.#catalog(grantee, writeCatalog);
    this.#store.grantWrite(grantee, ['warehouse']);
    this.#store.grantDelete(grantee, ['warehouse']);
  }

  /** Creates the database's tables and changes their columns. */
  grantSetUp(grantee: IGrantable): void {
    this.grantMerge(grantee);
    this.#catalog(grantee, ['glue:CreateDatabase']);
  }

  /** Athena works with the rights of whoever asks. */
  #run(grantee: IGrantable): void {
    const stack = Stack.of(this);
    const workgroup = stack.formatArn({ service: 'athena', resource: 'workgroup', resourceName: this.workgroup.name });
    this.#allow(grantee, runQueries, [workgroup]);
    this.#allow(
      grantee,
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      [this.results.arnForObjects('*')],
    );
    this.#allow(grantee, ['s3:ListBucket', 's3:GetBucketLocation'], [this.results.bucketArn]);
  }

  #catalog(grantee: IGrantable, actions: readonly string[]): void {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName?: string) =>
      stack.formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) });
    const database = this.database.ref;
    this.#allow(grantee, actions, [arn('catalog'), arn('database', database), arn('table', `${database}/*`)]);
  }

  #allow(grantee: IGrantable, actions: readonly string[], resources: string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources }));
  }
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
