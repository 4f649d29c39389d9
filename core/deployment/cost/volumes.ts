/**
 * What flows through a deployment, for one account of three sizes. Bytes and queries are measured (`npm run bench -- volumes`, in
 * bench/RESULTS.md); what only AWS could tell is estimated here, on the high side, and says so.
 */

import { planUsualPull } from '../../collect/collection/call-plan.ts';
import type { PullLimits } from '../../ports/ad-platform.ts';
import { collectionConfig } from '../../settings/collection.ts';

export interface Volumes {
  creatives: number;
  /** Calls of stages by run of a workflow, and how long one takes. */
  calls: { workflow: string; stage: string; perRun: number; seconds: number }[];
  /** Each query counted as 10 MB at least. */
  athenaBytesPerRefresh: number;
  athenaBytesPerOptimize: number;
  /** Raw objects of 90 days, tables with their older versions, aggregates. */
  keptBytes: number;
  putsPerRefresh: number;
  getsPerRefresh: number;
  /** Metrics and the hours of a day in which they are sent. */
  metrics: { what: string; count: number; hoursADay: number }[];
  metricRequestsADay: number;
  logBytesADay: number;
  /** Hours of machines that a run of the workflow train takes, both jobs together. */
  trainingHoursPerRun: number;
  /** What a run of the workflow optimize asks of an endpoint, where there is one. */
  endpointSecondsPerOptimize: number;
  endpointBytesPerOptimize: number;
}

interface Measured {
  creatives: number;
  campaigns: number;
  queries: number;
  billedMegabytes: number;
  rawKilobytesAPull: number;
  tableMegabytes: number;
  aggregateKilobytes: number;
}

/** `npm run bench -- volumes`: a pull of 30 days after 180 days of history. */
const measured: readonly Measured[] = [
  {
    creatives: 10,
    campaigns: 2,
    queries: 22,
    billedMegabytes: 220,
    rawKilobytesAPull: 13,
    tableMegabytes: 0.1,
    aggregateKilobytes: 45,
  },
  {
    creatives: 1000,
    campaigns: 50,
    queries: 22,
    billedMegabytes: 220,
    rawKilobytesAPull: 1162,
    tableMegabytes: 1.4,
    aggregateKilobytes: 939,
  },
  {
    creatives: 15_000,
    campaigns: 300,
    queries: 22,
    billedMegabytes: 600,
    rawKilobytesAPull: 17_531,
    tableMegabytes: 22.3,
    aggregateKilobytes: 12_466,
  },
];

/** Estimates. A platform needs several seconds for a full answer of figures, Athena a few for any query, however small. */
const estimated = {
  secondsPerCall: 10,
  secondsPerQuery: 4,
  secondsToStart: 5,
  /** Queries of one run of the optimizer, those about predictions among them; each reads the facts of its window, at most all. */
  optimizerQueries: 8,
  /** A merge leaves old files behind until the weekly tidying, and versions of them for a week. */
  tableCopies: 5,
  keptGenerations: 9,
  putsPerQuery: 6,
  getsPerQuery: 40,
  logBytesADay: 5e6,
  /** A job: reading its data, learning, writing its model; more for more creatives. */
  trainingMinutes: 5,
  trainingMinutesPerThousandCreatives: 2,
  trainingJobs: 2,
  /** Plain Python walks some 200 trees a row; the first request of a day also loads the model. */
  endpointSecondsToStart: 10,
  endpointSecondsPerThousandCreatives: 5,
  endpointBytesPerCreative: 1000,
} as const;

const pullsADay = 4;
const rawDays = 90;

/** Published by the stages, by namespace; ids of campaigns are a metric each. */
const publishedMetrics = [
  { what: 'collector', count: 10, hoursADay: pullsADay },
  { what: 'data-processor', count: 5, hoursADay: pullsADay },
  { what: 'watchdog', count: 5, hoursADay: 24 },
  { what: 'optimizer', count: 13, hoursADay: 1 },
  { what: 'training', count: 4, hoursADay: 1 / 7 },
  { what: 'top campaigns', count: 5 * 20, hoursADay: 1 },
];

export const measuredVolumes = (limits: PullLimits): readonly Volumes[] =>
  measured.map((size) => volumesOf(size, limits));

function volumesOf(size: Measured, limits: PullLimits): Volumes {
  const settings = collectionConfig.parse(undefined);
  const collectorCalls = planUsualPull(size, settings, limits).calls;
  const { secondsPerCall, secondsPerQuery, secondsToStart, optimizerQueries } = estimated;
  // figures are asked for one after the other
  const collectorSeconds = secondsToStart + collectorCalls * secondsPerCall;
  return {
    creatives: size.creatives,
    calls: [
      { workflow: 'refresh', stage: 'collector', perRun: 1, seconds: collectorSeconds },
      {
        workflow: 'refresh',
        stage: 'data-processor',
        perRun: 1,
        seconds: secondsToStart + size.queries * secondsPerQuery,
      },
      {
        workflow: 'optimize',
        stage: 'optimizer',
        perRun: 1,
        seconds: secondsToStart + optimizerQueries * secondsPerQuery,
      },
      { workflow: 'train', stage: 'model-trainer', perRun: 1, seconds: secondsToStart + 2 * secondsPerQuery + 60 },
      { workflow: 'train', stage: 'model-registrar', perRun: 1, seconds: secondsToStart + 60 },
      { workflow: 'watch', stage: 'watchdog', perRun: 1, seconds: secondsToStart },
      { workflow: 'maintain', stage: 'housekeeper', perRun: 1, seconds: 600 },
    ],
    athenaBytesPerRefresh: size.billedMegabytes * 1e6,
    athenaBytesPerOptimize: optimizerQueries * Math.max(10, size.tableMegabytes) * 1e6,
    keptBytes:
      rawDays * pullsADay * size.rawKilobytesAPull * 1e3 +
      estimated.tableCopies * size.tableMegabytes * 1e6 +
      estimated.keptGenerations * size.aggregateKilobytes * 1e3,
    putsPerRefresh: size.queries * estimated.putsPerQuery,
    getsPerRefresh: size.queries * estimated.getsPerQuery,
    metrics: publishedMetrics,
    metricRequestsADay: 5 * pullsADay + 2 * 24 + 5,
    logBytesADay: estimated.logBytesADay,
    trainingHoursPerRun:
      (estimated.trainingJobs *
        (estimated.trainingMinutes + (estimated.trainingMinutesPerThousandCreatives * size.creatives) / 1000)) /
      60,
    endpointSecondsPerOptimize:
      estimated.endpointSecondsToStart + (estimated.endpointSecondsPerThousandCreatives * size.creatives) / 1000,
    endpointBytesPerOptimize: estimated.endpointBytesPerCreative * size.creatives,
  };
}
