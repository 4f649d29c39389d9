/** What users were promised about numbers, and the test that holds each promise: none may be renamed or removed unnoticed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const promises: readonly [promise: string, file: string, title: string][] = [
  [
    'four pulls a day report what one does',
    'core/stages/collector.slow',
    'gives the same values from four pulls a day as from one, with more revisions',
  ],
  [
    'four imports of the same days report what one does',
    'core/stages/data-processor.slow',
    'makes four pulls of the same days report the same as one',
  ],
  [
    'a restated day overwrites',
    'core/stages/collector.slow',
    'lets a restated day overwrite and keeps what was seen before',
  ],
  [
    'the old value of a restated day stays readable',
    'core/stages/data-processor.slow',
    'lets a restated day overwrite and keeps the old value readable',
  ],
  [
    '15,000 elements are split, never taken for the whole',
    'core/stages/collector.slow',
    'splits what the platform would cut',
  ],
  [
    'a daily quota leaves the cursor where it was',
    'core/stages/collector.slow',
    'leaves the cursor at a daily 429 and goes on the next day',
  ],
  [
    'a version sunset loses nothing',
    'core/stages/collector.slow',
    'loses nothing when the interface version is sunset: the failure names it, facts and cursor stay',
  ],
  ['one currency a ratio', 'core/stages/data-processor.slow', 'never adds two currencies'],
  ['one currency a decision', 'athena/creative-evidence', 'keeps currencies apart'],
  [
    'a deleted campaign keeps its spend',
    'core/stages/collector.slow',
    'keeps a deleted campaign’s spend, under its campaign',
  ],
  [
    'a weekly CTR is clicks over impressions',
    'core/process/aggregates/publish',
    'give a weekly CTR of sums beside the mean of the days',
  ],
  [
    'a ratio without a denominator is no number',
    'core/process/aggregates/publish',
    'give null, not zero and not Infinity, for a ratio without a denominator',
  ],
  [
    'what is missing from a whole pull becomes zero, on no doubtful word',
    'core/stages/collector.slow',
    'sets to zero what is missing from a whole pull, and nothing on the word of a doubtful one',
  ],
  [
    'a day in dispute is not decided on',
    'athena/creative-evidence',
    'leaves out a day that the platform’s own totals contradict, and an account that nothing is known of',
  ],
  [
    'a worse model is not promoted',
    'core/learn/registry/register',
    'rejects a model that is worse than the one in production, which goes on serving',
  ],
  [
    'rollback is one call, and the scorer then serves the old hash',
    'core/learn/registry/register',
    'promotes a better one, and one call rolls back: the scorer then serves the old hash',
  ],
  ['a failure throws', 'core/stages/collector.slow', 'does not take an empty answer for zero where there was spend'],
  ['no data is "no data"', 'cli/commands.slow', 'reads the example export as the README shows it'],
];

describe('a promise about numbers', () => {
  it.each(promises)('%s', (_, file, title) => {
    const text = readFileSync(fileURLToPath(new URL(`./${file}.test.ts`, import.meta.url)), 'utf8');
    expect(text).toContain(title);
  });
});
