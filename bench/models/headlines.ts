/** (b) Upworthy's headline tests: which of two headlines under one image was clicked more. */
import { creativeFeatures, featureRow } from '../../core/learn/features/feature-row.ts';
import { createScorer } from '../../core/learn/models/predict.ts';
import type { CreativeSample } from '../../core/learn/training/creative-samples.ts';
import { stableShare } from '../../core/learn/training/stable-share.ts';
import { foldOf, sharedRows, withoutData } from './shared-data.ts';
import { canTrain, plainSample, trainScorer, withoutPython } from './train.ts';

const path = 'text/upworthy_headline_tests_open.csv';
const folds = 5;
/** Two rates differ for sure: 95% on both sides. */
const significantDeviations = 1.96;
/** What the longer of two headlines wins, and from where on a result is too good for texts alone. */
const floor = 0.565;
const suspicious = 0.75;

interface Headline {
  test: string;
  text: string;
  impressions: number;
  clicks: number;
  sample: CreativeSample;
}

type Pair = readonly [Headline, Headline];

export function headlines(smoke: boolean): string[] {
  const title = ['### (b) Headlines', ''];
  const all = readHeadlines();
  if (!all) return [...title, withoutData(path)];
  if (!canTrain) return [...title, withoutPython];
  const scored = new Map<Headline, number>();
  for (let fold = 0; fold < (smoke ? 1 : folds); fold++) scoreFold(all, fold, scored);
  const pairs = significantPairs([...scored.keys()]);
  const model = accuracy(pairs, (headline) => scored.get(headline) ?? 0);
  const longer = accuracy(pairs, ({ text }) => text.length);
  const verdict =
    model > suspicious
      ? `Above ${suspicious}: suspect that the answer leaked into the question.`
      : `An honest model of texts lands between 0.55 and 0.65; the longer headline wins ${floor} in the whole set.`;
  const spread = 1.96 * Math.sqrt((model * (1 - model)) / Math.max(1, pairs.length));
  return [
    ...title,
    `Of two headlines of one test under one image whose click rates differ significantly, the better one is named; ${folds} folds by test. ${verdict}`,
    '',
    '| pairs | tests | longer headline | model |',
    '|---|---|---|---|',
    `| ${pairs.length} | ${new Set(pairs.map(([{ test }]) => test)).size} | ${longer.toFixed(3)} | ${model.toFixed(3)} ± ${spread.toFixed(3)} |`,
  ];
}

/** Only what differs between headlines; the rest of the features is of no use here. */
const usedFeatures = creativeFeatures.filter((name) => /^(headline|mentions|urgency|social)/.test(name));

function readHeadlines(): Headline[] | undefined {
  return sharedRows(path)?.map((row, at) => {
    const test = row.clickability_test_id ?? '';
    const counts = { impressions: Number(row.impressions), clicks: Number(row.clicks) };
    // the rate's level is the test's and its image's, as an ad's is its campaign's
    const sample = plainSample(`row ${at}`, `${test} ${row.eyecatcher_id}`, counts, featuresOf(row.headline ?? ''));
    return { test, text: row.headline ?? '', ...counts, sample };
  });
}

function featuresOf(headline: string): number[] {
  const blank = { introduction: null, description: null, callToAction: null, format: null, objective: null };
  const row = featureRow({ ...blank, headline, targeting: null, day: '2014-01-01' });
  return usedFeatures.map((name) => row[creativeFeatures.indexOf(name)] ?? 0);
}

/** Tests of the fold are unseen; a fifth of the others chooses the model. */
function scoreFold(all: readonly Headline[], fold: number, scored: Map<Headline, number>): void {
  const isUnseen = ({ test }: Headline): boolean => foldOf(stableShare(test), folds) === fold;
  const chooses = ({ test }: Headline): boolean => stableShare(`choose ${test}`) < 0.2;
  const known = all.filter((headline) => !isUnseen(headline));
  const samples = (headlines: readonly Headline[]) => headlines.map(({ sample }) => sample);
  const fit = { train: samples(known.filter((each) => !chooses(each))), validation: samples(known.filter(chooses)) };
  const scorer = createScorer(trainScorer(fit, usedFeatures));
  const unseen = all.filter(isUnseen);
  const predictions = scorer.predict(unseen.map(({ sample }) => sample.features));
  for (const [at, headline] of unseen.entries()) scored.set(headline, predictions[at]?.ctr?.expected ?? 0);
}

function significantPairs(headlines: readonly Headline[]): Pair[] {
  const groups = new Map<string, Headline[]>();
  for (const headline of headlines) {
    const { campaign } = headline.sample;
    groups.set(campaign, [...(groups.get(campaign) ?? []), headline]);
  }
  return [...groups.values()].flatMap((group) =>
    group.flatMap((one, at) =>
      group
        .slice(at + 1)
        .filter((other) => one.text !== other.text && Math.abs(deviations(one, other)) > significantDeviations)
        .map((other) => [one, other] as const),
    ),
  );
}

/** By how many standard errors the rates differ (two proportions, pooled). */
function deviations(one: Headline, other: Headline): number {
  const pooled = (one.clicks + other.clicks) / (one.impressions + other.impressions);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / one.impressions + 1 / other.impressions));
  return error > 0 ? (one.clicks / one.impressions - other.clicks / other.impressions) / error : 0;
}

/** Share of the pairs in which the score is higher where the rate is; a draw is half right. */
function accuracy(pairs: readonly Pair[], score: (headline: Headline) => number): number {
  const right = pairs.map(([one, other]) => {
    const difference = score(one) - score(other);
    return difference === 0 ? 0.5 : Number(difference > 0 === deviations(one, other) > 0);
  });
  return right.reduce((sum, each) => sum + each, 0) / Math.max(1, pairs.length);
}
