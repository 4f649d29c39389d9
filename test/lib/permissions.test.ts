import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lambdaStages } from '../../core/deployment/names.ts';
import { permissionTable, roleStatements, withTable } from '../../lib/permission-table.ts';
import { account, deployed, everything } from '../support/deployment.ts';

const plain = deployed();
const full = deployed(everything);
const statements = roleStatements(full.templates);

/** Actions that AWS has no resource for, and what narrows them instead. */
const withoutResource: Record<string, string> = {
  'cloudwatch:PutMetricData': 'the condition on the namespace',
  'xray:PutTraceSegments': 'nothing: traces have no name',
  'xray:PutTelemetryRecords': 'nothing: traces have no name',
  'xray:GetSamplingRules': 'nothing: they are of the account',
  'xray:GetSamplingTargets': 'nothing: they are of the account',
  'ecr:GetAuthorizationToken': 'nothing: tokens are of the account',
  'logs:CreateLogDelivery': 'nothing: deliveries have no name until they are made',
  'logs:GetLogDelivery': 'as above',
  'logs:UpdateLogDelivery': 'as above',
  'logs:DeleteLogDelivery': 'as above',
  'logs:ListLogDeliveries': 'as above',
  'logs:PutResourcePolicy': 'nothing: they are of the account',
  'logs:DescribeResourcePolicies': 'as above',
  'logs:DescribeLogGroups': 'as above',
};

/** Where a name may end in a wildcard. */
const folders = [
  /^arn:aws:s3:::linkedin-ads-data-\d{12}\/(raw|quarantine|processed|state|decisions|control|models|warehouse)\/\*$/,
  /^arn:aws:s3:::linkedin-ads-data-\d{12}\/processed\/training\/\*$/,
  /^arn:aws:logs:us-east-2:\d{12}:log-group:\/aws\/sagemaker\/TrainingJobs:\*$/,
  /^arn:aws:sagemaker:us-east-2:\d{12}:training-job\/linkedin-ads-\*$/,
  /^arn:aws:s3:::linkedin-ads-data-\d{12}\/models\/creative_scorer\/\*$/,
  /^arn:aws:logs:us-east-2:\d{12}:log-group:\/aws\/sagemaker\/Endpoints\/linkedin-ads-creative-scorer:\*$/,
  /^arn:aws:sagemaker:us-east-2:\d{12}:(model|endpoint-config)\/linkedin-ads-creative-scorer-\*$/,
  /^arn:aws:s3:::linkedin-ads-athena-results-\d{12}\/\*$/,
  /^arn:aws:glue:us-east-2:\d{12}:table\/linkedin_ads(_crawled)?\/\*$/,
  /^arn:aws:logs:us-east-2:\d{12}:log-group:\/aws-glue\/crawlers:\*$/,
  /^function linkedin-ads-warehouse-setup:\*$/,
];

