/** Of a serving creative: one sentence a marketer can act on, with figures and units, and what would change it. */

import type { DecisionSettings } from '../../settings/decisions.ts';
import { type Beta, mean } from '../../statistics/beta.ts';
import type { Assessment } from '../posteriors/assessment.ts';
import { kpiWords } from './kpi-words.ts';
import type { ReasonCode } from './verdict.ts';
import { count, money, percent, roundedUp, sureness } from './wording.ts';

export interface ReasonContext {
  settings: DecisionSettings;
  currency: string;
}

type Sentence = (assessment: Assessment, context: ReasonContext) => string;

/** The sentence for an assessment that was decided on this reasonCode. */
export const reasonFor = (reasonCode: ReasonCode, assessment: Assessment, context: ReasonContext): string =>
  sentences[reasonCode](assessment, context);

const sentences: Record<ReasonCode, Sentence> = {
  'whole-campaign': () => 'Keep: this is a whole campaign, whose single creatives are not in the data.',
  alone: () => 'Keep: it is the only active creative of its campaign, so there is nothing to compare it with.',
  'price-only': ({ of }) =>
    `Keep: ${of.note === null ? '' : 'video views are not in the data, and '}cost per thousand impressions is a matter of the campaign's price, not of its creatives.`,
  'siblings-without-figures': ({ servingSiblings }) =>
    `Keep: ${servingSiblings === 1 ? 'its one active sibling has' : `its ${servingSiblings} active siblings have`} no mature figures yet, so there is nothing to compare it with.`,
  immature: () =>
    "Needs mature days before a decision: a day counts once its figures have settled and agree with the platform's totals, and none of this creative's do.",
  'kpi-unknown': (assessment) =>
    `Keep: no ${results(assessment)} are recorded beside its impressions, so its rate is not known.`,
  'impossible-counts': (assessment) =>
    `Keep: ${count(assessment.evidence.results ?? 0)} ${results(assessment)} of ${count(assessment.evidence.impressions)} impressions cannot be a rate; check the figures.`,
  'dispersion-unknown': (assessment) =>
    `Needs a second mature day before a decision: ${rates(assessment)}, but how much its days differ is not known yet.`,
  'cost-unknown': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, but not every cost is known, nor what pausing would save.`,
  'small-waste': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, but only about ${money(assessment.expectedWaste, context.currency)} of the next ${context.settings.horizonDays} days is at stake, less than the ${money(context.settings.minimumWaste, context.currency)} that a decision is worth.`,
  'not-more-expensive': (assessment, context) =>
    `Keep: ${rates(assessment)}, but ${prices(assessment, context)}, so pausing it would not save money.`,
  worse: (assessment, context) =>
    `Pause: ${rates(assessment)}; ${certainty(assessment, context)}; about ${money(assessment.expectedWaste, context.currency)} of the next ${context.settings.horizonDays} days would be wasted.`,
  'needs-more': (assessment, context) =>
    `Needs about ${roundedUp(assessment.moreImpressions ?? 0)} more impressions${price(assessment, context)} before a decision: ${rates(assessment)}; so far ${certainty(assessment, context)}.`,
  'out-of-reach': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, and no amount of data within reach would settle it.`,
  'not-worse': (assessment, context) => `Keep: ${rates(assessment)}; ${certainty(assessment, context)}.`,
  'last-active': (assessment, context) =>
    `Keep: ${rates(assessment)}; ${certainty(assessment, context)}, but it is the best active creative of its campaign, which always stays.`,
};

const results = ({ of }: Assessment): string => kpiWords[of.kpi].results;

function rates({ of, posterior, siblings, siblingPosterior }: Assessment): string {
  const others = siblings === 1 ? 'its one sibling' : `its ${siblings} siblings`;
  return `${expected(posterior)} ${kpiWords[of.kpi].rate} against ${expected(siblingPosterior)} of ${others}`;
}

const expected = (posterior: Beta | null): string => (posterior === null ? 'no' : percent(mean(posterior)));

function certainty({ probabilityWorse }: Assessment, { settings }: ReasonContext): string {
  return `${sureness(probabilityWorse)} sure it is at least ${percent(settings.margin)} worse`;
}

function prices(assessment: Assessment, { currency }: ReasonContext): string {
  const { costPerResult, siblingCostPerResult } = assessment;
  return `its ${results(assessment)} cost ${money(costPerResult, currency)} each against ${money(siblingCostPerResult, currency)}`;
}

const price = (assessment: Assessment, { currency }: ReasonContext): string =>
  assessment.moreCost === null ? '' : ` (${money(assessment.moreCost, currency)})`;

/** One sentence: what would make it another decision. */
export function wouldChangeItFor(reasonCode: ReasonCode, assessment: Assessment, { settings }: ReasonContext): string {
  const { posterior, siblingPosterior } = assessment;
  if (reasonCode === 'worse' && posterior !== null && siblingPosterior !== null) {
    return `It runs again if its siblings fall below ${percent(mean(posterior) / (1 + settings.margin))}, as ads do that wear.`;
  }
  if (reasonCode === 'needs-more') {
    return `With the figures to come it is settled: paused if it keeps its rate below ${percent((1 - settings.margin) * mean(siblingPosterior!))}, left alone if not.`;
  }
  return wouldChange[reasonCode] ?? 'New mature days with a clearly lower rate than its siblings would.';
}

const wouldChange: Partial<Record<ReasonCode, string>> = {
  'whole-campaign': 'Figures of its single creatives would.',
  alone: 'A second active creative to compare it with would.',
  'price-only': 'Another objective, or a KPI that people act on, would.',
  'siblings-without-figures': 'Mature days of its siblings would.',
  immature: 'Mature, reconciled days would.',
  'kpi-unknown': 'Figures of the KPI would.',
  'impossible-counts': 'Corrected figures would.',
  'dispersion-unknown': 'A second mature day would.',
  'cost-unknown': 'Its cost would.',
  'small-waste': 'More spend on it would.',
  'not-more-expensive': 'Dearer impressions would.',
  'last-active': 'A better active sibling would.',
};
