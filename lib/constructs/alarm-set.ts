import { Alarm, AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmPlan, comparisons, missingData } from '../alarm-plans.ts';

export interface AlarmSetProps {
  prefix: string;
  plans: readonly AlarmPlan[];
  topic: ITopic;
  /** Where the sections are that alarms refer to. */
  runbook: string;
}

/** Alarms that each link to the runbook, and a composite that notifies once for those that go off together. */
export class AlarmSet extends Construct {
  readonly alarms: Alarm[] = [];
  readonly composite: CompositeAlarm;

  constructor(scope: Construct, id: string, { prefix, plans, topic, runbook }: AlarmSetProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    const together: Alarm[] = [];
    for (const plan of plans) {
      const alarm = new Alarm(this, plan.name, {
        alarmName: `${prefix}-${plan.name}`,
        alarmDescription: `${plan.says}. What to do: ${runbook}#${plan.section}`,
        metric: plan.metric,
        comparisonOperator: comparisons[plan.comparison],
        threshold: plan.threshold,
        evaluationPeriods: plan.periods,
        datapointsToAlarm: plan.periods,
        treatMissingData: missingData[plan.withoutData],
      });
      if (plan.together) together.push(alarm);
      else alarm.addAlarmAction(action);
      this.alarms.push(alarm);
    }
    this.composite = new CompositeAlarm(this, 'Trouble', {
      compositeAlarmName: `${prefix}-trouble`,
      alarmDescription: `A function or a workflow is failing; the alarms below this one say which. What to do: ${runbook}#trouble`,
      alarmRule: AlarmRule.anyOf(...together.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
    this.composite.addAlarmAction(action);
    this.composite.addOkAction(action);
  }
}
