/** Of an ad that serves: one sentence a marketer can act on, with figures and units, and what would change it. */

import { formatNumber, percent, plural } from '../../domain/language.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { type Beta, mean } from '../../statistics/beta.ts';
import type { Assessment } from '../posteriors/assessment.ts';
import { kpiWords } from './kpi-words.ts';
import { type AdReasonCode, whatWouldChange } from './reason-codes.ts';
import { moreImpressions, nextDays, otherAds, roughMoney, sureness } from './wording.ts';

export interface ReasonContext {
  settings: DecisionSettings;
  currency: string;
}

type Sentence = (assessment: Assessment, context: ReasonContext) => string;

/** The sentence for an assessment that was decided for this reason. */
export const reasonFor = (code: AdReasonCode, assessment: Assessment, context: ReasonContext): string =>
  sentences[code](assessment, context);

const sentences: Record<AdReasonCode, Sentence> = {
  'whole-campaign': () => 'Keep: these figures are of a whole campaign; its individual ads are not in the data.',
  alone: () => "Keep: it is the campaign's only active ad, so there is nothing to compare it with.",
  'price-only': ({ of }) =>
    `Keep: ${of.note === null ? '' : 'video views are not in the data, and '}the cost per thousand impressions depends on what the campaign pays, not on its ads.`,
  'others-without-figures': ({ servingSiblings }) =>
    `Keep: the campaign's other active ${plural(servingSiblings, 'ad has', `ads (${formatNumber(servingSiblings)}) have`)} no mature figures yet, so there is nothing to compare it with.`,
  immature: () =>
    "Needs mature days before a decision: a day counts once its figures have settled and match the platform's totals. None of this ad's days do yet.",
  'kpi-unknown': (assessment) =>
    `Keep: its impressions have no figures for ${results(assessment)}, so its rate is not known.`,
  'impossible-counts': (assessment) =>
    `Keep: its figures do not add up (${results(assessment)}: ${formatNumber(assessment.evidence.results ?? 0)}, impressions: ${formatNumber(assessment.evidence.impressions)}). Check them.`,
  'dispersion-unknown': (assessment) =>
    `Needs a second mature day before a decision: ${rates(assessment)}, but how much its days vary is not known yet.`,
  'cost-unknown': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, but part of the cost is missing, so what a pause would save is not known.`,
  'small-waste': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, but only about ${waste(assessment, context)} is at stake over ${horizon(context)}, less than the ${roughMoney(context.settings.minimumWaste, context.currency)} that a decision is worth.`,
  'not-more-expensive': (assessment, context) =>
    `Keep: ${rates(assessment)}, but ${prices(assessment, context)}, so pausing it would not save money.`,
  worse: (assessment, context) =>
    `Pause: ${rates(assessment)}; ${certainty(assessment, context)}; about ${waste(assessment, context)} would be wasted over ${horizon(context)}.`,
  'needs-more': (assessment, context) =>
    `Needs about ${moreImpressions(assessment.moreImpressions ?? 0)}${price(assessment, context)} before a decision: ${rates(assessment)}; so far ${certainty(assessment, context)}.`,
  'out-of-reach': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, and no realistic amount of data would settle it.`,
  'not-worse': (assessment, context) =>
    `Keep: ${rates(assessment)}; the probability that it is at least ${percent(context.settings.margin)} worse is ${sureness(assessment.probabilityWorse)}.`,
  'last-active': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, but it is the campaign's best active ad, which is never paused.`,
};

const results = ({ of }: Assessment): string => kpiWords[of.kpi].results;

const rates = ({ of, posterior, siblings, siblingPosterior }: Assessment): string =>
  `${expected(posterior)} ${kpiWords[of.kpi].rate} against ${expected(siblingPosterior)} for ${otherAds(siblings)}`;

const expected = (posterior: Beta | null): string => (posterior === null ? 'no' : percent(mean(posterior)));

const certainty = ({ probabilityWorse }: Assessment, { settings }: ReasonContext): string =>
  `${sureness(probabilityWorse)} sure it is at least ${percent(settings.margin)} worse`;

const waste = ({ expectedWaste }: Assessment, { currency }: ReasonContext): string =>
  roughMoney(expectedWaste, currency);

const horizon = ({ settings }: ReasonContext): string => nextDays(settings.horizonDays);

function prices(assessment: Assessment, { currency }: ReasonContext): string {
  const { costPerResult, siblingCostPerResult } = assessment;
  return `its ${results(assessment)} cost ${roughMoney(costPerResult, currency)} each against ${roughMoney(siblingCostPerResult, currency)}`;
}

const price = (assessment: Assessment, { currency }: ReasonContext): string =>
  assessment.moreCost === null ? '' : ` (${roughMoney(assessment.moreCost, currency)})`;

/** One sentence: what would make it another decision. */
export function wouldChangeItFor(
  code: AdReasonCode,
  assessment: Assessment,
  { settings }: ReasonContext,
): string | null {
  const { of, posterior, siblings, siblingPosterior } = assessment;
  const { rate } = kpiWords[of.kpi];
  if (code === 'worse' && posterior !== null) {
    const level = percent(mean(posterior) / (1 + settings.margin));
    return `It would be resumed if ${otherAds(siblings)} ${plural(siblings, 'falls', 'fall')} below ${level} ${rate}, as creative fatigue may cause.`;
  }
  if (code === 'needs-more' && siblingPosterior !== null) {
    const level = percent((1 - settings.margin) * mean(siblingPosterior));
    return `More data will settle it: it is paused if it stays below ${level} ${rate}, and kept otherwise.`;
  }
  return whatWouldChange(code);
}
