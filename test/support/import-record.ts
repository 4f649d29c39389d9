/** What is stored beside an imported file, for tests that need one. */
import type { ColumnMapping, ImportRecord } from '../../core/contracts/imports.ts';

export const emptyMapping: ColumnMapping = {
  date: [],
  campaign: [],
  campaign_name: [],
  creative: [],
  creative_name: [],
  account: [],
  currency: [],
  impressions: [],
  clicks: [],
  cost: [],
  conversions: [],
  conversion_value: [],
  leads: [],
};

/** Two rows by creative of which none was rejected. */
export const importRecord = (more: Partial<ImportRecord> = {}): ImportRecord => ({
  run_id: 'run-1',
  imported_at: '2026-03-01T12:00:00.000Z',
  file: 'input.csv',
  sha256: 'abc',
  bytes: 3,
  platform: 'linkedin',
  accounts: ['one', 'two'],
  grain: 'creative',
  recognised_as: 'LinkedIn Campaign Manager export',
  dialect: { encoding: 'utf-8', delimiter: ',', headerLine: 1, columns: [] },
  mapping: emptyMapping,
  numbers: {},
  dates: { style: 'iso', year: null, fixed: null },
  currency: { code: 'EUR', source: 'header' },
  counts: { rows: 2, accepted: 2, summed: 0, keys: 2, totals_rows: 0, rejected: 0, flagged: 0 },
  notes: [],
  ...more,
});
