import { describe, expect, it } from 'vitest';
import { endpointPlace } from '../../core/deployment/names.ts';
import { awsConfig } from '../../core/settings/aws.ts';
import { roleStatements } from '../../lib/permission-table.ts';
import { account, deployed } from '../support/deployment.ts';

const off = deployed();
const on = deployed({ training: { endpoint: { enabled: true, memoryMb: 3072, maxConcurrency: 7 } } });
const name = 'linkedin-ads-creative-scorer';
const arn = (resource: string) => `arn:aws:sagemaker:us-east-2:${account}:${resource}`;

const functionNamed = (from: typeof on, stage: string) =>
  from
    .all('AWS::Lambda::Function')
    .map(([, { Properties }]) => Properties)
    .find(({ FunctionName }) => FunctionName === `linkedin-ads-${stage}`) as {
    Environment: { Variables: Record<string, string> };
  };
const placeOf = (from: typeof on, stage: string) => functionNamed(from, stage).Environment.Variables.ENDPOINT;
const of = (role: RegExp) =>
  roleStatements(on.templates)
    .filter((statement) => role.test(statement.role))
    .filter(({ actions }) => actions.some((action) => /^sagemaker:|^iam:/.test(action)));

describe('the endpoint', () => {
  it('leaves no trace in any template unless it is wanted', () => {
    expect(JSON.stringify(off.templates)).not.toMatch(/endpoint/i);
    expect(JSON.stringify(on.templates)).toMatch(/endpoint/i);
  });

  it('is described to the stages that make it and ask it, and to no other', () => {
    const told = on
      .all('AWS::Lambda::Function')
      .filter(([, { Properties }]) => JSON.stringify(Properties).includes('ENDPOINT'))
      .map(([, { Properties }]) => Properties.FunctionName);
    expect(told.toSorted()).toEqual(['linkedin-ads-model-registrar', 'linkedin-ads-optimizer']);
    expect(endpointPlace.parse(JSON.parse(placeOf(on, 'model-registrar') ?? ''))).toEqual({
      name,
      role: `arn:aws:iam::${account}:role/linkedin-ads-endpoint-us-east-2`,
      image: '257758044811.dkr.ecr.us-east-2.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312',
      memoryMb: 3072,
      maxConcurrency: 7,
    });
    expect(placeOf(on, 'optimizer')).toBe(placeOf(on, 'model-registrar'));
  });

  it('has a role of the name that the stages are told, which reads the creative scorer’s versions and nothing else', () => {
    const [role] = on.resources('training', 'AWS::IAM::Role').filter(([id]) => /^EndpointRole/.test(id));
    expect(role?.[1].Properties.RoleName).toBe('linkedin-ads-endpoint-us-east-2');
    const reads = roleStatements(on.templates).filter(
      (each) =>
        each.role === role?.[0] && each.effect === 'Allow' && each.actions.some((action) => /^s3:/.test(action)),
    );
    expect(reads.map(({ actions, resources }) => [actions, resources])).toEqual([
      [['s3:GetObject'], [`arn:aws:s3:::linkedin-ads-data-${account}/models/creative_scorer/*`]],
    ]);
  });

  it('can be made, moved and tidied by the registrar under its own name only', () => {
    const allowed = of(/^ModelRegistrar/).map(({ actions, resources }) => [actions.toSorted(), resources]);
    expect(allowed).toEqual([
      [['sagemaker:DescribeTrainingJob'], [arn('training-job/linkedin-ads-*')]],
      [['sagemaker:AddTags', 'sagemaker:CreateModel', 'sagemaker:DeleteModel'], [arn(`model/${name}-*`)]],
      [
        ['sagemaker:AddTags', 'sagemaker:CreateEndpointConfig', 'sagemaker:DeleteEndpointConfig'],
        [arn(`endpoint-config/${name}-*`)],
      ],
      [['sagemaker:AddTags', 'sagemaker:DescribeEndpoint'], [arn(`endpoint/${name}`)]],
      [
        ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'],
        [arn(`endpoint-config/${name}-*`), arn(`endpoint/${name}`)],
      ],
      [['iam:PassRole'], [`arn:aws:iam::${account}:role/linkedin-ads-endpoint-us-east-2`]],
    ]);
  });

  it('can only be asked by the optimizer', () => {
    expect(of(/^OptimizerRole/).map(({ actions, resources }) => [actions, resources])).toEqual([
      [['sagemaker:InvokeEndpoint'], [arn(`endpoint/${name}`)]],
    ]);
  });

  it('has an alarm for its errors', () => {
    const [alarm] = on
      .resources('monitoring', 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties)
      .filter(({ AlarmName }) => AlarmName === 'linkedin-ads-endpoint-errors');
    const metrics = ((alarm?.Metrics ?? []) as { MetricStat?: { Metric: object } }[]).flatMap(({ MetricStat }) =>
      MetricStat ? [MetricStat.Metric] : [],
    );
    const Dimensions = [
      { Name: 'EndpointName', Value: name },
      { Name: 'VariantName', Value: 'production' },
    ];
    expect(metrics).toEqual(
      expect.arrayContaining(
        ['Invocation4XXErrors', 'Invocation5XXErrors'].map((MetricName) => ({
          Namespace: 'AWS/SageMaker',
          MetricName,
          Dimensions,
        })),
      ),
    );
    expect(alarm).toMatchObject({ Threshold: 1, TreatMissingData: 'notBreaching' });
  });

  it('keeps its log as long as the functions keep theirs', () => {
    const [log] = on
      .resources('training', 'AWS::Logs::LogGroup')
      .filter(([, { Properties }]) => Properties.LogGroupName === `/aws/sagemaker/Endpoints/${name}`);
    expect(log?.[1].Properties.RetentionInDays).toBe(14);
  });

  it('takes no memory or concurrency that SageMaker does not', () => {
    const settings = (endpoint: object) => awsConfig.safeParse({ training: { endpoint } }).success;
    expect(settings({ enabled: true, memoryMb: 2048, maxConcurrency: 200 })).toBe(true);
    expect([settings({ memoryMb: 1500 }), settings({ maxConcurrency: 201 }), settings({ maxConcurrency: 0 })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
