/** A real file of two months (April and May of one year): its rows as creative days, one creative a banner at a placement. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { AccountHistory, CreativeDay } from '../../core/optimize/state/state-from-days.ts';

/** Beside the repository, and not part of it. */
export const placementsFile = new URL('../../../shared/data/ads/online_advertising_apr_may.csv', import.meta.url);

export interface PlacementDay {
  month: 'April' | 'May';
  campaignId: string;
  creativeId: string;
  day: CreativeDay;
}

/** Null where the file is not there. */
export function readPlacements(file: URL = placementsFile): PlacementDay[] | null {
  if (!existsSync(file)) return null;
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true, bom: true });
  return rows
    .filter(({ month }) => month === 'April' || month === 'May')
    .map((row) => {
      // people of one engagement class are one audience, and what competes for them is one campaign
      const campaignId = `${row.campaign_number}, ${row.user_engagement}`;
      const creativeId = `${campaignId}/${row.banner} at ${row.placement}`;
      const date = `${assumedYear}-${row.month === 'April' ? '04' : '05'}-${String(row.day).padStart(2, '0')}`;
      return { month: row.month as 'April' | 'May', campaignId, creativeId, day: creativeDayOf(row, creativeId, date) };
    });
}

/** The file has no year; this is the one its publisher names. Nothing here depends on it. */
const assumedYear = 2020;

const creativeDayOf = (row: Record<string, string>, creativeId: string, date: string): CreativeDay => ({
  creativeId,
  date,
  impressions: Number(row.displays),
  clicks: Number(row.clicks),
  cost: Number(row.cost),
  conversions: Number(row.post_click_conversions),
  leads: null,
  // a closed month, reported once
  mature: true,
  reconciled: true,
});

/** All that an import of April alone would tell: figures, and no settings. */
export function aprilOf(placements: readonly PlacementDay[]): AccountHistory {
  const april = placements.filter(({ month }) => month === 'April');
  const campaignIds = [...new Set(april.map(({ campaignId }) => campaignId))];
  return {
    platform: 'other',
    accountId: 'placements',
    // the file names none
    currency: 'USD',
    asOf: new Date(`${assumedYear}-05-01T08:00:00Z`),
    ownChanges: [],
    campaigns: campaignIds.map((campaignId) => ({
      campaignId,
      name: campaignId,
      campaignGroupId: null,
      status: null,
      objective: null,
      format: null,
      costType: null,
      optimizationTarget: null,
      bid: null,
      dailyBudget: null,
      totalBudget: null,
      startsAt: null,
      endsAt: null,
      audience: null,
      terms: [],
      creatives: [],
      days: april.filter((each) => each.campaignId === campaignId).map(({ day }) => day),
    })),
  };
}
