import { describe, expect, it } from 'vitest';
import { statementsFor } from '../../../../core/process/merging/statements.ts';

const none = { raw_import_rows: [], raw_analytics: [], raw_entities: [] };
const namesOf = (files: readonly string[]) => files.map((file) => file.replace('merges/', ''));

describe('the statements of a merge', () => {
  it('hold a pull against the totals and the facts, and end with the watermark', () => {
    expect(namesOf(statementsFor({ objects: { ...none, raw_analytics: ['one'] } }))).toEqual([
      'account_reconciliation',
      'reconciliation_gap',
      'missing_observation',
      'account_observation',
      'superseded_observation',
      'creative_daily',
      'account_coverage',
      'processed_run',
    ]);
  });

  it('look for nothing superseded or missing in days that nothing was known of', () => {
    expect(namesOf(statementsFor({ objects: { ...none, raw_analytics: ['one'] } }, { daysAreNew: true }))).toEqual([
      'account_reconciliation',
      'reconciliation_gap',
      'account_observation',
      'creative_daily_first',
      'account_coverage',
      'processed_run',
    ]);
  });

  it('leave out what a set has nothing for', () => {
    expect(namesOf(statementsFor({ objects: { ...none, raw_entities: ['one'] } }))).toEqual([
      'account',
      'campaign',
      'creative',
      'creative_daily_campaign',
      'processed_run',
    ]);
    expect(namesOf(statementsFor({ objects: { ...none, raw_import_rows: ['one'] } }, { daysAreNew: true }))).toEqual([
      'creative_daily_first',
      'account_coverage',
      'account',
      'campaign',
      'creative',
      'processed_run',
    ]);
  });
});
