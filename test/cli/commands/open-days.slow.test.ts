import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys, pullIdOf } from '../../../core/contracts/keys.ts';
import { encodeJson } from '../../../core/running/documents.ts';
import { gzipLines } from '../../../core/running/gzip.ts';
import { openWorkshop, type Workshop } from '../../support/workshop.ts';
import { runAds } from '../run-ads.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop();
  await shop.deps.warehouse.close();
  await shop.deps.objects.put(keys.dataFolder, encodeJson({ kind: 'real', schema_version: 2 }));
});

afterEach(() => shop.close());

const at = new Date('2026-05-31T12:00:00.000Z');

interface Figures {
  pivot: 'CREATIVE' | 'CAMPAIGN' | 'ACCOUNT';
  campaign?: string;
  creative?: string;
  cost: string;
}

/** A pull of one day, as the collector stores it. */
async function storePull(figures: Figures[]): Promise<void> {
  const rows = figures.map(({ pivot, campaign = null, creative = null, cost }) => ({
    pivot,
    entity: creative ?? campaign ?? '1',
    platform: 'linkedin',
    account_id: '1',
    campaign_id: campaign,
    creative_id: creative,
    stat_date: '2026-05-30',
    currency: 'EUR',
    impressions: Number(cost) * 100,
    clicks: Number(cost),
    cost,
    conversions: 0,
    conversion_value: 0,
    leads: 0,
    window_from: '2026-05-30',
    window_to: '2026-05-30',
    element: '{}',
    run_id: 'r1',
    observed_at: '2026-05-31 12:00:00',
  }));
  const key = keys.analytics('linkedin', at, pullIdOf(at, 'r1', '1', '2026-05-30'));
  await shop.deps.objects.put(key, await gzipLines(rows));
  expect((await runAds('process', '--data-dir', shop.folder)).code).toBe(0);
}

const whole: Figures[] = [
  { pivot: 'CREATIVE', campaign: '11', creative: 'a', cost: '10' },
  { pivot: 'CAMPAIGN', campaign: '11', cost: '10' },
];

describe('reconcile without a file', () => {
  it('names the days that differ, the gap, and the campaigns that it lies in', async () => {
    await storePull([...whole, { pivot: 'CAMPAIGN', campaign: '12', cost: '90' }, { pivot: 'ACCOUNT', cost: '100' }]);
    const { code, stdout } = await runAds('reconcile', '--data-dir', shop.folder);
    expect(code).toBe(2);
    expect(stdout.trimEnd().split('\n')).toEqual([
      "1 day differs from the platform's own totals and is not used for decisions:",
      '  2026-05-30, account 1: impressions 1,000 of 10,000, clicks 10 of 100, spend 10.00 EUR of 100.00 EUR',
      '    campaign 12: its ads add up to 0.00 EUR, its total is 90.00 EUR; none of its ads is listed: they were deleted before they were collected',
    ]);
    const report = await runAds('report', '--data-dir', shop.folder);
    expect(report.stdout).toContain("1 day excluded from decisions, because the platform's own totals differ");
  });

  it('says so when every day adds up', async () => {
    await storePull([...whole, { pivot: 'ACCOUNT', cost: '10' }]);
    const { code, stdout } = await runAds('reconcile', '--data-dir', shop.folder);
    expect([code, stdout.trim()]).toEqual([
      0,
      "No finished day differs from the platform's own totals by more than 0.1%. Imports come without such totals: compare one with npm run ads -- reconcile FILE.",
    ]);
  });
});
