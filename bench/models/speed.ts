/** (d) 10,000 creatives scored here and by scikit-learn, on the same forest in one run. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../cli/runtime.ts';
import { parseModel } from '../../core/contracts/model-file.ts';
import { creativeFeatures } from '../../core/learn/features/feature-row.ts';
import { createScorer } from '../../core/learn/models/predict.ts';
import { splitCreatives } from '../../core/learn/training/split.ts';
import { canTrain, runScript, withoutPython, writeFit } from './train.ts';
import { knownWorld } from './twin-samples.ts';

const warmUps = 5;
/** The quickest counts: others were kept waiting by whatever else ran. */
const runs = 25;

interface Timing {
  jobs_1: number[];
  jobs_2: number[];
  rates: number[];
  nodes: number;
  trees: number;
}

export function speed(smoke: boolean): string[] {
  const title = ['### (d) Speed of scoring', ''];
  if (!canTrain) return [...title, withoutPython];
  const size = smoke
    ? { campaigns: 20, creativesPerCampaign: 6, historyDays: 90 }
    : { campaigns: 150, creativesPerCampaign: 8, historyDays: 180 };
  const folder = writeFit(splitCreatives(knownWorld(1, size, true).samples), creativeFeatures);
  try {
    runScript(join(projectRoot, 'bench', 'models', 'speed.py'), [folder]);
    return [...title, ...tableOf(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf(folder: string): string[] {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const timing = JSON.parse(read('timing.json')) as Timing;
  const { x, campaigns } = JSON.parse(read('rows.json')) as { x: number[][]; campaigns: string[] };
  const scorer = createScorer(parseModel(read('model.json')));
  const values = Float64Array.from(x.flat());
  const times: number[] = [];
  for (let run = 0; run < warmUps + runs; run++) {
    const began = performance.now();
    scorer.predict(values, campaigns);
    if (run >= warmUps) times.push(performance.now() - began);
  }
  const rates = scorer.predict(values, campaigns).map(({ ctr }) => ctr?.expected ?? Number.NaN);
  const furthest = Math.max(...rates.map((rate, at) => Math.abs(rate / timing.rates[at]! - 1)));
  const [here, one, two] = [times, timing.jobs_1, timing.jobs_2].map((each) => Math.min(...each)) as [
    number,
    number,
    number,
  ];
  return [
    `${x.length} creatives, ${timing.trees} trees of ${timing.nodes} nodes in all, the quickest of ${runs} runs. Here: trees, means, intervals, one prediction an`,
    `object; scikit-learn: the trees alone. Estimates differ by at most ${furthest.toExponential(0)}.`,
    '',
    '| here ms | scikit-learn, one job ms | ratio | two jobs ms | ratio | target |',
    '|---|---|---|---|---|---|',
    `| ${here.toFixed(0)} | ${one.toFixed(0)} | ${(here / one).toFixed(2)} × | ${two.toFixed(0)} | ${(here / two).toFixed(2)} × | ≤ 1 × |`,
  ];
}
