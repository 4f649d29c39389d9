import { describe, expect, it } from 'vitest';
import { environmentNames, lambdaStages } from '../../core/deployment/names.ts';
import { workflows } from '../../core/workflows/pipeline.ts';
import { account, deployed } from '../support/deployment.ts';

const plain = deployed({}, { currency: 'EUR' });
/** Training has a stack of its own, made of the same parts. */
const of = (type: string) =>
  (['pipeline', 'training'] as const).flatMap((stack) =>
    plain.resources(stack, type).map(([, { Properties }]) => Properties),
  );
const functions = of('AWS::Lambda::Function');
const functionOf = (stage: string) =>
  functions.find(({ FunctionName }) => FunctionName === `linkedin-ads-${stage}`) ?? {};

describe('every stage', () => {
  it('is a Lambda on the newest Node, ARM and X-Ray, with its own role', () => {
    for (const { name, timeoutSeconds, memoryMegabytes } of lambdaStages) {
      expect(functionOf(name)).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: timeoutSeconds,
        MemorySize: memoryMegabytes,
        TracingConfig: { Mode: 'Active' },
      });
    }
    expect(new Set(functions.map(({ Role }) => JSON.stringify(Role))).size).toBe(functions.length);
  });

  it('is told the names of everything, in the variables that the code reads and no others', () => {
    for (const { name } of lambdaStages) {
      const { Variables } = functionOf(name).Environment as { Variables: Record<string, unknown> };
      expect(Object.keys(Variables).toSorted()).toEqual(environmentNames.toSorted());
      expect(Variables).toMatchObject({
        STAGE: name,
        CONFIG: '{"currency":"EUR"}',
        DATABASE: 'linkedin_ads',
        WORKGROUP: 'linkedin-ads',
      });
    }
  });

  it('reserves no concurrency: a new account has ten in all', () => {
    expect(functions.filter(({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions !== undefined)).toEqual(
      [],
    );
  });

  it('has at most 512 MB', () => {
    expect(Math.max(...lambdaStages.map(({ memoryMegabytes }) => memoryMegabytes))).toBe(512);
  });

  it('has a log group of its own that forgets after 14 days', () => {
    const groups = of('AWS::Logs::LogGroup');
    for (const { FunctionName } of functions)
      expect(groups).toContainEqual(
        expect.objectContaining({ LogGroupName: `/aws/lambda/${FunctionName}`, RetentionInDays: 14 }),
      );
    expect(groups.filter(({ RetentionInDays }) => RetentionInDays !== 14)).toEqual([]);
  });

  it('of the collector and the optimizer has a URL that only signed requests may call', () => {
    const urls = of('AWS::Lambda::Url');
    expect(urls.map(({ AuthType }) => AuthType)).toEqual(['AWS_IAM', 'AWS_IAM']);
    expect(JSON.stringify(urls.map(({ TargetFunctionArn }) => TargetFunctionArn))).toMatch(/Collector.*Optimizer/);
  });
});

describe('every workflow', () => {
  it('has a state machine and a schedule that hands on its time, retries, and sets aside what it could not start', () => {
    const schedules = of('AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(Object.keys(workflows).length);
    for (const { name, schedule } of Object.values(workflows)) {
      const found = schedules.find(({ Name }) => Name === `linkedin-ads-${name}`);
      expect(found).toMatchObject({
        ScheduleExpression: schedule,
        ScheduleExpressionTimezone: 'UTC',
        Target: {
          Input: `{"workflow":"${name}","scheduled_at":"<aws.scheduler.scheduled-time>"}`,
          RetryPolicy: { MaximumRetryAttempts: 5, MaximumEventAgeInSeconds: 3600 },
        },
      });
      expect(JSON.stringify(found)).toContain('DeadLetterConfig');
    }
  });

  it('is Standard, traced and logged, without the data of its runs', () => {
    for (const machine of of('AWS::StepFunctions::StateMachine')) {
      expect(machine).toMatchObject({
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      });
    }
  });

  it('has every place of its definition filled in', () => {
    for (const { DefinitionString, DefinitionSubstitutions } of of('AWS::StepFunctions::StateMachine')) {
      const places = [...String(DefinitionString).matchAll(/\$\{(\w+)\}/g)].map(([, place]) => place);
      expect(Object.keys(DefinitionSubstitutions as object).toSorted()).toEqual([...new Set(places)].toSorted());
    }
  });

  it('starts only when the warehouse is set up', () => {
    for (const [, { DependsOn }] of plain.resources('pipeline', 'AWS::Scheduler::Schedule'))
      expect(DependsOn?.join()).toMatch(/WarehouseUpdate/);
  });
});

describe('the rotation', () => {
  it('is every 55 days, not at deployment, and only for this account', () => {
    expect(of('AWS::SecretsManager::RotationSchedule')).toMatchObject([
      { RotateImmediatelyOnUpdate: false, RotationRules: { ScheduleExpression: 'rate(55 days)' } },
    ]);
    expect(of('AWS::Lambda::Permission')).toMatchObject([
      { Principal: 'secretsmanager.amazonaws.com', SourceAccount: account, Action: 'lambda:InvokeFunction' },
    ]);
  });
});

describe('the set-up of the warehouse', () => {
  it('is a step of the deployment that runs when the SQL changed', () => {
    expect(of('Custom::WarehouseSetup')).toMatchObject([{ SqlHash: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });
});

describe('the stacks together', () => {
  it('refer to each other in one direction: whatever computes or watches, to what keeps', () => {
    const needed = Object.fromEntries(
      plain.assembly.stacks.map((stack) => [
        stack.stackName,
        stack.dependencies
          .map(({ id }) => id)
          .filter((id) => /data|pipeline|monitoring/.test(id) && !/assets/.test(id)),
      ]),
    );
    expect(needed).toEqual({
      'linkedin-ads-data': [],
      'linkedin-ads-pipeline': ['linkedin-ads-data'],
      'linkedin-ads-training': ['linkedin-ads-pipeline', 'linkedin-ads-data'],
      'linkedin-ads-monitoring': ['linkedin-ads-data'],
    });
  });

  it('have other names when the prefix is another, so that two fit in one account', () => {
    const other = deployed({ prefix: 'acme-ads' });
    expect(JSON.stringify(other.templates)).not.toContain('linkedin-ads-');
  });
});
