/**
 * The creative scorer's features: made here and nowhere else, for training and for serving. What is known before an ad runs
 * stands first; what only its run tells comes after, and is 0 for an ad that has not begun.
 */
import { daysBetween } from '../../domain/calendar.ts';
import { callsToAction, formats, objectives, oneHot } from './choices.ts';
import { hasSocialProof, isUrgent, mentionedWords, mentionsIn } from './mentions.ts';
import { targetingBreadth, targetingMeasures } from './targeting-breadth.ts';
import { measureText, textMeasures } from './text-measures.ts';

/** What is known before launch. Null is not known, or not there. */
export interface LaunchFacts {
  headline: string | null;
  introduction: string | null;
  description: string | null;
  callToAction: string | null;
  format: string | null;
  objective: string | null;
  /** JSON, as the warehouse keeps it. */
  targeting: string | null;
  /** The day that the estimate is for, `YYYY-MM-DD`; the first day for an ad to come. */
  day: string;
}

/** What its run has told by that day. */
export interface DeliveryFacts {
  /** Since its first day with impressions. */
  ageDays: number;
  /** Impressions it has had before that day. */
  impressionsBefore: number;
}

const parts = ['headline', 'introduction'] as const;

export const launchFeatures: readonly string[] = [
  'has_text',
  ...parts.flatMap((part) => textMeasures.map((measure) => `${part}_${measure}`)),
  'description_words',
  'description_characters',
  ...mentionedWords.map((word) => `mentions_${word}`),
  'urgency',
  'social_proof',
  ...callsToAction.map((name) => `action_${name}`),
  ...formats.map((name) => `format_${name}`),
  ...objectives.map((name) => `objective_${name}`),
  ...targetingMeasures,
  'season_sine',
  'season_cosine',
];

export const runFeatures: readonly string[] = ['age_days', 'log_impressions_before'];

/** Names of a row's numbers, in order. */
export const creativeFeatures: readonly string[] = [...launchFeatures, ...runFeatures];

const notBegun: DeliveryFacts = { ageDays: 0, impressionsBefore: 0 };

/** One row in the order of `creativeFeatures`; every number is finite. */
export const featureRow = (launch: LaunchFacts, run: DeliveryFacts = notBegun): number[] => [
  ...launchRow(launch),
  Math.max(0, run.ageDays),
  Math.log1p(Math.max(0, run.impressionsBefore)),
];

function launchRow(facts: LaunchFacts): number[] {
  const texts = [facts.headline, facts.introduction, facts.description];
  const description = measureText(facts.description);
  return [
    texts.some((text) => (text ?? '').trim() !== '') ? 1 : 0,
    ...parts.flatMap((part) => {
      const measured = measureText(facts[part]);
      return textMeasures.map((measure) => measured[measure]);
    }),
    description.words,
    description.characters,
    ...mentionsIn(texts),
    isUrgent(texts),
    hasSocialProof(texts),
    ...oneHot(callsToAction, facts.callToAction),
    ...oneHot(formats, facts.format),
    ...oneHot(objectives, facts.objective),
    ...targetingBreadth(facts.targeting),
    ...season(facts.day),
  ];
}

const meanDaysOfYear = 365.25;

/** The place of a day in the year, on a circle: late December lies beside early January. */
function season(day: string): [number, number] {
  const passed = daysBetween(`${day.slice(0, 4)}-01-01`, day);
  const angle = (2 * Math.PI * passed) / meanDaysOfYear;
  return [Math.sin(angle), Math.cos(angle)];
}
