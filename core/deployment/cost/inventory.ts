/** What of a deployment costs money, counted in its templates. */
import { hoursBetweenStarts } from '../../workflows/schedule.ts';

export interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

export interface Inventory {
  /** Memory in MB by the stage's name. */
  functions: ReadonlyMap<string, number>;
  /** By workflow: how often it starts, and how many states its definition has. */
  workflows: ReadonlyMap<string, { startsADay: number; states: number }>;
  alarmMetrics: number;
  compositeAlarms: number;
  dashboards: number;
  keys: number;
  secrets: number;
  crawlers: number;
  /** Memory in MB of the endpoint; 0 where there is none. It is in no template: a stage makes it, and is told of it. */
  endpointMegabytes: number;
}

/** Names of functions and workflows are without the deployment's prefix. */
export function inventoryOf(templates: readonly Template[], prefix: string): Inventory {
  const resources = templates.flatMap((template) => Object.values(template.Resources));
  const of = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const named = (name: unknown): string => String(name).slice(prefix.length + 1);
  const statesByName = new Map(
    of('AWS::StepFunctions::StateMachine').map(({ StateMachineName, DefinitionString }) => [
      named(StateMachineName),
      statesIn(JSON.parse(String(DefinitionString))),
    ]),
  );
  return {
    functions: new Map(
      of('AWS::Lambda::Function').map((each) => [named(each.FunctionName), Number(each.MemorySize ?? 128)]),
    ),
    workflows: new Map(
      of('AWS::Scheduler::Schedule').map(({ Name, ScheduleExpression }) => [
        named(Name),
        {
          startsADay: 24 / hoursBetweenStarts(String(ScheduleExpression)),
          states: statesByName.get(named(Name)) ?? 0,
        },
      ]),
    ),
    alarmMetrics: of('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    compositeAlarms: of('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    keys: of('AWS::KMS::Key').length,
    secrets: of('AWS::SecretsManager::Secret').length,
    crawlers: of('AWS::Glue::Crawler').length,
    endpointMegabytes: of('AWS::Lambda::Function').reduce((most, each) => Math.max(most, endpointOf(each)), 0),
  };
}

function endpointOf({ Environment }: Record<string, unknown>): number {
  const { ENDPOINT } = (Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  return typeof ENDPOINT === 'string' ? Number(JSON.parse(ENDPOINT).memoryMb) : 0;
}

/** A formula is not billed, the metrics in it are. */
function metricsOf({ Metrics }: Record<string, unknown>): number {
  const parts = (Metrics ?? [{ MetricStat: {} }]) as { MetricStat?: object }[];
  return parts.filter(({ MetricStat }) => MetricStat !== undefined).length;
}

/** Those of branches and of the parts that are repeated for each item, too. */
function statesIn(definition: unknown): number {
  if (typeof definition !== 'object' || definition === null) return 0;
  const own = 'States' in definition ? Object.keys(definition.States as object).length : 0;
  return Object.values(definition).reduce((sum: number, each) => sum + statesIn(each), own);
}
