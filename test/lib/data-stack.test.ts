import { describe, expect, it } from 'vitest';
import { account, deployed, everything, type Resource } from '../support/deployment.ts';

const plain = deployed();
const full = deployed(everything);
const adopted = deployed({
  adopt: { bucket: 'old-data', secret: 'old/token', topic: 'old-alerts', topicKey: 'arn:aws:kms:us-east-2:1:key/k' },
});

const properties = (type: string, from = plain): Resource['Properties'][] =>
  from.resources('data', type).map(([, { Properties }]) => Properties);

const buckets = properties('AWS::S3::Bucket');
const data = buckets.find(({ BucketName }) => BucketName === `linkedin-ads-data-${account}`) ?? {};

interface Rule {
  Id: string;
  Prefix?: string;
  ExpirationInDays?: number;
  NoncurrentVersionExpiration: { NoncurrentDays: number };
  Transitions?: object[];
}
const rules = (data.LifecycleConfiguration as { Rules: Rule[] }).Rules;

describe('every bucket', () => {
  it('has its name', () => {
    expect(buckets.map(({ BucketName }) => BucketName).toSorted()).toEqual([
      `linkedin-ads-access-logs-${account}`,
      `linkedin-ads-athena-results-${account}`,
      `linkedin-ads-data-${account}`,
    ]);
  });

  it('is encrypted, versioned, closed to the public, and kept when the stack goes', () => {
    for (const bucket of buckets) {
      expect(bucket).toMatchObject({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    }
    const kept = plain
      .resources('data', 'AWS::S3::Bucket')
      .map(([, resource]) => (resource as { DeletionPolicy?: string }).DeletionPolicy);
    expect(kept).toEqual(['Retain', 'Retain', 'Retain']);
  });

  it('refuses requests without TLS', () => {
    const policies = properties('AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(3);
    for (const policy of policies) expect(JSON.stringify(policy)).toContain('"Bool":{"aws:SecureTransport":"false"}');
  });

  it('but that of the logs has an access log', () => {
    expect(buckets.filter(({ LoggingConfiguration }) => LoggingConfiguration !== undefined)).toHaveLength(2);
  });
});

describe('the life of the data', () => {
  const rule = (prefix: string) => rules.find(({ Prefix }) => Prefix === prefix);

  it('lets raw go after 90 days', () => {
    expect(rule('raw/')).toMatchObject({ ExpirationInDays: 90 });
  });

  it('moves processed to cheaper shelves that are still read at once', () => {
    expect(rule('processed/')?.Transitions).toEqual([
      { StorageClass: 'STANDARD_IA', TransitionInDays: 30 },
      { StorageClass: 'GLACIER_IR', TransitionInDays: 90 },
    ]);
  });

  it('never moves or ends anything else', () => {
    const others = rules.filter(({ Prefix }) => Prefix !== 'raw/' && Prefix !== 'processed/');
    expect(others.filter(({ ExpirationInDays, Transitions }) => ExpirationInDays || Transitions)).toEqual([]);
    expect(rule('warehouse/')).toBeDefined();
  });

  it('keeps old versions for a week, those of models, decisions and control for 90 days', () => {
    const days = Object.fromEntries(
      rules.map((each) => [each.Prefix, each.NoncurrentVersionExpiration.NoncurrentDays]),
    );
    expect(days).toEqual({
      'raw/': 7,
      'quarantine/': 7,
      'processed/': 7,
      'state/': 7,
      'warehouse/': 7,
      'generated_copy/': 7,
      'decisions/': 90,
      'control/': 90,
      'models/': 90,
    });
  });
});

describe('control/', () => {
  it('can be written by the operator and by the roles of the settings, by nobody else', () => {
    const team = `arn:aws:iam::${account}:role/team-*`;
    const policies = deployed({ people: [team] }).resources('data', 'AWS::S3::BucketPolicy');
    const statement = policies
      .flatMap(
        ([, { Properties }]) => (Properties.PolicyDocument as { Statement: Record<string, unknown>[] }).Statement,
      )
      .find(({ Sid }) => Sid === 'PeopleAloneControl');
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject'],
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [`arn:aws:iam::${account}:role/linkedin-ads-operator`, team] } },
    });
    expect(JSON.stringify(statement?.Resource)).toContain('/control/*');
  });
});

