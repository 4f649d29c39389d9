/** (a) Worlds of the twin: estimates for ads that training has not seen, against how well they really do. */
import { creativeFeatures } from '../../core/features/feature-row.ts';
import { rankCorrelation } from '../../core/models/fit-measures.ts';
import { createBaseline, createScorer, type Scorer } from '../../core/models/predict.ts';
import { splitCreatives, splitOf } from '../../core/training/split.ts';
import { canTrain, trainScorer, withoutPython } from './train.ts';
import { type KnownCreative, knownWorld } from './twin-samples.ts';

const sizes = [
  { campaigns: 10, creativesPerCampaign: 5, historyDays: 120 },
  { campaigns: 60, creativesPerCampaign: 6, historyDays: 180 },
  { campaigns: 150, creativesPerCampaign: 8, historyDays: 180 },
];
const seeds = [1, 2, 3, 4, 5];

export function twinWorlds(smoke: boolean): string[] {
  const title = [
    '### (a) Twin worlds with known truth',
    '',
    'Ads that training has not seen, at their launch. Error: standard deviation of ln(estimate / true fresh CTR). Best: what is left when all',
    'that the world explains is known (the rest is talent, drawn by chance). Gain: the part of what lies between baseline and best.',
    '',
  ];
  if (!canTrain) return [...title, withoutPython];
  const chosen = smoke
    ? [{ size: sizes[0]!, seed: 1 }]
    : sizes.flatMap((size) => seeds.map((seed) => ({ size, seed })));
  const found = chosen.map(({ size, seed }) => ({ size, ...measured(seed, size) }));
  return [
    ...title,
    '| creatives | worlds | chosen | baseline error | model error | best | gain | rank correlation: baseline | model | best |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...sizes.flatMap((size) => {
      const worlds = found.filter((each) => each.size === size);
      return worlds.length > 0 ? [lineOf(worlds)] : [];
    }),
  ];
}

interface Measured {
  creatives: number;
  kind: string;
  errors: Record<'baseline' | 'model' | 'best', number>;
  ranks: Record<'baseline' | 'model' | 'best', number>;
}

function measured(seed: number, size: (typeof sizes)[number]): Measured {
  const world = knownWorld(seed, size);
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
  return {
    creatives: world.creatives.length,
    kind: file.kind,
    errors: each((logs) => deviation(logs.map((log, at) => log - truth[at]!))),
    ranks: each((logs) => rankCorrelation(Float64Array.from(logs), Float64Array.from(truth)) ?? 0),
  };
}

const logEstimates = (scorer: Scorer, creatives: readonly KnownCreative[]): number[] =>
  scorer
    .predict(
      creatives.map(({ features }) => features),
      creatives.map(({ campaign }) => campaign),
    )
    .map(({ ctr }) => Math.log(ctr?.expected ?? Number.NaN));

/** Around the mean: season and wear move the level of all ads alike. */
function deviation(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function lineOf(worlds: readonly Measured[]): string {
  const error = (name: keyof Measured['errors']): number => meanOf(worlds.map(({ errors }) => errors[name]));
  const rank = (name: keyof Measured['ranks']): string => meanOf(worlds.map(({ ranks }) => ranks[name])).toFixed(3);
  const [baseline, model, best] = [error('baseline'), error('model'), error('best')];
  const kinds = ['baseline', 'forest', 'boosted'].flatMap((kind) => {
    const many = worlds.filter((world) => world.kind === kind).length;
    return many > 0 ? [`${many} ${kind}`] : [];
  });
  const gain = (100 * (baseline ** 2 - model ** 2)) / (baseline ** 2 - best ** 2);
  const cells = [
    worlds[0]?.creatives,
    worlds.length,
    kinds.join(', '),
    ...[baseline, model, best].map((each) => each.toFixed(3)),
    `${gain.toFixed(0)} %`,
    ...(['baseline', 'model', 'best'] as const).map(rank),
  ];
  return `| ${cells.join(' | ')} |`;
}
