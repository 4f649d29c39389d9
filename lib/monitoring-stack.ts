import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LambdaStage } from '../core/deployment/names.ts';
import { workflows } from '../core/workflows/pipeline.ts';
import { type AlarmPlan, dataAlarms, deadLetterAlarm, functionAlarms, workflowAlarms } from './alarm-plans.ts';
import { AlarmSet } from './constructs/alarm-set.ts';
import { AlertSubscribers } from './constructs/alert-subscribers.ts';
import { PipelineDashboard } from './constructs/pipeline-dashboard.ts';
import { messenger } from './constructs/warehouse-update.ts';
import type { DataStack } from './data-stack.ts';
import { endpointAlarm } from './endpoint-alarm.ts';
import type { Settings } from './settings.ts';

export interface MonitoringStackProps {
  settings: Settings;
  stages: readonly LambdaStage[];
  data: DataStack;
}

/** Alarms, who hears them, and a dashboard. Knows what it watches by name only, so it may come and go by itself. */
export class MonitoringStack extends Stack {
  constructor(scope: Construct, id: string, { settings, stages, data }: MonitoringStackProps) {
    const { names, account, region, prefix, alarms, currency } = settings;
    super(scope, id, { env: { account, region }, description: 'Ads pipeline: alarms and dashboard' });
    const { topic } = data.alerts;
    const plans: AlarmPlan[] = [
      ...[...stages, messenger].flatMap(({ name, timeoutSeconds }) =>
        functionAlarms({ stage: name, timeoutSeconds }, names),
      ),
      ...Object.values(workflows).flatMap((workflow) =>
        workflowAlarms(workflow, this.#machineArn(names.workflowOf(workflow.name))),
      ),
      deadLetterAlarm(names),
      ...dataAlarms(settings),
      ...(settings.training.endpoint.enabled ? [endpointAlarm(names)] : []),
    ];
    const set = new AlarmSet(this, 'Alarms', { prefix, plans, topic, runbook: alarms.runbook });
    new AlertSubscribers(this, 'Subscribers', { prefix, topic, alarms });
    new PipelineDashboard(this, 'Overview', {
      name: prefix,
      names,
      alarms: [...set.alarms, set.composite],
      stages: stages.map(({ name }) => name),
      currency,
      runbook: alarms.runbook,
    });
  }

  #machineArn(name: string): string {
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
