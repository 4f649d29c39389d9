/** The KPI that a campaign is compared by, and what is worth saying of the choice. */

import type { CampaignState } from '../../domain/account-state.ts';
import { isKnownObjective, type Kpi, type KpiSetting, kpiOf } from '../../domain/kpi.ts';

export interface ChosenKpi {
  kpi: Kpi;
  /** One sentence where it is not what the objective asks for; null otherwise. */
  note: string | null;
}

export function chosenKpiOf({ objective, days }: CampaignState, setting: KpiSetting): ChosenKpi {
  const kpi = kpiOf(objective, setting);
  if (kpi === 'video_views' && days.every(({ video_views }) => video_views === null)) {
    return {
      kpi: 'impressions',
      note: 'Video views are not in the data, so cost per thousand impressions is compared.',
    };
  }
  if (setting === 'auto' && objective !== null && !isKnownObjective(objective)) {
    return { kpi, note: `Nobody here knows the objective ${objective}, so clicks are compared.` };
  }
  return { kpi, note: null };
}
