import { describe, expect, it } from 'vitest';
import { billOf } from '../../../../core/deployment/cost/bill.ts';
import { inventoryOf, type Template } from '../../../../core/deployment/cost/inventory.ts';
import { prices } from '../../../../core/deployment/cost/prices.ts';
import type { Volumes } from '../../../../core/deployment/cost/volumes.ts';

const metric = { MetricStat: {} };
const template: Template = {
  Resources: {
    a: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'x-collector', MemorySize: 512 } },
    b: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'x-refresh',
        DefinitionString: '{"States":{"A":{},"B":{"ItemProcessor":{"States":{"C":{}}}}}}',
      },
    },
    c: { Type: 'AWS::Scheduler::Schedule', Properties: { Name: 'x-refresh', ScheduleExpression: 'rate(6 hours)' } },
    d: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    e: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Expression: 'a + b' }, metric, metric] } },
    f: { Type: 'AWS::SecretsManager::Secret' },
    g: { Type: 'AWS::KMS::Key' },
    h: { Type: 'AWS::CloudWatch::Dashboard' },
  },
};
const inventory = inventoryOf([template], 'x');

const volumes: Volumes = {
  creatives: 1,
  calls: [{ workflow: 'refresh', stage: 'collector', perRun: 2, seconds: 100 }],
  athenaBytesPerRefresh: 1e9,
  athenaBytesPerOptimize: 0,
  keptBytes: 1e9,
  putsPerRefresh: 0,
  getsPerRefresh: 0,
  metrics: [{ what: 'some', count: 24, hoursADay: 12 }],
  metricRequestsADay: 0,
  logBytesADay: 0,
  trainingHoursPerRun: 0.2,
  endpointSecondsPerOptimize: 15,
  endpointBytesPerOptimize: 1e6,
};
const daysAMonth = 365 / 12;
const line = (what: string) => billOf(inventory, volumes, prices).lines.find((each) => each.what === what);

describe('the inventory of a deployment', () => {
  it('counts functions, states inside of states, and the metrics under each alarm', () => {
    expect(inventory).toEqual({
      functions: new Map([['collector', 512]]),
      workflows: new Map([['refresh', { startsADay: 4, states: 3 }]]),
      alarmMetrics: 3,
      compositeAlarms: 0,
      dashboards: 1,
      keys: 1,
      secrets: 1,
      crawlers: 0,
      endpointMegabytes: 0,
    });
  });
});

describe('the bill', () => {
  it('counts a function by its memory and time', () => {
    const gigabyteSeconds = 4 * daysAMonth * 2 * 100 * 0.5;
    expect(line('Lambda')?.list).toBeCloseTo(gigabyteSeconds * 0.0000133334 + 4 * daysAMonth * 2 * 0.2e-6, 9);
    expect(line('Lambda')?.due).toBe(0);
  });

  it('counts what Athena reads, of which nothing is free', () => {
    expect(line('Athena')).toMatchObject({
      list: expect.closeTo(4 * daysAMonth * 0.005, 9),
      due: expect.closeTo(4 * daysAMonth * 0.005, 9),
    });
  });

  it('counts a metric for the hours in which it is sent, and ten of them as free', () => {
    expect(line('CloudWatch metrics')?.list).toBeCloseTo(12 * 0.3, 9);
    expect(line('CloudWatch metrics')?.due).toBeCloseTo(2 * 0.3, 9);
  });

  it('counts ten metrics under alarm and three dashboards as free', () => {
    expect(line('CloudWatch alarms')).toMatchObject({ list: expect.closeTo(0.3, 9), due: 0 });
    expect(line('CloudWatch dashboards')).toMatchObject({ list: 3, due: 0 });
  });

  it('counts the machines of training jobs by the hour, for each run of the workflow', () => {
    const weekly = { ...inventory, workflows: new Map([['train', { startsADay: 1 / 7, states: 10 }]]) };
    const found = billOf(weekly, volumes, prices).lines.find(({ what }) => what === 'SageMaker training');
    expect(found?.due).toBeCloseTo((daysAMonth / 7) * 0.2 * 0.115, 9);
    expect(line('SageMaker training')?.due).toBe(0);
  });

  it('is the sum of its lines', () => {
    const bill = billOf(inventory, volumes, prices);
    expect(bill.due).toBeCloseTo(
      bill.lines.reduce((sum, { due }) => sum + due, 0),
      9,
    );
    expect(bill.lines.every(({ list, due }) => due <= list)).toBe(true);
  });

  it('has a line for an endpoint only where a stage is told of one', () => {
    expect(line('SageMaker endpoint')).toBeUndefined();
    const told = { FunctionName: 'x-optimizer', Environment: { Variables: { ENDPOINT: '{"memoryMb":3072}' } } };
    const { endpointMegabytes } = inventoryOf(
      [{ Resources: { a: { Type: 'AWS::Lambda::Function', Properties: told } } }],
      'x',
    );
    expect(endpointMegabytes).toBe(3072);
    const daily = { ...inventory, endpointMegabytes, workflows: new Map([['optimize', { startsADay: 1, states: 3 }]]) };
    const found = billOf(daily, volumes, prices).lines.find(({ what }) => what === 'SageMaker endpoint');
    expect(found?.due).toBeCloseTo(daysAMonth * (15 * 3 * 0.00002 + 0.001 * 0.016), 9);
  });

  it('has a line for a crawler only where there is one', () => {
    expect(line('Glue crawler')).toBeUndefined();
    const witnessed = billOf({ ...inventory, crawlers: 1 }, volumes, prices).lines.find(
      ({ what }) => what === 'Glue crawler',
    );
    expect(witnessed?.due).toBeCloseTo(daysAMonth * 2 * (1 / 6) * 0.44, 9);
  });
});
