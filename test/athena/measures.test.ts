import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadSqlFiles } from '../../cli/runtime.ts';
import { columnType, commonMeasures, type Measure, measures } from '../../core/contracts/measures.ts';
import { type RawColumn, rawAnalyticsColumns, rawImportRowColumns } from '../../core/contracts/raw-rows.ts';
import { setupTables } from '../../core/sql/table-setup.ts';

const files = loadSqlFiles(fileURLToPath(new URL('../../athena/', import.meta.url)));

const columnsOf = (table: string): readonly RawColumn[] =>
  setupTables(files).find(({ name }) => name === table)?.columns ?? [];

const expected = (names: readonly Measure[]): RawColumn[] => names.map((name) => ({ name, type: columnType(name) }));

/** The columns that bear a measure's name, in their order. */
const measured = (columns: readonly RawColumn[]): RawColumn[] =>
  columns.filter(({ name }) => (measures as readonly string[]).includes(name));

describe('the list of measures', () => {
  it('is what pulls bring, and facts and former values keep, in its order and types', () => {
    for (const columns of [rawAnalyticsColumns, columnsOf('creative_daily'), columnsOf('superseded_observation')])
      expect(measured(columns)).toEqual(expected(measures));
  });

  it('says which of them files have and maturity is learned of', () => {
    expect(commonMeasures).toEqual(['impressions', 'clicks', 'cost', 'conversions', 'conversion_value', 'leads']);
    for (const columns of [rawImportRowColumns, columnsOf('account_observation')])
      expect(measured(columns)).toEqual(expected(commonMeasures));
  });

  it('is in every SQL file that carries a measure from the raw objects to the readers', () => {
    const carriers = ['staging/stg_analytics', 'merges/creative_daily', 'views/ad_report'];
    for (const file of carriers)
      for (const name of measures)
        expect(files.get(file), `${file} without ${name}`).toMatch(new RegExp(`\\b${name}\\b`));
  });
});
