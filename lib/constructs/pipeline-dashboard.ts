import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  MathExpression,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { campaignMetrics, optimizerMetrics, pipelineMetrics } from '../../core/contracts/cloudwatch-names.ts';
import type { ResourceNames } from '../../core/deployment/names.ts';
import { ownMetric } from '../alarm-plans.ts';

export interface PipelineDashboardProps {
  name: string;
  names: ResourceNames;
  alarms: IAlarm[];
  stages: readonly string[];
  currency: string;
  runbook: string;
}

const day = Duration.days(1);
const hour = Duration.hours(1);
const shownCampaigns = 10;

/** For someone who was just woken up: is anything wrong, is the data fresh, what is being spent. */
export class PipelineDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, names, alarms, stages, currency, runbook }: PipelineDashboardProps,
  ) {
    super(scope, id);
    new Dashboard(this, 'Dashboard', {
      dashboardName: name,
      defaultInterval: Duration.days(7),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms (red: needs attention)', alarms, width: 24, height: 6 })],
        [
          today(`Spend on the newest day (${currency})`, [pipeline('spendToday', 'Maximum')]),
          today('The seven newest mature days', [
            optimizer('totalCost', `cost (${currency})`),
            optimizer('totalClicks', 'clicks'),
            optimizer('totalConversions', 'conversions'),
          ]),
          today('Recommended actions today', [optimizer('totalActions', 'actions', 'Sum')]),
          clocks(),
        ],
        [averageCtr(), topCampaigns()],
        [freshness(), errors(names, stages)],
        [new TextWidget({ markdown: `What each alarm means and what to do: ${runbook}`, width: 24, height: 1 })],
      ],
    });
  }
}

const pipeline = (metric: keyof typeof pipelineMetrics, statistic: string, period = day, label?: string): Metric =>
  ownMetric('LinkedInAds/Pipeline', pipelineMetrics[metric], statistic, period).with({ ...(label && { label }) });

const optimizer = (metric: keyof typeof optimizerMetrics, label: string, statistic = 'Maximum'): Metric =>
  ownMetric('LinkedInAds/Optimizer', optimizerMetrics[metric], statistic, day).with({ label });

const today = (title: string, metrics: Metric[]): SingleValueWidget =>
  new SingleValueWidget({ title, metrics, width: 6, height: 4 });

const clocks = (): SingleValueWidget =>
  today('Days until expiry', [
    pipeline('accessTokenDaysLeft', 'Minimum', hour, 'access token'),
    pipeline('refreshTokenDaysLeft', 'Minimum', hour, 'refresh token'),
    pipeline('apiVersionDaysLeft', 'Minimum', hour, 'API version'),
  ]);

const averageCtr = (): GraphWidget =>
  new GraphWidget({
    title: 'Average CTR of the seven newest mature days (%)',
    left: [optimizer('averageCtr', 'CTR (%)', 'Average')],
    leftYAxis: { min: 0 },
    right: [optimizer('predictionAccuracy', 'prediction accuracy (%)', 'Average')],
    width: 12,
  });

/** Campaign ids are found by search: which ones there are is only known by the day. */
const topCampaigns = (): GraphWidget =>
  new GraphWidget({
    title: `Top ${shownCampaigns} campaigns by conversions`,
    left: [
      new MathExpression({
        expression: `SORT(SEARCH('{LinkedInAds/Campaigns,CampaignId} MetricName="${campaignMetrics.conversions}"', 'Maximum', 86400), MAX, DESC, ${shownCampaigns})`,
        usingMetrics: {},
        label: '',
        period: day,
      }),
    ],
    width: 12,
  });

const freshness = (): GraphWidget =>
  new GraphWidget({
    title: 'Hours since the newest data, and reconciliation gap (%)',
    left: [pipeline('freshnessHours', 'Maximum', hour, 'hours')],
    right: [pipeline('reconciliationGap', 'Maximum', Duration.hours(6), 'gap (%)')],
    leftYAxis: { min: 0 },
    width: 12,
  });

const errors = (names: ResourceNames, stages: readonly string[]): GraphWidget =>
  new GraphWidget({
    title: 'Function errors',
    stacked: true,
    left: stages.map(
      (name) =>
        new Metric({
          namespace: 'AWS/Lambda',
          metricName: 'Errors',
          statistic: 'Sum',
          period: hour,
          label: name,
          dimensionsMap: { FunctionName: names.functionOf(name) },
        }),
    ),
    leftYAxis: { min: 0 },
    width: 12,
  });
