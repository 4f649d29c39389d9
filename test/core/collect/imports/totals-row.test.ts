import { describe, expect, it } from 'vitest';
import { isBareTotalsCell, isTotalsCell } from '../../../../core/collect/imports/totals-row.ts';

describe('isTotalsCell', () => {
  for (const cell of [
    'Total',
    'Totals',
    'Total: Campaigns',
    'Grand total',
    'Gesamt',
    'Gesamtergebnis',
    'Summe',
    'Summa',
    'Totaal',
    ' total ',
  ])
    it(`takes "${cell}" for a totals row`, () => {
      expect(isTotalsCell(cell)).toBe(true);
    });

  for (const cell of ['Totally new', 'TotalEnergies', 'Summer sale', 'Gesamtkonzept', 'Sub', ''])
    it(`takes "${cell}" for a name`, () => {
      expect(isTotalsCell(cell)).toBe(false);
    });
});

describe('isBareTotalsCell', () => {
  it('takes the word alone', () => {
    expect(isBareTotalsCell('Total:')).toBe(true);
    expect(isBareTotalsCell('Total Care')).toBe(false);
  });
});
