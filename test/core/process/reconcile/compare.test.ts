import { describe, expect, it } from 'vitest';
import { type ComparedSides, compareSides } from '../../../../core/process/reconcile/compare.ts';
import type { FileRow, WarehouseRow } from '../../../../core/process/reconcile/figures.ts';
import { findMatching } from '../../../../core/process/reconcile/match.ts';
import { figures, fileRow, warehouseRow } from './sides.ts';

const urn = (id: number) => `urn:li:sponsoredCreative:${id}`;
const metrics: ComparedSides['metrics'] = ['impressions', 'clicks', 'cost'];

const compared = (file: FileRow[], warehouse: WarehouseRow[], only = metrics) =>
  compareSides({ file, warehouse, matching: findMatching(file, warehouse, 'creative')!, metrics: only });

describe('a day agrees', () => {
  it.each([
    [1000, 1001, true],
    [1000, 1002, false],
    [1001, 1000, true],
    [1002, 1000, false],
  ])('within 0.1 %%: %i impressions in the file, %i in the warehouse', (left, right, agrees) => {
    const { days } = compared(
      [fileRow({ figures: { impressions: left } })],
      [warehouseRow({ figures: { impressions: right } })],
    );
    expect(days).toEqual([
      {
        stat_date: '2026-08-01',
        currency: 'USD',
        agrees,
        file: figures({ impressions: left, clicks: 10, cost: 20 }),
        warehouse: figures({ impressions: right, clicks: 10, cost: 20 }),
        gap: figures({ impressions: right - left, clicks: 0, cost: 0 }),
      },
    ]);
  });

  it('not when errors of its rows cancel each other out', () => {
    const file = [fileRow(), fileRow({ creative_id: '23/32' })];
    const { days, rows } = compared(file, [
      warehouseRow({ figures: { impressions: 900 } }),
      warehouseRow({ creative_id: urn(32), figures: { impressions: 1100 } }),
    ]);
    expect(days[0]).toMatchObject({ agrees: false, gap: { impressions: 0 } });
    expect(rows).toHaveLength(2);
  });

  it('when amounts differ by no more than the rounding to cents costs', () => {
    const exact = warehouseRow({ figures: { cost: 0.124 } });
    expect(compared([fileRow({ figures: { cost: 0.12 } })], [exact]).days[0]?.agrees).toBe(true);
    expect(compared([fileRow({ figures: { cost: 0.13 } })], [exact]).days[0]?.agrees).toBe(false);
    expect(compared([fileRow({ figures: { cost: 0.121 } })], [exact]).days[0]?.agrees).toBe(false);
  });

  it('in what both measure', () => {
    const file = [fileRow({ figures: { leads: 3, conversions: null } })];
    const { days } = compared(
      file,
      [warehouseRow({ figures: { leads: null, conversions: 7 } })],
      [...metrics, 'conversions', 'leads'],
    );
    expect(days[0]).toMatchObject({ agrees: true, file: { leads: null }, warehouse: { conversions: null } });
  });
});

describe('rows', () => {
  it('are differing, only here or only there, and the weightiest comes first', () => {
    const file = [
      fileRow({ figures: { impressions: 1000, cost: 10 } }),
      fileRow({ creative_id: '23/32', figures: { impressions: 500, cost: 90 } }),
      fileRow({ creative_id: '23/34' }),
    ];
    const warehouse = [
      warehouseRow({ creative_name: 'Blue', campaign_name: 'Spring', figures: { impressions: 1010, cost: 10 } }),
      warehouseRow({ creative_id: urn(33), figures: { impressions: 40, clicks: 0, cost: 1 } }),
      warehouseRow({ creative_id: urn(34) }),
    ];
    const { rows } = compared(file, warehouse);
    expect(
      rows.map(({ kind, campaign, creative, gap }) => [kind, campaign, creative, gap.impressions, gap.cost]),
    ).toEqual([
      ['only_in_file', '23', '23/32', -500, -90],
      ['only_in_warehouse', '23', urn(33), 40, 1],
      ['differs', 'Spring', 'Blue', 10, 0],
    ]);
  });

  it('without figures are left out by exports, and are no difference', () => {
    const zero = { impressions: 0, clicks: 0, cost: 0 };
    const found = compared([fileRow()], [warehouseRow(), warehouseRow({ creative_id: urn(32), figures: zero })]);
    expect(found).toMatchObject({ days: [{ agrees: true }], rows: [], empty_rows: 1 });
  });

  it('of one name are added, on both sides', () => {
    const blue = { campaign_id: 'Spring', creative_id: 'Spring/Blue' };
    const stored = (id: number) =>
      warehouseRow({ creative_id: urn(id), campaign_name: 'Spring', creative_name: 'Blue', figures: { cost: 0.1 } });
    const { days } = compared(
      [fileRow({ ...blue, figures: { impressions: 3000, clicks: 30, cost: 0.3 } })],
      [stored(1), stored(2), stored(3)],
    );
    expect(days[0]).toMatchObject({ agrees: true, warehouse: { cost: 0.3 }, gap: { cost: 0 } });
  });

  it('of other accounts are left out', () => {
    const { rows } = compared([fileRow()], [warehouseRow(), warehouseRow({ account_id: '509', creative_id: urn(77) })]);
    expect(rows).toEqual([]);
  });
});

describe('money', () => {
  it('is never added across currencies', () => {
    const inEuro = { currency: 'EUR', creative_id: '23/32' };
    const { totals, days } = compared(
      [fileRow(), fileRow({ ...inEuro, figures: { cost: 5 } })],
      [warehouseRow(), warehouseRow({ ...inEuro, creative_id: urn(32), figures: { cost: 4 } })],
    );
    expect(totals.map(({ currency, gap }) => [currency, gap.cost])).toEqual([
      ['EUR', -1],
      ['USD', 0],
    ]);
    expect(days.map(({ currency, agrees }) => [currency, agrees])).toEqual([
      ['EUR', false],
      ['USD', true],
    ]);
  });
});
