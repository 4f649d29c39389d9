import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lambdaStages } from '../../core/deployment/names.ts';
import { workflows } from '../../core/workflows/pipeline.ts';
import { deployed, everything } from '../support/deployment.ts';

const full = deployed(everything);
const plain = deployed();
const alarmsOf = (from: typeof full) =>
  from.resources('monitoring', 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const alarms = alarmsOf(full);
const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `linkedin-ads-${name}`);
const [composite] = full
  .resources('monitoring', 'AWS::CloudWatch::CompositeAlarm')
  .map(([, { Properties }]) => Properties);

describe('the alarms', () => {
  it('watch errors, duration and throttles of every function that is deployed', () => {
    const functions = full.all('AWS::Lambda::Function');
    expect(functions.length).toBe(lambdaStages.length + 1);
    for (const [, { Properties }] of functions) {
      const { FunctionName, Timeout } = Properties as { FunctionName: string; Timeout: number };
      const stage = FunctionName.replace('linkedin-ads-', '');
      const dimensions = { Dimensions: [{ Name: 'FunctionName', Value: FunctionName }] };
      expect(alarm(`${stage}-errors`)).toMatchObject({ ...dimensions, MetricName: 'Errors', Threshold: 1 });
      expect(alarm(`${stage}-throttles`)).toMatchObject({ ...dimensions, MetricName: 'Throttles', Threshold: 1 });
      expect(alarm(`${stage}-duration`)).toMatchObject({
        ...dimensions,
        MetricName: 'Duration',
        Threshold: 800 * Timeout,
      });
    }
  });

  it('watch every workflow for failing and for not running', () => {
    for (const { name } of Object.values(workflows)) {
      expect(JSON.stringify(alarm(`${name}-failed`))).toContain(`stateMachine:linkedin-ads-${name}`);
      expect(alarm(`${name}-missing`)).toMatchObject({
        TreatMissingData: 'breaching',
        ComparisonOperator: 'LessThanThreshold',
      });
    }
    expect(alarm('refresh-missing')).toMatchObject({ EvaluationPeriods: 13, Period: 3600 });
  });

  it('look back no further than CloudWatch can', () => {
    const seconds = alarms.map(({ Period, EvaluationPeriods }) => Number(Period ?? 0) * Number(EvaluationPeriods));
    expect(Math.max(...seconds)).toBeLessThanOrEqual(7 * 86_400);
  });

  it('watch the numbers themselves', () => {
    expect(alarm('freshness')).toMatchObject({
      MetricName: 'FreshnessHours',
      Threshold: 13,
      TreatMissingData: 'breaching',
    });
    expect(alarm('spend')).toMatchObject({ MetricName: 'SpendToday', Threshold: 500 });
    expect(alarm('low-ctr')).toMatchObject({
      MetricName: 'AverageCTR',
      Threshold: 0.2,
      ComparisonOperator: 'LessThanThreshold',
    });
    expect(alarm('reconciliation-gap')).toMatchObject({ MetricName: 'ReconciliationGap', Threshold: 1 });
    expect(JSON.stringify(alarm('quarantine-growth'))).toContain('DIFF(quarantined)');
    expect(alarm('access-token')).toMatchObject({ MetricName: 'AccessTokenDaysLeft', Threshold: 3 });
    expect(alarm('refresh-token')).toMatchObject({ MetricName: 'RefreshTokenDaysLeft', Threshold: 14 });
    expect(alarm('api-version')).toMatchObject({ MetricName: 'ApiVersionDaysLeft', Threshold: 30 });
    expect(alarm('dead-letters')).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 });
  });

  it('watch the spend only when a cap is set', () => {
    expect(alarmsOf(plain).map(({ AlarmName }) => AlarmName)).not.toContain('linkedin-ads-spend');
  });

  it('speak themselves or through the composite, never both, never neither', () => {
    const rule = JSON.stringify(composite?.AlarmRule);
    for (const [id, { Properties }] of full.resources('monitoring', 'AWS::CloudWatch::Alarm')) {
      const speaks = Properties.AlarmActions !== undefined;
      expect(`${Properties.AlarmName}: ${speaks !== rule.includes(id)}`).toBe(`${Properties.AlarmName}: true`);
    }
    expect(composite).toMatchObject({ AlarmName: 'linkedin-ads-trouble', AlarmActions: [expect.anything()] });
  });

  it('each lead to their section of the runbook, and every section to an alarm', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const anchors = [...runbook.matchAll(/^### (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const wanted = [...alarms, composite].map(
      (each) => /What to do: docs\/runbook\.md#([a-z-]+)$/.exec(String(each?.AlarmDescription))?.[1],
    );
    expect(wanted).not.toContain(undefined);
    for (const section of new Set(wanted)) expect(anchors).toContain(section);
  });
});

describe('who hears of them', () => {
  it('is nobody unless set, else the addresses and the channel', () => {
    expect(plain.resources('monitoring', 'AWS::SNS::Subscription')).toEqual([]);
    expect(full.first('monitoring', 'AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'email',
      Endpoint: 'people@example.com',
    });
    const slack = full.first('monitoring', 'AWS::Chatbot::SlackChannelConfiguration');
    expect(slack).toMatchObject({ SlackWorkspaceId: 'T0123', SlackChannelId: 'C0123' });
    expect(JSON.stringify(slack.GuardrailPolicies)).toContain('CloudWatchReadOnlyAccess');
  });
});

describe('the dashboard', () => {
  const body = JSON.stringify(full.first('monitoring', 'AWS::CloudWatch::Dashboard').DashboardBody);

  it.each(['SpendToday', 'AverageCTR', 'TotalActions', 'FreshnessHours', 'RefreshTokenDaysLeft', 'Errors'])(
    'shows %s',
    (metric) => {
      expect(body).toContain(metric);
    },
  );

  it('finds the top campaigns by conversions', () => {
    expect(body).toMatch(/SORT\(SEARCH\('\{LinkedInAds\/Campaigns,CampaignId\} MetricName=.*Conversions/);
  });
});

describe('the monitoring stack', () => {
  it('holds alarms, a dashboard and who hears of them, nothing else', () => {
    const types = new Set(full.resources('monitoring').map(([, { Type }]) => Type));
    expect([...types].toSorted()).toEqual([
      'AWS::Chatbot::SlackChannelConfiguration',
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::CompositeAlarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::IAM::Role',
      'AWS::SNS::Subscription',
    ]);
  });
});
