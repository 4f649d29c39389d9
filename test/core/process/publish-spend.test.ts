import { describe, expect, it } from 'vitest';
import { publishSpend } from '../../../core/process/publish-spend.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { openWorkshop } from '../../support/workshop.ts';

const spendOf = (metrics: { namespace: string; metrics: readonly { name: string; value: number }[] }[]) =>
  metrics
    .flatMap(({ metrics: sent }) => sent)
    .filter(({ name }) => name === 'SpendToday')
    .map(({ value }) => value);

describe('the spend of the day', () => {
  it('is that of the newest day, in the currency of the settings, whatever its age', async () => {
    const shop = await openWorkshop({ currency: 'EUR' });
    try {
      await shop.storeImport([
        { stat_date: '2026-05-20', currency: 'EUR', cost: '10.00' },
        { stat_date: '2026-05-21', currency: 'EUR', cost: '12.25' },
        { stat_date: '2026-05-21', currency: 'EUR', cost: '0.50', creative_id: 'c1/b' },
        { stat_date: '2026-05-21', currency: 'USD', cost: '99.00', account_id: 'other' },
      ]);
      await dataProcessor({}, shop.deps);
      expect(spendOf(shop.metrics)).toEqual([12.75]);
    } finally {
      await shop.close();
    }
  });

  it('is not sent where none is known', async () => {
    const shop = await openWorkshop({ currency: 'SEK' });
    try {
      await publishSpend(shop.deps, null);
      await shop.storeImport([{ stat_date: '2026-05-21', currency: 'EUR' }]);
      await dataProcessor({}, shop.deps);
      expect(spendOf(shop.metrics)).toEqual([]);
    } finally {
      await shop.close();
    }
  });
});
