/** What a deployment costs a month, from what it is made of, what flows through it, and a price list. */
import type { Inventory } from './inventory.ts';
import type { Prices } from './prices.ts';
import type { Volumes } from './volumes.ts';

export interface BillLine {
  what: string;
  /** US dollars a month at list prices. */
  list: number;
  /** The same after what every account has free for ever; equal where there is nothing free. */
  due: number;
}

export interface Bill {
  lines: BillLine[];
  list: number;
  due: number;
}

const daysAMonth = 365 / 12;

export function billOf(inventory: Inventory, volumes: Volumes, prices: Prices): Bill {
  const lines = [
    ...computing(inventory, volumes, prices),
    ...keeping(inventory, volumes, prices),
    ...watching(inventory, volumes, prices),
  ];
  const sum = (part: 'list' | 'due') => lines.reduce((total, line) => total + line[part], 0);
  return { lines, list: sum('list'), due: sum('due') };
}

/** Units at a price, of which some are free. */
const charged = (what: string, units: number, price: number, free = 0): BillLine => ({
  what,
  list: units * price,
  due: Math.max(0, units - free) * price,
});

const added = (what: string, ...lines: BillLine[]): BillLine => ({
  what,
  list: lines.reduce((sum, { list }) => sum + list, 0),
  due: lines.reduce((sum, { due }) => sum + due, 0),
});

function computing(
  { functions, workflows, endpointMegabytes }: Inventory,
  volumes: Volumes,
  { lambda, states, scheduler, athena, traces, training, endpoint }: Prices,
) {
  const calls = volumes.calls.map((call) => {
    const { startsADay = 0 } = workflows.get(call.workflow) ?? {};
    const memory = functions.get(call.stage) ?? 0;
    const number = startsADay * daysAMonth * call.perRun;
    return { number, gigabyteSeconds: (number * call.seconds * memory) / 1024 };
  });
  const sum = (part: 'number' | 'gigabyteSeconds') => calls.reduce((total, call) => total + call[part], 0);
  const starts = [...workflows.values()].reduce((total, { startsADay }) => total + startsADay * daysAMonth, 0);
  // an upper bound: no run enters the states that tell of failures
  const transitions = [...workflows.values()].reduce(
    (total, workflow) => total + workflow.startsADay * daysAMonth * workflow.states,
    0,
  );
  return [
    added(
      'Lambda',
      charged('time', sum('gigabyteSeconds'), lambda.perGigabyteSecond, lambda.freeGigabyteSeconds),
      charged('requests', sum('number'), lambda.perRequest, lambda.freeRequests),
    ),
    charged('Step Functions', transitions, states.perTransition, states.freeTransitions),
    charged('Scheduler', starts, scheduler.perStart, scheduler.freeStarts),
    charged('X-Ray', starts + sum('number'), traces.perTrace, traces.free),
    charged(
      'Athena',
      volumes.athenaBytesPerRefresh * runs(workflows, 'refresh') +
        volumes.athenaBytesPerOptimize * runs(workflows, 'optimize'),
      athena.perByte,
    ),
    charged('SageMaker training', runs(workflows, 'train') * volumes.trainingHoursPerRun, training.perHour),
    ...(endpointMegabytes === 0
      ? []
      : [endpointLine(runs(workflows, 'optimize'), endpointMegabytes / 1024, volumes, endpoint)]),
  ];
}

const endpointLine = (optimizeRuns: number, gigabytes: number, volumes: Volumes, price: Prices['endpoint']): BillLine =>
  added(
    'SageMaker endpoint',
    charged('time', optimizeRuns * volumes.endpointSecondsPerOptimize * gigabytes, price.perGigabyteSecond),
    charged('data', (optimizeRuns * volumes.endpointBytesPerOptimize) / 1e9, price.perGigabyte),
  );

const runs = (workflows: Inventory['workflows'], name: string): number =>
  (workflows.get(name)?.startsADay ?? 0) * daysAMonth;

function keeping({ workflows, keys, secrets, crawlers }: Inventory, volumes: Volumes, prices: Prices) {
  const { objects, crawler } = prices;
  const refreshes = runs(workflows, 'refresh');
  return [
    added(
      'S3',
      charged('kept', volumes.keptBytes / 1e9, objects.perGigabyteMonth),
      charged('written', volumes.putsPerRefresh * refreshes, objects.perPut),
      charged('read', volumes.getsPerRefresh * refreshes, objects.perGet),
    ),
    charged('Secrets Manager', secrets, prices.secrets.perMonth),
    charged('KMS', keys, prices.keys.perMonth),
    ...(crawlers === 0
      ? []
      : [charged('Glue crawler', crawlers * daysAMonth * crawler.units * crawler.leastHours, crawler.perUnitHour)]),
  ];
}

function watching(inventory: Inventory, volumes: Volumes, { metrics, alarms, dashboards, logs }: Prices) {
  const perDay = (hours: number) => hours / 24;
  const metricMonths = volumes.metrics.reduce((sum, { count, hoursADay }) => sum + count * perDay(hoursADay), 0);
  return [
    added(
      'CloudWatch metrics',
      charged('kept', metricMonths, metrics.perMetricMonth, metrics.free),
      charged('sent', (volumes.metricRequestsADay * daysAMonth) / 1000, metrics.perThousandPuts),
    ),
    added(
      'CloudWatch alarms',
      charged('metrics', inventory.alarmMetrics, alarms.perMetricMonth, alarms.free),
      charged('composite', inventory.compositeAlarms, alarms.perCompositeMonth),
    ),
    charged('CloudWatch dashboards', inventory.dashboards, dashboards.perMonth, dashboards.free),
    charged('CloudWatch logs', (volumes.logBytesADay * daysAMonth) / 1e9, logs.perGigabyte, logs.freeGigabytes),
  ];
}
