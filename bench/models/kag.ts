/** (c) A real set of Facebook ads: the click rate of an ad that has not run, from what is known of it before. */

import { createScorer } from '../../core/learn/models/predict.ts';
import type { CreativeSample } from '../../core/learn/training/creative-samples.ts';
import { stableShare } from '../../core/learn/training/stable-share.ts';
import { bootstrapLift } from '../../core/statistics/bootstrap.ts';
import { foldOf, sharedRows, withoutData } from './shared-data.ts';
import { canTrain, plainSample, trainScorer, withoutPython } from './train.ts';

const path = 'ads/kag_conversion_open.csv';
const folds = 5;
const ages = ['30-34', '35-39', '40-44', '45-49'];
/** Known before an ad runs. Impressions, clicks and spend are not. */
const features = [...ages.map((age) => `age_${age}`), 'age', 'gender', 'interest'];

interface Ad {
  fold: number;
  cell: string;
  sample: CreativeSample;
}

type Rates = ReadonlyMap<Ad, number>;

export function kag(smoke: boolean): string[] {
  const title = ['### (c) Ads before they ran', ''];
  const ads = readAds();
  if (!ads) return [...title, withoutData(path)];
  if (!canTrain) return [...title, withoutPython];
  const judged = ads.filter(({ fold }) => fold < (smoke ? 1 : folds));
  const rates = {
    'one rate for all': estimated(ads, judged, oneRate),
    'shrunk campaign × age × gender': estimated(ads, judged, shrunkCells),
    model: estimated(ads, judged, modelRates),
  };
  const ours = losses(judged, rates.model);
  const clusters = judged.map(({ sample }) => sample.creative);
  const rows = Object.entries(rates).map(([name, found]) => {
    const theirs = losses(judged, found);
    const { lift, low, high } = bootstrapLift(excess(judged, ours), excess(judged, theirs), clusters);
    const saved = name === 'model' ? '–' : `${percent(lift)} (${percent(low)} to ${percent(high)})`;
    return `| ${name} | ${((1000 * sum(theirs)) / sum(judged.map(({ sample }) => sample.impressions))).toFixed(4)} | ${saved} |`;
  });
  return [
    ...title,
    `Click rates of ${judged.length} ads from what is known before they run (campaign, age, gender, interest), ${folds} folds by ad. Loss in nats per`,
    "1,000 impressions. Saved: the part of the loss in excess of that of the ads' true rates (taken to be the observed ones), 80% interval.",
    '',
    '| rate | log loss | saved by the model |',
    '|---|---|---|',
    ...rows,
  ];
}

function readAds(): Ad[] | undefined {
  return sharedRows(path)?.map((row) => {
    const { ad_id = '', xyz_campaign_id = '', age = '', gender = '' } = row;
    const counts = { impressions: Number(row.Impressions), clicks: Number(row.Clicks) };
    const place = ages.indexOf(age);
    const values = [...ages.map((_, at) => Number(at === place)), place, Number(gender === 'F'), Number(row.interest)];
    return {
      fold: foldOf(stableShare(ad_id), folds),
      cell: `${xyz_campaign_id} ${age} ${gender}`,
      sample: plainSample(ad_id, xyz_campaign_id, counts, values),
    };
  });
}

/** Each ad's rate by what is known of the other folds. */
function estimated(ads: readonly Ad[], judged: readonly Ad[], of: (known: Ad[], unseen: Ad[]) => number[]): Rates {
  const found = new Map<Ad, number>();
  for (let fold = 0; fold < folds; fold++) {
    const unseen = judged.filter((ad) => ad.fold === fold);
    if (unseen.length === 0) continue;
    const rates = of(
      ads.filter((ad) => ad.fold !== fold),
      unseen,
    );
    for (const [at, ad] of unseen.entries()) found.set(ad, rates[at]!);
  }
  return found;
}

const oneRate = (known: Ad[], unseen: Ad[]): number[] => unseen.map(() => rateOf(known));

/** A cell's rate counts beside so many impressions of its campaign's; chosen among a few on the known ads. */
function shrunkCells(known: Ad[], unseen: Ad[]): number[] {
  const strengths = [1e3, 1e4, 1e5, 1e6];
  const half = (of: number) => known.filter(({ sample }) => foldOf(stableShare(`half ${sample.creative}`), 2) === of);
  const [one, other] = [half(0), half(1)];
  const lossOf = (strength: number): number =>
    sum(losses(other, new Map(cellRates(one, other, strength).map((rate, at) => [other[at]!, rate]))));
  const best = strengths.toSorted((a, b) => lossOf(a) - lossOf(b))[0]!;
  return cellRates(known, unseen, best);
}

function cellRates(known: Ad[], unseen: Ad[], strength: number): number[] {
  return unseen.map((ad) => {
    const campaign = rateOf(known.filter(({ sample }) => sample.campaign === ad.sample.campaign));
    const cell = known.filter((other) => other.cell === ad.cell);
    const clicks = sum(cell.map(({ sample }) => sample.clicks));
    const impressions = sum(cell.map(({ sample }) => sample.impressions));
    return (clicks + strength * campaign) / (impressions + strength);
  });
}

function rateOf(ads: readonly Ad[]): number {
  const clicks = sum(ads.map(({ sample }) => sample.clicks));
  return (clicks + 0.5) / (sum(ads.map(({ sample }) => sample.impressions)) + 2000);
}

function modelRates(known: Ad[], unseen: Ad[]): number[] {
  const chooses = ({ sample }: Ad): boolean => stableShare(`choose ${sample.creative}`) < 0.25;
  const samples = (ads: readonly Ad[]) => ads.map(({ sample }) => sample);
  const fit = { train: samples(known.filter((ad) => !chooses(ad))), validation: samples(known.filter(chooses)) };
  const scorer = createScorer(trainScorer(fit, features));
  const predictions = scorer.predict(
    unseen.map(({ sample }) => sample.features),
    unseen.map(({ sample }) => sample.campaign),
  );
  return predictions.map(({ ctr }) => ctr?.expected ?? Number.NaN);
}

const losses = (ads: readonly Ad[], rates: Rates): number[] =>
  ads.map((ad) => logLoss(ad.sample, rates.get(ad) ?? Number.NaN));

/** Beyond what even an ad's own observed rate loses. */
const excess = (ads: readonly Ad[], found: readonly number[]): Float64Array =>
  Float64Array.from(ads, ({ sample }, at) => found[at]! - logLoss(sample, sample.clicks / sample.impressions));

/** Of an ad's impressions, in nats. */
function logLoss({ clicks, impressions }: CreativeSample, rate: number): number {
  const yes = clicks > 0 ? clicks * Math.log(rate) : 0;
  const no = impressions > clicks ? (impressions - clicks) * Math.log1p(-rate) : 0;
  return -(yes + no);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)}%`);
