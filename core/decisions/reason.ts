/** One sentence a marketer can act on, with figures and units. */
import type { Assessment, DecisionSettings } from './assessment.ts';
import { mean } from './beta.ts';
import type { Ground } from './verdict.ts';

export interface ReasonContext {
  settings: DecisionSettings;
}

/** The sentence for an assessment that was decided on this ground. */
export function reasonFor(ground: Ground, assessment: Assessment, context: ReasonContext): string {
  return sentences[ground](assessment, context);
}

const sentences: Record<Ground, (assessment: Assessment, context: ReasonContext) => string> = {
  'whole-campaign': () => 'Keep: this is a whole campaign, whose single creatives are not in the data.',
  alone: () => 'Keep: it is the only active creative of its campaign, so there is nothing to compare it with.',
  'siblings-without-figures': ({ activeSiblings }) =>
    `Keep: ${activeSiblings === 1 ? 'its one active sibling has' : `its ${activeSiblings} active siblings have`} no mature figures yet, so there is nothing to compare it with.`,
  immature: ({ evidence: { matureAfterDays } }) =>
    `Needs mature days before a decision: a day counts once its figures are ${matureAfterDays === null ? 'old enough' : `${matureAfterDays} days old`} and agree with the platform's totals, and none of this creative's do.`,
  'kpi-unknown': (_, { settings }) =>
    `Keep: no ${settings.kpi} are recorded beside its impressions, so its rate is not known.`,
  'impossible-counts': ({ evidence: { counts } }, { settings }) =>
    `Keep: ${count(counts.successes)} ${settings.kpi} of ${count(counts.trials)} impressions cannot be a rate; check the figures.`,
  'scatter-unknown': (assessment, context) =>
    `Needs a second mature day before a decision: ${rates(assessment, context)}, but how much its days differ is not known yet.`,
  'cost-unknown': (assessment, context) =>
    `Keep: ${rates(assessment, context)}; ${certainty(assessment, context)}, but not every cost is known, nor what pausing would save.`,
  'small-waste': (assessment, context) =>
    `Keep: ${rates(assessment, context)}; ${certainty(assessment, context)}, but only about ${money(assessment.expectedWaste, assessment)} of the next ${context.settings.horizonDays} days is at stake, less than the ${money(context.settings.minimumWaste, assessment)} that a decision is worth.`,
  'not-dearer': (assessment, context) =>
    `Keep: ${rates(assessment, context)}, but ${prices(assessment, context)}, so pausing it would not save money.`,
  worse: (assessment, context) =>
    `Pause: ${rates(assessment, context)}; ${certainty(assessment, context)}; about ${money(assessment.expectedWaste, assessment)} of the next ${context.settings.horizonDays} days would be wasted.`,
  'needs-more': (assessment, context) =>
    `Needs about ${roundedUp(assessment.moreImpressions ?? 0)} more impressions${price(assessment)} before a decision: ${rates(assessment, context)}; so far ${certainty(assessment, context)}.`,
  'out-of-reach': (assessment, context) =>
    `Keep: ${rates(assessment, context)}; ${certainty(assessment, context)}, and no amount of data within reach would settle it.`,
  'not-worse': (assessment, context) => `Keep: ${rates(assessment, context)}; ${certainty(assessment, context)}.`,
  'last-active': (assessment, context) =>
    `Keep: ${rates(assessment, context)}; ${certainty(assessment, context)}, but it is the best active creative of its campaign, which always stays.`,
};

const rateNames = { clicks: 'CTR', conversions: 'conversions per impression', leads: 'leads per impression' } as const;

function rates({ evidence, siblings, siblingBelief }: Assessment, { settings }: ReasonContext): string {
  const observed = evidence.counts.successes / evidence.counts.trials;
  const of = siblings === 1 ? 'its one sibling' : `its ${siblings} siblings`;
  return `${percent(observed)} ${rateNames[settings.kpi]} against ${percent(mean(siblingBelief))} of ${of}`;
}

function certainty({ probabilityWorse }: Assessment, { settings }: ReasonContext): string {
  return `${sureness(probabilityWorse)} sure it is at least ${percent(settings.margin)} worse`;
}

function prices(assessment: Assessment, { settings: { kpi } }: ReasonContext): string {
  const { costPerResult, siblingCostPerResult } = assessment;
  if (siblingCostPerResult === Number.POSITIVE_INFINITY) return `they have no ${kpi} to show for their cost`;
  return `its ${kpi} cost ${money(costPerResult, assessment)} each against ${money(siblingCostPerResult, assessment)}`;
}

/** Rounded down, so that nothing short of the pause probability reads like it, and never "100 %". */
function sureness(probability: number): string {
  if (probability > 0.99) return 'more than 99 %';
  return probability < 0.01 ? 'less than 1 %' : `${Math.floor(probability * 100)} %`;
}

const price = (assessment: Assessment): string =>
  assessment.moreCost === null ? '' : ` (${money(assessment.moreCost, assessment)})`;

/** Two significant digits: more would claim what the data does not know. */
const percent = (share: number): string =>
  `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 })} %`;

function money(amount: number | null, { evidence }: Assessment): string {
  if (amount === null) return 'an unknown sum';
  const digits = Math.abs(amount) < 10 ? 2 : 0;
  return `${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${evidence.currency}`;
}

const count = (value: number): string => value.toLocaleString('en-US');

function roundedUp(value: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return count(Math.ceil(value / unit) * unit);
}
