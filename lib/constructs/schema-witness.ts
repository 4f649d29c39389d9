import { ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnCrawler, CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { folders } from '../../core/contracts/keys.ts';
import type { ResourceNames } from '../../core/deployment/names.ts';
import { acknowledge } from '../acknowledge.ts';
import { allow, reasons } from '../allow.ts';
import type { DataStore } from './data-store.ts';
import { catalogArns } from './query-engine.ts';

export interface SchemaWitnessProps {
  names: ResourceNames;
  store: DataStore;
}

/** After the first pull of the day. */
const daily = 'cron(30 6 * * ? *)';
const logGroup = '/aws-glue/crawlers';

/**
 * A Glue crawler that finds the raw objects' columns by itself, in a database of its own: where they differ from the tables that the
 * pipeline reads, the platform has changed something. Nothing reads what it finds but people.
 */
export class SchemaWitness extends Construct {
  constructor(scope: Construct, id: string, { names, store }: SchemaWitnessProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: stack.account,
      databaseInput: {
        name: names.crawledDatabase,
        description: 'What a crawler makes of the raw objects; for people',
      },
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('glue.amazonaws.com') });
    store.denyControl(role);
    store.grantList(role);
    store.grantRead(role, ['raw']);
    allow(role, { actions: crawl, resources: catalogArns(this, names.crawledDatabase), because: reasons.tables });
    const logs = { service: 'logs', resource: 'log-group', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    allow(role, {
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [stack.formatArn({ ...logs, resourceName: `${logGroup}:*` })],
      because: reasons.crawlerLogs,
    });
    const crawler = new CfnCrawler(this, 'Crawler', {
      name: `${names.workgroup}-schema-witness`,
      role: role.roleArn,
      databaseName: names.crawledDatabase,
      schedule: { scheduleExpression: daily },
      targets: { s3Targets: [folders.raw].map((folder) => ({ path: `${store.url}/${folder}`, sampleSize: 10 })) },
      recrawlPolicy: { recrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' },
      schemaChangePolicy: { updateBehavior: 'LOG', deleteBehavior: 'LOG' },
    });
    crawler.addResourceDependency(database);
    crawler.node.addDependency(role);
    acknowledge(crawler, 'AwsSolutions-GL1');
  }
}

const crawl = [
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:GetTables',
  'glue:CreateTable',
  'glue:UpdateTable',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:BatchGetPartition',
  'glue:BatchCreatePartition',
  'glue:CreatePartition',
  'glue:UpdatePartition',
];
