import { comesOfClicks, type KpiSetting, kpiOf, resultsOf } from '../../domain/kpi.ts';

interface CountedRow {
  objective: string | null;
  impressions: number | null;
  clicks: number | null;
  conversions: number | null;
  leads: number | null;
}

/**
 * A campaign's results where they come after the click: its conversions or leads, as decisions count them. Null where the KPI is
 * another one: models learn clicks of their own accord, and a rate of impressions per impression says nothing.
 */
export function delayedResultsOf(row: CountedRow, setting: KpiSetting): number | null {
  const kpi = kpiOf(row.objective, setting);
  return comesOfClicks(kpi) ? resultsOf({ ...row, video_views: null }, kpi) : null;
}
