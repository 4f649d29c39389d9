import { describe, expect, it } from 'vitest';
import type { ComparedRow } from '../../../../core/process/reconcile/compare.ts';
import { type Circumstances, explainDifference } from '../../../../core/process/reconcile/explain.ts';
import { figures, warehouseRow } from './sides.ts';

const row = (changes: Partial<ComparedRow>): ComparedRow => ({
  stat_date: '2026-08-01',
  currency: 'USD',
  account_id: '508',
  campaign: '23',
  creative: 'Blue',
  kind: 'differs',
  file: figures({}),
  warehouse: figures({}),
  gap: figures({}),
  weight: 1,
  entity: '31',
  parts: [warehouseRow()],
  ...changes,
});

const known: Circumstances = { provisionalFrom: null, dataFrom: null, observedThrough: null, listed: new Map() };
const listing = (...creatives: string[]): Circumstances => ({
  ...known,
  listed: new Map([['508', { creatives: new Set(creatives), campaigns: new Set(['23']) }]]),
});
const [missing, surplus] = [row({ kind: 'only_in_file', parts: [] }), row({ kind: 'only_in_warehouse' })];
const deleted = 'it was deleted on the platform: exports leave it out, and its figures stay in the warehouse';

describe('a row that differs', () => {
  it('has no explanation where none is known', () => {
    for (const each of [row({}), missing, surplus]) expect(explainDifference(each, [each], known)).toBe(null);
  });

  it('may be of a provisional day', () => {
    const provisionally = { ...known, provisionalFrom: '2026-08-01' };
    expect(explainDifference(row({}), [], provisionally)).toMatch(/^the day is provisional/);
    expect(explainDifference(row({ stat_date: '2026-07-31' }), [], provisionally)).toBe(null);
  });

  it('may be of a deleted ad, which no list names or which is marked', () => {
    expect(explainDifference(surplus, [], listing('urn:li:sponsoredCreative:32'))).toBe(deleted);
    expect(explainDifference(surplus, [], listing('urn:li:sponsoredCreative:31'))).toBe(null);
    const removed = row({ kind: 'only_in_warehouse', parts: [warehouseRow({ creative_status: 'REMOVED' })] });
    expect(explainDifference(removed, [], known)).toBe(deleted);
    const imported = row({ kind: 'only_in_warehouse', parts: [warehouseRow({ source: 'import' })] });
    expect(explainDifference(imported, [], listing())).toBe(null);
    expect(explainDifference(row({}), [], listing())).toBe(null);
  });

  it('may be beyond what the warehouse has', () => {
    expect(explainDifference(missing, [], { ...known, dataFrom: '2026-08-02' })).toBe(
      'the warehouse begins on 2026-08-02',
    );
    expect(explainDifference(missing, [], { ...known, observedThrough: '2026-07-31' })).toBe(
      'the warehouse was last updated on 2026-07-31',
    );
  });

  it('may be in another currency', () => {
    const euro = row({ kind: 'only_in_warehouse', currency: 'EUR' });
    expect(explainDifference(missing, [missing, euro], known)).toBe('it is USD in the file and EUR in the warehouse');
    expect(explainDifference(euro, [missing, euro], known)).toBe('it is EUR in the warehouse and USD in the file');
    const elsewhere = row({ kind: 'only_in_warehouse', currency: 'EUR', entity: '32' });
    expect(explainDifference(missing, [missing, elsewhere], known)).toBe(null);
  });
});
