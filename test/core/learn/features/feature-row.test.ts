import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creativeFeatures,
  featureRow,
  type LaunchFacts,
  launchFeatures,
  runFeatures,
} from '../../../../core/learn/features/feature-row.ts';

const blank: LaunchFacts = {
  headline: null,
  introduction: null,
  description: null,
  callToAction: null,
  format: null,
  objective: null,
  targeting: null,
  day: '2026-01-01',
};

/** Features that are not 0, by name. */
const told = (
  facts: Partial<LaunchFacts>,
  run?: { ageDays: number; impressionsBefore: number },
): Record<string, number> => {
  const row = featureRow({ ...blank, ...facts }, run);
  return Object.fromEntries(creativeFeatures.flatMap((name, at) => (row[at] === 0 ? [] : [[name, row[at]!]])));
};

describe('the features of a creative', () => {
  it('have a name each, and those known before launch stand first', () => {
    expect(new Set(creativeFeatures).size).toBe(creativeFeatures.length);
    expect(creativeFeatures).toEqual([...launchFeatures, ...runFeatures]);
    expect(featureRow(blank)).toHaveLength(creativeFeatures.length);
    expect(launchFeatures).not.toContain('age_days');
  });

  it('are zero for an ad of which nothing is known, but the season', () => {
    expect(told({})).toEqual({ season_cosine: 1 });
  });

  it('say what an ad says', () => {
    expect(
      told({
        headline: 'Cut 14% of freight costs NOW',
        introduction: 'Is your data free? 380 shippers trust us! 🚚 Only 3 seats left.',
        description: 'A new, proven report',
        callToAction: 'DOWNLOAD',
        format: 'SINGLE_VIDEO',
        objective: 'LEAD_GENERATION',
        targeting: '{"include":{"locations":["us","ca"],"titles":["1"]},"exclude":{"companies":["2","3","4"]}}',
      }),
    ).toEqual({
      has_text: 1,
      headline_words: 6,
      headline_characters: 28,
      headline_sentences: 1,
      headline_numbers: 1,
      headline_percent: 1,
      headline_capital_share: 4 / 20,
      headline_all_caps_word: 1,
      introduction_words: 12,
      introduction_characters: 62,
      introduction_sentences: 3,
      introduction_numbers: 2,
      introduction_questions: 1,
      introduction_exclamations: 1,
      introduction_emoji: 1,
      introduction_capital_share: 2 / 42,
      description_words: 4,
      description_characters: 20,
      mentions_free: 1,
      mentions_new: 1,
      mentions_now: 1,
      mentions_proven: 1,
      mentions_data: 1,
      urgency: 1,
      social_proof: 1,
      action_download: 1,
      format_single_video: 1,
      objective_lead_generation: 1,
      targeting_known: 1,
      targeting_facets: 2,
      targeting_values: Math.log(4),
      targeting_locations: Math.log(3),
      targeting_exclusions: Math.log(4),
      season_cosine: 1,
    });
  });

  it('say how long an ad has run, which is 0 for one that has not', () => {
    expect(told({}, { ageDays: 14, impressionsBefore: 999 })).toEqual({
      season_cosine: 1,
      age_days: 14,
      log_impressions_before: Math.log(1000),
    });
    expect(told({}, { ageDays: -1, impressionsBefore: 0 })).toEqual({ season_cosine: 1 });
  });

  it('place the end of a year beside its beginning', () => {
    const { season_sine, season_cosine } = told({ day: '2026-12-31' });
    expect(season_sine).toBeCloseTo(-0.0215, 3);
    expect(season_cosine).toBeCloseTo(1, 3);
    expect(told({ day: '2026-07-02' }).season_cosine).toBeCloseTo(-1, 3);
  });

  it('are finite and the same each time, whatever an ad says', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }));
    const facts = fc.record({
      headline: text,
      introduction: text,
      description: text,
      callToAction: text,
      format: text,
      objective: text,
      targeting: fc.oneof(text, fc.json()),
      day: fc
        .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
    });
    fc.assert(
      fc.property(facts, fc.nat(), fc.nat(), (launch, ageDays, impressionsBefore) => {
        const row = featureRow(launch, { ageDays, impressionsBefore });
        expect(row).toHaveLength(creativeFeatures.length);
        expect(row.every(Number.isFinite)).toBe(true);
        expect(featureRow(launch, { ageDays, impressionsBefore })).toEqual(row);
      }),
    );
  });
});
