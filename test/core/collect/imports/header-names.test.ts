import { describe, expect, it } from 'vitest';
import { readHeaderName } from '../../../../core/collect/imports/header-names.ts';

describe('readHeaderName', () => {
  const cases: [string, string, string | null][] = [
    ['Impressions', 'impressions', null],
    ['  TOTAL   spent ', 'total spent', null],
    ['cost_in_local_currency', 'cost in local currency', null],
    ['Start Date (in UTC)', 'start date', null],
    ['Date (UTC)', 'date', null],
    ['Amount spent (EUR)', 'amount spent', 'EUR'],
    ['Spend [USD]', 'spend', 'USD'],
    [' of Impressions', 'impressions', null],
    ['# of Purchase', 'purchase', null],
    ['Ad\u00a0name', 'ad name', null],
    ['Clicks (all)', 'clicks (all)', null],
    ['', '', null],
  ];
  for (const [cell, name, currency] of cases) {
    it(`reads "${cell}" as "${name}"`, () => {
      expect(readHeaderName(cell)).toEqual({ name, currency });
    });
  }
});
