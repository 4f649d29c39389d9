/** What a query's row says of an ad as features: training and serving read it in one way, so that neither skews the other. */
import { z } from 'zod';
import { isoDate, warehouseNumber } from '../../contracts/values.ts';
import { daysBetween } from '../../domain/calendar.ts';
import { featureRow } from './feature-row.ts';

const text = z.string().nullable();

/** Columns of `creative_training` and of `creative_serving` alike. */
export const featureColumns = {
  first_day: isoDate,
  impressions_before: warehouseNumber,
  headline: text,
  introductory_text: text,
  description: text,
  call_to_action: text,
  format: text,
  objective: text,
  targeting: text,
};
const rowOfFeatures = z.object(featureColumns);

/** In the order of `creativeFeatures`, as of `day`. */
export const featuresOn = (day: string, row: z.infer<typeof rowOfFeatures>): number[] =>
  featureRow(
    {
      headline: row.headline,
      introduction: row.introductory_text,
      description: row.description,
      callToAction: row.call_to_action,
      format: row.format,
      objective: row.objective,
      targeting: row.targeting,
      day,
    },
    { ageDays: daysBetween(row.first_day, day), impressionsBefore: row.impressions_before },
  );
