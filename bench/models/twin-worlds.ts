/** (a) Worlds of the twin: estimates for ads that training has not seen, against how well they really do. */

import type { Estimate, Scorer } from '../../core/contracts/scorer.ts';
import { creativeFeatures } from '../../core/learn/features/feature-row.ts';
import { createBaseline, createScorer } from '../../core/learn/models/predict.ts';
import { splitCreatives, splitOf } from '../../core/learn/training/split.ts';
import { canTrain, trainScorer, withoutPython } from './train.ts';
import { type KnownCreative, knownWorld } from './twin-samples.ts';

const sizes = [
  { campaigns: 10, creativesPerCampaign: 5, historyDays: 120 },
  { campaigns: 60, creativesPerCampaign: 6, historyDays: 180 },
  { campaigns: 150, creativesPerCampaign: 8, historyDays: 180 },
];
const seeds = [1, 2, 3, 4];

interface Plan {
  size: (typeof sizes)[number];
  fatigued: boolean;
}

const plans: Plan[] = [false, true].flatMap((fatigued) => sizes.map((size) => ({ size, fatigued })));

export function twinWorlds(smoke: boolean): string[] {
  const title = [
    '### (a) Twin worlds with known truth',
    '',
    'Ads that training has not seen, at their launch. Error: standard deviation of ln(estimate / true fresh CTR), over all of them, and of',
    'ads of one campaign against one another. Best: what remains when all that explains a rate is known; the rest is talent, drawn by',
    'chance. Gain: the share of the gap between baseline and best, in variance, that the model closes. Where ads fatigue and audiences saturate, campaigns are',
    'estimated as fatigued as they are, so their fresh CTR is no fair truth: only the figures within campaigns are comparable.',
    '',
  ];
  if (!canTrain) return [...title, withoutPython];
  const lines = (smoke ? plans.slice(0, 1) : plans).map((plan) =>
    lineOf(
      plan,
      (smoke ? seeds.slice(0, 1) : seeds).map((seed) => measured(seed, plan)),
    ),
  );
  return [
    ...title,
    '| creatives | fatigue | worlds | chosen | baseline | model | best | gain | within campaigns: baseline | model | best | gain | in the interval (0.80) |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...lines,
  ];
}

type Errors = Record<'baseline' | 'model' | 'best', number>;

interface Measured {
  kind: string;
  /** Variances. */
  overall: Errors;
  within: Errors;
  /** Share of the true rates within the model's interval. */
  covered: number;
}

function measured(seed: number, { size, fatigued }: Plan): Measured {
  const world = knownWorld(seed, size, fatigued);
  const file = trainScorer(splitCreatives(world.samples), creativeFeatures);
  const unseen = world.creatives.filter(({ key, freshCtr }) => splitOf(key) === 'test' && freshCtr > 0);
  const truth = unseen.map(({ freshCtr }) => Math.log(freshCtr));
  const estimates = {
    baseline: logEstimates(createBaseline(file), unseen),
    model: logEstimates(createScorer(file), unseen),
    best: unseen.map(({ explainedCtr }) => Math.log(explainedCtr)),
  };
  const each = <T>(of: (logs: number[]) => T) => ({
    baseline: of(estimates.baseline),
    model: of(estimates.model),
    best: of(estimates.best),
  });
  const intervals = predicted(createScorer(file), unseen);
  const isCovered = (rate: number, at: number): boolean =>
    rate >= (intervals[at]?.low ?? Number.NaN) && rate <= (intervals[at]?.high ?? Number.NaN);
  return {
    kind: file.kind,
    covered: meanOf(unseen.map(({ freshCtr }, at) => Number(isCovered(freshCtr, at)))),
    overall: each((logs) =>
      varianceWithin(
        logs.map((log, at) => log - truth[at]!),
        unseen.map(() => 'all'),
      ),
    ),
    within: each((logs) =>
      varianceWithin(
        logs.map((log, at) => log - truth[at]!),
        unseen.map(({ campaign }) => campaign),
      ),
    ),
  };
}

const predicted = (scorer: Scorer, creatives: readonly KnownCreative[]): (Estimate | null | undefined)[] =>
  scorer
    .predict(
      creatives.map(({ features }) => features),
      creatives.map(({ campaign }) => campaign),
    )
    .map(({ ctr }) => ctr);

const logEstimates = (scorer: Scorer, creatives: readonly KnownCreative[]): number[] =>
  predicted(scorer, creatives).map((ctr) => Math.log(ctr?.expected ?? Number.NaN));

/** Around the means of the groups: season and fatigue move the level of all ads alike. */
function varianceWithin(values: readonly number[], groups: readonly string[]): number {
  const members = new Map<string, number[]>();
  for (const [at, group] of groups.entries()) members.set(group, [...(members.get(group) ?? []), values[at]!]);
  let squares = 0;
  let free = 0;
  for (const group of members.values()) {
    const mean = meanOf(group);
    squares += group.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    free += group.length - 1;
  }
  return squares / Math.max(1, free);
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function lineOf({ size, fatigued }: Plan, worlds: readonly Measured[]): string {
  const kinds = ['baseline', 'forest', 'boosted'].flatMap((kind) => {
    const many = worlds.filter((world) => world.kind === kind).length;
    return many > 0 ? [`${many} ${kind}`] : [];
  });
  const cells = [
    size.campaigns * size.creativesPerCampaign,
    fatigued ? 'yes' : 'no',
    worlds.length,
    kinds.join(', '),
    ...errorCells(worlds.map(({ overall }) => overall)),
    ...errorCells(worlds.map(({ within }) => within)),
    fatigued ? '–' : meanOf(worlds.map(({ covered }) => covered)).toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

function errorCells(errors: readonly Errors[]): string[] {
  const of = (name: keyof Errors): number => meanOf(errors.map((each) => each[name]));
  const [baseline, model, best] = [of('baseline'), of('model'), of('best')];
  const gain = (100 * (baseline - model)) / (baseline - best);
  return [...[baseline, model, best].map((variance) => Math.sqrt(variance).toFixed(3)), `${gain.toFixed(0)}%`];
}