describe('the permissions of every role', () => {
  it('are found', () => {
    expect(new Set(statements.map(({ role }) => role)).size).toBeGreaterThan(lambdaStages.length + 4);
    expect(statements.every(({ effect }) => effect === 'Allow')).toBe(true);
  });

  it('spell every action out', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('are for everything only where AWS has no resource to name', () => {
    const wide = statements.filter(({ resources }) => resources.includes('*'));
    expect(wide.length).toBeGreaterThan(0);
    expect(wide.flatMap(({ actions }) => actions).filter((action) => !(action in withoutResource))).toEqual([]);
    const metrics = wide.filter(({ actions }) => actions.includes('cloudwatch:PutMetricData'));
    expect(
      metrics.filter(
        ({ condition }) => !/LinkedInAds\/|sagemaker\/(TrainingJobs|Endpoints)/.test(JSON.stringify(condition)),
      ),
    ).toEqual([]);
  });

  it('have a wildcard behind a folder, a database or a function of our own, and nowhere else', () => {
    const some = statements.flatMap(({ resources }) => resources).filter((name) => name !== '*' && /[*?]/.test(name));
    expect(some.length).toBeGreaterThan(10);
    expect(some.filter((name) => !folders.some((form) => form.test(name)))).toEqual([]);
  });

  it('are not borrowed from policies that AWS manages', () => {
    const borrowed = full
      .all('AWS::IAM::Role')
      .filter(([, { Properties }]) => Properties.ManagedPolicyArns !== undefined);
    expect(borrowed).toEqual([]);
  });

  it('let nobody write control/ but the operator', () => {
    const writers = statements
      .filter(({ actions }) => actions.some((action) => /^s3:(Put|Delete)Object/.test(action)))
      .filter(({ resources }) =>
        resources.some((name) => /\/(control\/)?\*$/.test(name) && /data-\d+\/(control\/)?\*/.test(name)),
      );
    expect([...new Set(writers.map(({ role }) => role))]).toEqual([expect.stringMatching(/^Operator/)]);
  });

  it('refuse control/ to every role but the operator, also in an adopted bucket, whose policy is not ours', () => {
    const adopted = roleStatements(deployed({ ...everything, adopt: { bucket: 'old-data' } }).templates);
    const onData = adopted.filter(({ resources }) =>
      resources.some((name) => name.startsWith('arn:aws:s3:::old-data')),
    );
    const refused = adopted.filter(({ effect }) => effect === 'Deny');
    for (const { actions, resources } of refused)
      expect([actions.toSorted(), resources]).toEqual([
        ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject'],
        ['arn:aws:s3:::old-data/control/*'],
      ]);
    const roles = new Set(onData.map(({ role }) => role).filter((role) => !role.startsWith('Operator')));
    // the stages, the witness of the tables, the training jobs, and the endpoint
    expect(roles.size).toBe(lambdaStages.length + 3);
    expect(new Set(refused.map(({ role }) => role))).toEqual(roles);
  });

  it('let the optimizer read control/, and write what it decided and did', () => {
    const own = statements.filter(({ role }) => role.startsWith('OptimizerRole'));
    const on = (action: string) =>
      own
        .filter(({ actions }) => actions.includes(action))
        .flatMap(({ resources }) => resources)
        .map((name) => name.replace(/^.*data-\d+\//, ''))
        .filter((name) => name.endsWith('/*') && !name.startsWith('arn:'))
        .toSorted();
    expect(on('s3:GetObject')).toEqual([
      'control/*',
      'decisions/*',
      'models/*',
      'processed/*',
      'state/*',
      'warehouse/*',
    ]);
    expect(on('s3:PutObject')).toEqual(['decisions/*', 'processed/*', 'state/*']);
    expect(on('s3:DeleteObject')).toEqual(['state/*']);
  });

  it('let only the token-rotator change a secret', () => {
    const changers = statements.filter(({ actions }) => actions.includes('secretsmanager:PutSecretValue'));
    expect(new Set(changers.map(({ role }) => role.replace(/Role.*/, '')))).toEqual(new Set(['TokenRotator']));
  });

  it('are never refused or allowed to strangers by the policies of resources, but for what must be refused', () => {
    const types = ['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'];
    const found = types
      .flatMap((type) => full.all(type))
      .flatMap(([, { Properties }]) => {
        const { Statement } = Properties.PolicyDocument as {
          Statement: { Effect: string; Principal: unknown; Condition?: unknown }[];
        };
        return Statement;
      });
    const open = found.filter(({ Effect, Principal }) => Effect === 'Allow' && /"\*"/.test(JSON.stringify(Principal)));
    expect(open).toEqual([]);
    expect(found.filter(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined)).toEqual([]);
  });
});

describe('docs/security.md', () => {
  it('has the table of these templates: npm run permissions writes it', () => {
    const document = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
    const table = permissionTable(plain.templates, account);
    expect(document).toBe(withTable(document, table));
    for (const { name } of lambdaStages) expect(table).toContain(`| \`linkedin-ads-${name}\` |`);
  });
});
