/** A deployment of the bundled Lambdas: moto's bucket, secret and topic, a stand-in for Athena, a twin for LinkedIn. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { awsObjectStore } from '../../adapters/aws/object-store.ts';
import { awsSecrets } from '../../adapters/aws/secrets.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { SecretStore } from '../../core/ports/secret-store.ts';
import { bundleHandler } from '../../lib/handler-bundle.ts';
import { type RunningTwin, startTwin } from '../../twin/server.ts';
import { listAll } from '../conformance/list-all.ts';
import { type AthenaStandIn, startAthena } from '../support/athena/stand-in.ts';
import { type Lambda, startLambda } from './lambda.ts';
import { credentials, motoUrl, newBucket, region, s3, secretsManager, sns } from './moto.ts';

export const stages = [
  'collector',
  'data-processor',
  'optimizer',
  'model-trainer',
  'model-registrar',
  'housekeeper',
  'warehouse-setup',
  'watchdog',
] as const;
export type Stage = (typeof stages)[number];

/** What the Lambdas are told to do, and what a run on one machine is told for comparison. */
export const collection = { backfillDays: 20, windowDays: 10, wideWindowDays: 20, chunkDays: 10 };

export interface Deployment {
  bucket: string;
  objects: ObjectStore;
  secrets: SecretStore;
  twin: RunningTwin;
  athena: AthenaStandIn;
  lambda(stage: Stage): Lambda;
  /** Another container of a stage, with parts of the environment changed; an empty text takes a variable away. */
  start(stage: Stage, changes?: Record<string, string>): Promise<Lambda>;
  keysBelow(prefix: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function deploy(): Promise<Deployment> {
  const work = await mkdtemp(join(tmpdir(), 'lambdas-'));
  for (const stage of stages) bundleHandler(stage, join(work, stage));
  // Its clock is the Lambdas': they have no other.
  const twin = await startTwin({
    size: { campaigns: 8, creativesPerCampaign: 2, historyDays: 20 },
    startAt: new Date(),
    speed: 1,
  });
  const bucket = await newBucket();
  const objects = awsObjectStore({ client: s3, bucket });
  const secrets = awsSecrets(secretsManager);
  const secret = `linkedin-access-token-${bucket}`;
  await secrets.write(secret, twin.credentials);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'linkedin-ads-alerts' }));
  const place = { database: 'linkedin_ads', workgroup: 'linkedin-ads', location: `s3://${bucket}` };
  const athena = await startAthena({ ...place, objects });
  const environment = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL: motoUrl,
    AWS_ENDPOINT_URL_ATHENA: athena.url,
    DATA_BUCKET: bucket,
    RESULTS_BUCKET: `${bucket}-results`,
    DATABASE: place.database,
    WORKGROUP: place.workgroup,
    TOPIC_ARN: TopicArn,
    LINKEDIN_SECRET: secret,
    JOURNAL_SECRET: 'linkedin-token-journal',
    CONFIG: JSON.stringify({
      collection,
      linkedin: { apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2`, attempts: 2 },
    }),
  };
  const lambdas = new Map<Stage, Lambda>();
  const others: Lambda[] = [];
  for (const stage of stages)
    lambdas.set(stage, await startLambda(join(work, stage), { ...environment, STAGE: stage }));
  return {
    bucket,
    objects,
    secrets,
    twin,
    athena,
    lambda: (stage) => lambdas.get(stage) as Lambda,
    async start(stage, changes = {}) {
      const lambda = await startLambda(join(work, stage), { ...environment, STAGE: stage, ...changes });
      others.push(lambda);
      return lambda;
    },
    keysBelow: async (prefix) => (await listAll(objects, prefix)).map(({ key }) => key),
    close: async () => {
      for (const lambda of [...lambdas.values(), ...others]) lambda.close();
      await athena.close();
      await twin.close();
      await rm(work, { recursive: true, force: true });
    },
  };
}
