import { describe, expect, it } from 'vitest';
import { byOptimizer, byThresholds } from '../../../bench/decisions/april-may.ts';
import { ourDecide, ourWindow } from '../../../bench/decisions/our-decide.ts';
import { type PlacementDay, placementsFile, readPlacements } from '../../../bench/decisions/placements.ts';
import type { CreativeDay } from '../../../core/optimize/state/state-from-days.ts';
import { creativeDay } from '../../support/account-builder.ts';

/** Thirty days of April and of May: impressions and clicks a day, at 2 a thousand. */
function placement(name: string, april: readonly [number, number], may: readonly [number, number]): PlacementDay[] {
  const month = (word: 'April' | 'May', number: string, [impressions, clicks]: readonly [number, number]) =>
    Array.from({ length: 30 }, (_, index): PlacementDay => {
      const creativeId = `camp/${name}`;
      const date = `2020-${number}-${String(index + 1).padStart(2, '0')}`;
      const cost = (2 * impressions) / 1000;
      const figures = { impressions, clicks, cost, conversions: 1 };
      const day = creativeDay(creativeId, date, figures);
      return { month: word, campaignId: 'camp', creativeId, day };
    });
  return [...month('April', '04', april), ...month('May', '05', may)];
}

const placements = [
  ...placement('good', [100_000, 2000], [100_000, 1800]),
  ...placement('poor', [100_000, 900], [100_000, 800]),
  ...placement('lucky', [100_000, 1900], [100_000, 700]),
];

describe('the study of April and May', () => {
  it('decides on April alone and follows the paused and the kept into May', () => {
    const study = byOptimizer(placements, ourDecide, ourWindow);
    expect(study.april.paused).toEqual({ creatives: 1, impressions: 3e6, clicks: 27_000, cost: 6000, conversions: 30 });
    expect(study.may.paused).toMatchObject({ creatives: 1, clicks: 24_000 });
    expect(study.may.kept).toMatchObject({ creatives: 2, clicks: 75_000 });
    expect(study.stillWorse).toEqual({ of: 1, clicks: 1 });
    // whatever May was, it changes nothing of what was decided
    const other = [...placement('good', [100_000, 2000], [1, 0]), ...placements.slice(60)];
    expect(byOptimizer(other, ourDecide, ourWindow).april).toEqual(study.april);
  });

  it('pauses below 1% CTR by thresholds', () => {
    expect(byThresholds(placements).april.paused.creatives).toBe(1);
  });

  it('reads both months of a file as creative days, an engagement class as a campaign and a banner at a placement as an ad', () => {
    const file = new URL('../../fixtures/placements/input.csv', import.meta.url);
    const [wide, tall] = ['spring, High/wide at top', 'spring, Low/tall at side'];
    const placed = (month: string, creativeId: string, date: string, figures: Partial<CreativeDay>) => ({
      month,
      campaignId: creativeId.split('/')[0],
      creativeId,
      day: creativeDay(creativeId, date, figures),
    });
    expect(readPlacements(file)).toEqual([
      placed('April', wide, '2020-04-01', { impressions: 4000, clicks: 31, cost: 5.1234, conversions: 2 }),
      placed('April', tall, '2020-04-30', { impressions: 1000, clicks: 4, cost: 1.25, conversions: 1 }),
      placed('May', wide, '2020-05-02', { impressions: 3000, clicks: 20, cost: 4.5, conversions: 0 }),
    ]);
  });

  const lacking = readPlacements() === null ? ' (SKIPPED: no folder ../shared/data beside the repository)' : '';
  it.skipIf(lacking !== '')(`reads the real file, both months, without another's figures${lacking}`, () => {
    const all = readPlacements()!;
    expect(placementsFile.pathname).toContain('/shared/data/ads/');
    expect(all.filter(({ month }) => month === 'April').reduce((sum, { day }) => sum + (day.clicks ?? 0), 0)).toBe(
      1_661_125,
    );
    expect(all.filter(({ month }) => month === 'May').reduce((sum, { day }) => sum + (day.clicks ?? 0), 0)).toBe(
      539_904,
    );
  });
});
