/** Every alarm as data: what it looks at, when it goes off, which section of the runbook its reader needs. */
import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { optimizerMetrics, pipelineMetrics } from '../core/contracts/cloudwatch-names.ts';
import type { MetricNamespace, ResourceNames } from '../core/deployment/names.ts';
import type { Workflow } from '../core/workflows/pipeline.ts';
import { missingAfterHours } from '../core/workflows/schedule.ts';
import type { Settings } from './settings.ts';

export interface AlarmPlan {
  /** The alarm's name after the prefix. */
  name: string;
  /** Anchor of its section in the runbook. */
  section: string;
  /** What is so when it goes off. */
  says: string;
  metric: IMetric;
  comparison: 'above' | 'below' | 'at least';
  threshold: number;
  /** In a row, all of them. */
  periods: number;
  /** What no data means: nothing happened, or something that must happen did not. */
  withoutData: 'fine' | 'alarm' | 'no change';
  /** Notifies through the composite alarm only, as several of these go off together. */
  together: boolean;
}

export interface WatchedFunction {
  stage: string;
  timeoutSeconds: number;
}

const fiveMinutes = Duration.minutes(5);
/** Share of its timeout that a function may take. */
const longestShare = 0.8;

export function functionAlarms({ stage, timeoutSeconds }: WatchedFunction, names: ResourceNames): AlarmPlan[] {
  const metric = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      statistic,
      period: fiveMinutes,
      dimensionsMap: { FunctionName: names.functionOf(stage) },
    });
  const common = { periods: 1, withoutData: 'fine', together: true } as const;
  const once = { ...common, comparison: 'at least', threshold: 1 } as const;
  return [
    {
      name: `${stage}-errors`,
      section: 'function-errors',
      says: `The function ${stage} failed`,
      metric: metric('Errors', 'Sum'),
      ...once,
    },
    {
      name: `${stage}-duration`,
      section: 'function-duration',
      says: `The function ${stage} took more than 80% of its timeout of ${timeoutSeconds} s`,
      metric: metric('Duration', 'Maximum'),
      comparison: 'above',
      threshold: longestShare * timeoutSeconds * 1000,
      ...common,
    },
    {
      name: `${stage}-throttles`,
      section: 'function-throttles',
      says: `The function ${stage} was throttled: the account's concurrency is used up`,
      metric: metric('Throttles', 'Sum'),
      ...once,
    },
  ];
}

export function workflowAlarms({ name, schedule }: Workflow, machineArn: string): AlarmPlan[] {
  const metric = (metricName: string, period: Duration) =>
    new Metric({
      namespace: 'AWS/States',
      metricName,
      statistic: 'Sum',
      period,
      dimensionsMap: { StateMachineArn: machineArn },
    });
  const hours = missingAfterHours(schedule);
  return [
    {
      name: `${name}-failed`,
      section: 'workflow-failed',
      says: `A run of the workflow ${name} failed or timed out`,
      metric: new MathExpression({
        expression: 'FILL(failed, 0) + FILL(late, 0)',
        period: fiveMinutes,
        usingMetrics: {
          failed: metric('ExecutionsFailed', fiveMinutes),
          late: metric('ExecutionsTimedOut', fiveMinutes),
        },
      }),
      comparison: 'at least',
      threshold: 1,
      periods: 1,
      withoutData: 'fine',
      together: true,
    },
    {
      name: `${name}-missing`,
      section: 'workflow-missing',
      says: `The workflow ${name} (${schedule}) has not succeeded for ${hours} hours`,
      metric: metric('ExecutionsSucceeded', Duration.hours(1)),
      comparison: 'below',
      threshold: 1,
      periods: hours,
      withoutData: 'alarm',
      together: false,
    },
  ];
}

export const deadLetterAlarm = (names: ResourceNames): AlarmPlan => ({
  name: 'dead-letters',
  section: 'dead-letters',
  says: 'A run of a workflow was set aside and waits for a redrive',
  metric: new Metric({
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    period: fiveMinutes,
    dimensionsMap: { QueueName: names.deadLetters },
  }),
  comparison: 'at least',
  threshold: 1,
  periods: 1,
  withoutData: 'fine',
  together: false,
});