describe('the query engine', () => {
  it('decides where answers go, and stops a query that reads too much', () => {
    expect(properties('AWS::Athena::WorkGroup')).toMatchObject([
      {
        Name: 'linkedin-ads',
        WorkGroupConfiguration: {
          EnforceWorkGroupConfiguration: true,
          BytesScannedCutoffPerQuery: 20_000_000_000,
          ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
        },
      },
    ]);
    expect(properties('AWS::Glue::Database')).toMatchObject([{ DatabaseInput: { Name: 'linkedin_ads' } }]);
  });

  it('has a crawler only when it is wanted, in a database of its own, after the first pull of the day', () => {
    expect(properties('AWS::Glue::Crawler')).toEqual([]);
    expect(properties('AWS::Glue::Crawler', full)).toMatchObject([
      { DatabaseName: 'linkedin_ads_crawled', Schedule: { ScheduleExpression: 'cron(30 6 * * ? *)' } },
    ]);
  });
});

describe('the alert topic', () => {
  it('has a key of its own that lets the alarms of this account in', () => {
    const key = plain.first('data', 'AWS::KMS::Key');
    const { Statement } = key.KeyPolicy as { Statement: Record<string, unknown>[] };
    expect(Statement.find(({ Sid }) => Sid === 'Alarms')).toEqual({
      Sid: 'Alarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    });
    expect(key.EnableKeyRotation).toBe(true);
    const [topic] = properties('AWS::SNS::Topic');
    expect(topic?.TopicName).toBe('linkedin-ads-alerts');
    expect(topic?.KmsMasterKeyId).toBeDefined();
  });
});

describe('the secrets', () => {
  it('are empty objects, which nobody mistakes for a token, and are kept', () => {
    const secrets = plain.resources('data', 'AWS::SecretsManager::Secret');
    expect(
      secrets.map(
        ([
          ,
          {
            Properties: { Name, SecretString },
          },
        ]) => [Name, SecretString],
      ),
    ).toEqual([
      ['linkedin-access-token', '{}'],
      ['linkedin-token-journal', '{}'],
    ]);
    expect(secrets.map(([, each]) => (each as { DeletionPolicy?: string }).DeletionPolicy)).toEqual([
      'Retain',
      'Retain',
    ]);
  });
});

describe('what is adopted', () => {
  it('is not made again', () => {
    expect(properties('AWS::S3::Bucket', adopted)).toHaveLength(2);
    expect(properties('AWS::SecretsManager::Secret', adopted).map(({ Name }) => Name)).toEqual([
      'linkedin-token-journal',
    ]);
    expect(properties('AWS::SNS::Topic', adopted)).toEqual([]);
    expect(properties('AWS::KMS::Key', adopted)).toEqual([]);
  });

  it('is what the Lambdas are told of and may touch', () => {
    expect(adopted.first('pipeline', 'AWS::Lambda::Function').Environment).toMatchObject({
      Variables: {
        DATA_BUCKET: 'old-data',
        LINKEDIN_SECRET: 'old/token',
        TOPIC_ARN: `arn:aws:sns:us-east-2:${account}:old-alerts`,
      },
    });
    const policies = JSON.stringify(adopted.resources('pipeline', 'AWS::IAM::Policy'));
    expect(policies).toContain('arn:aws:s3:::old-data/state/*');
    expect(policies).toContain('secret:old/token-??????');
    expect(adopted.first('pipeline', 'AWS::SecretsManager::RotationSchedule').SecretId).toBe('old/token');
    expect(policies).toContain('arn:aws:kms:us-east-2:1:key/k');
    expect(policies).not.toContain('s3:::linkedin-ads-data');
  });
});
