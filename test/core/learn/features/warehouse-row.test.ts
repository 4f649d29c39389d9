import { describe, expect, it } from 'vitest';
import { creativeFeatures } from '../../../../core/learn/features/feature-row.ts';
import { readServingRows } from '../../../../core/learn/predictions/serving-rows.ts';
import { readCreativeSample } from '../../../../core/learn/training/creative-samples.ts';
import type { StageDeps } from '../../../../core/ports/stage-deps.ts';
import { adsConfig } from '../../../../core/settings/config.ts';
import { creativeTrainingRow } from '../../../support/training-rows.ts';

const trained = creativeTrainingRow(1, {
  introductory_text: 'Trusted by 380 shippers.',
  description: 'A new report',
  targeting: '{"include":{"locations":["us","ca"]}}',
});

/** The same ad on the same day, as the query for serving has it. */
const served = { ...trained, for_day: trained.from_day };

describe('the features of a row of the warehouse', () => {
  it('are the same in training and in serving', async () => {
    const warehouse = { rows: async () => [served] } as unknown as StageDeps['warehouse'];
    const [serving] = await readServingRows({ warehouse, config: adsConfig.parse(undefined) });
    const training = readCreativeSample(trained, 'clicks');
    expect(serving?.features).toEqual(training?.features);
    const told = Object.fromEntries(creativeFeatures.map((name, at) => [name, serving?.features[at]]));
    expect(told).toMatchObject({
      headline_words: 5,
      introduction_words: 4,
      description_words: 3,
      action_download: 1,
      format_carousel: 1,
      objective_website_visit: 1,
      targeting_locations: Math.log1p(2),
      age_days: 50,
      log_impressions_before: Math.log1p(5000),
    });
  });
});