const hour = Duration.hours(1);
const refreshPeriod = Duration.hours(6);

/** The pipeline's own metrics have no dimension. */
export const ownMetric = (
  namespace: MetricNamespace,
  metricName: string,
  statistic: string,
  period: Duration,
): Metric => new Metric({ namespace, metricName, statistic, period });

const pipelineMetric = (name: keyof typeof pipelineMetrics, statistic: string, period: Duration): Metric =>
  ownMetric('LinkedInAds/Pipeline', pipelineMetrics[name], statistic, period);

/** Two below the five that are left when the rotation comes in time. */
const leastAccessDays = 3;
/** A person must authorise anew before; reminders begin at 60. */
const leastRefreshDays = 14;
const leastVersionDays = 30;

/** What the numbers themselves say. */
export function dataAlarms({ alarms, currency, staleAfterHours }: Settings): AlarmPlan[] {
  const plan = { periods: 1, withoutData: 'fine', together: false } as const;
  const { spendCapPerDay: cap } = alarms;
  return [
    {
      ...plan,
      name: 'freshness',
      section: 'freshness',
      says: `An account's newest data is older than ${staleAfterHours} hours, or the watchdog does not run`,
      metric: pipelineMetric('freshnessHours', 'Maximum', hour),
      comparison: 'above',
      threshold: staleAfterHours,
      periods: 2,
      withoutData: 'alarm',
    },
    ...(cap === undefined
      ? []
      : [
          {
            ...plan,
            name: 'spend',
            section: 'spend',
            says: `Spend on the newest day is above ${cap} ${currency}`,
            metric: pipelineMetric('spendToday', 'Maximum', refreshPeriod),
            comparison: 'above' as const,
            threshold: cap,
          },
        ]),
    {
      ...plan,
      name: 'low-ctr',
      section: 'low-ctr',
      says: `The CTR of the seven newest mature days is below ${alarms.lowCtrPercent}%`,
      metric: ownMetric('LinkedInAds/Optimizer', optimizerMetrics.averageCtr, 'Minimum', Duration.days(1)),
      comparison: 'below',
      threshold: alarms.lowCtrPercent,
    },
    {
      ...plan,
      name: 'reconciliation-gap',
      section: 'reconciliation-gap',
      says: `The ads' spend differs from LinkedIn's own totals by more than ${alarms.reconciliationGapPercent}%`,
      metric: pipelineMetric('reconciliationGap', 'Maximum', refreshPeriod),
      comparison: 'above',
      threshold: alarms.reconciliationGapPercent,
    },
    {
      ...plan,
      name: 'quarantine-growth',
      section: 'quarantine-growth',
      says: `New rows in quarantine within six hours: more than ${alarms.quarantinedRows}`,
      metric: new MathExpression({
        expression: 'DIFF(quarantined)',
        period: refreshPeriod,
        usingMetrics: { quarantined: pipelineMetric('quarantined', 'Maximum', refreshPeriod) },
      }),
      comparison: 'above',
      threshold: alarms.quarantinedRows,
    },
    clock('access-token', 'The access token', 'accessTokenDaysLeft', leastAccessDays),
    clock('refresh-token', 'The refresh token', 'refreshTokenDaysLeft', leastRefreshDays),
    clock('api-version', 'The LinkedIn API version', 'apiVersionDaysLeft', leastVersionDays),
  ];
}

const clock = (name: string, what: string, metric: keyof typeof pipelineMetrics, days: number): AlarmPlan => ({
  name,
  section: name,
  says: `${what} expires within ${days} days`,
  metric: pipelineMetric(metric, 'Minimum', hour),
  comparison: 'below',
  threshold: days,
  periods: 1,
  withoutData: 'no change',
  together: false,
});

export const comparisons: Record<AlarmPlan['comparison'], ComparisonOperator> = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
  'at least': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
};

export const missingData: Record<AlarmPlan['withoutData'], TreatMissingData> = {
  fine: TreatMissingData.NOT_BREACHING,
  alarm: TreatMissingData.BREACHING,
  'no change': TreatMissingData.IGNORE,
};
