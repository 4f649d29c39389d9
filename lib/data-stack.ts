import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { lambdaStages } from '../core/deployment/names.ts';
import { AlertTopic } from './constructs/alert-topic.ts';
import { DataStore, roleArn } from './constructs/data-store.ts';
import { OperatorRole } from './constructs/operator-role.ts';
import { PrivateBucket } from './constructs/private-bucket.ts';
import { QueryEngine } from './constructs/query-engine.ts';
import { SchemaWitness } from './constructs/schema-witness.ts';
import { TokenSecrets } from './constructs/token-secrets.ts';
import { expireAfter } from './lifecycle.ts';
import type { Settings } from './settings.ts';

const accessLogDays = 90;

/** What must outlive every deployment: the data, the secrets, the address that alarms go to. */
export class DataStack extends Stack {
  readonly store: DataStore;
  readonly queries: QueryEngine;
  readonly secrets: TokenSecrets;
  readonly alerts: AlertTopic;

  constructor(scope: Construct, id: string, settings: Settings) {
    const { names, adopt, account, region } = settings;
    super(scope, id, { env: { account, region }, description: 'Ads pipeline: data, secrets, alerts' });
    const accessLogs = new PrivateBucket(this, 'AccessLogs', {
      name: names.accessLogsBucket,
      accessLogs: undefined,
      lifecycle: expireAfter(accessLogDays),
    });
    this.store = new DataStore(this, 'Store', {
      name: names.dataBucket,
      adopted: adopt.bucket !== undefined,
      accessLogs,
      controllers: [roleArn(this, names.operatorRole), ...settings.people],
    });
    this.queries = new QueryEngine(this, 'Queries', { ...settings, accessLogs, store: this.store });
    this.secrets = new TokenSecrets(this, 'Secrets', {
      name: names.linkedInSecret,
      journalName: names.journalSecret,
      adopted: adopt.secret !== undefined,
    });
    this.alerts = new AlertTopic(this, 'Alerts', {
      name: names.topic,
      adopted: adopt.topic !== undefined,
      adoptedKey: adopt.topicKey,
    });
    const operator = new OperatorRole(this, 'Operator', { name: names.operatorRole, store: this.store });
    operator.grantCall(callable.map((stage) => this.#functionArn(names.functionOf(stage))));
    operator.grantInvoke(byHand.map((stage) => this.#functionArn(names.functionOf(stage))));
    if (settings.crawler) new SchemaWitness(this, 'SchemaWitness', { names, store: this.store });
  }

  #functionArn(name: string): string {
    return this.formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

/** Stages that people call by name. */
const byHand = lambdaStages.filter(({ needs }) => 'byHand' in needs && needs.byHand).map(({ name }) => name);

/** Stages that people call at a URL. */
const callable = lambdaStages.filter(({ needs }) => 'url' in needs && needs.url).map(({ name }) => name);
