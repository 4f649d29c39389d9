/** What a query's row says of an ad as features: training and serving read it in one way, so that neither skews the other. */
import { z } from 'zod';
import { daysBetween } from '../../domain/calendar.ts';
import { count, day, optionalText } from '../../sql/columns.ts';
import { featureRow } from './feature-row.ts';

/** Columns of `creative_training` and of `creative_serving` alike. */
export const featureColumns = {
  first_day: day,
  impressions_before: count,
  headline: optionalText,
  introductory_text: optionalText,
  description: optionalText,
  call_to_action: optionalText,
  format: optionalText,
  objective: optionalText,
  targeting: optionalText,
};
const rowOfFeatures = z.object(featureColumns);

/** In the order of `creativeFeatures`, as of a day. */
export const featuresOn = (asOf: string, row: z.infer<typeof rowOfFeatures>): number[] =>
  featureRow(
    {
      headline: row.headline,
      introduction: row.introductory_text,
      description: row.description,
      callToAction: row.call_to_action,
      format: row.format,
      objective: row.objective,
      targeting: row.targeting,
      day: asOf,
    },
    { ageDays: daysBetween(row.first_day, asOf), impressionsBefore: row.impressions_before },
  );
