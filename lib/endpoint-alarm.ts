import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ResourceNames } from '../core/deployment/names.ts';
import type { AlarmPlan } from './alarm-plans.ts';

const period = Duration.minutes(5);

/** The service counts both: what its container refused, and what failed in it or around it. */
export function endpointAlarm({ endpoint }: ResourceNames): AlarmPlan {
  const metric = (metricName: string) =>
    new Metric({
      namespace: 'AWS/SageMaker',
      metricName,
      statistic: 'Sum',
      period,
      dimensionsMap: { EndpointName: endpoint, VariantName: 'production' },
    });
  return {
    name: 'endpoint-errors',
    section: 'endpoint-errors',
    says: `The endpoint ${endpoint} answered with errors`,
    metric: new MathExpression({
      expression: 'FILL(refused, 0) + FILL(failed, 0)',
      period,
      usingMetrics: { refused: metric('Invocation4XXErrors'), failed: metric('Invocation5XXErrors') },
    }),
    comparison: 'at least',
    threshold: 1,
    periods: 1,
    withoutData: 'fine',
    together: false,
  };
}
