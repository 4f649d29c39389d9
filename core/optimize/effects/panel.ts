/** The campaigns of one account side by side, day by day: what effects are measured in. */
import type { AccountState, CampaignDay, CampaignState, OwnChange } from '../../domain/account-state.ts';
import { dayOf, msPerDay } from '../../domain/calendar.ts';
import { type Kpi, visibleShareOf } from '../../domain/kpi.ts';

/** Days since 1970-01-01, in UTC. */
const dayNumber = (date: string): number => Date.parse(date) / msPerDay;
export const dateOfDay = (day: number): string => dayOf(new Date(day * msPerDay));
const dayOfInstant = (instant: Date): number => Math.floor(instant.getTime() / msPerDay);

/** `others`: a person or another program. */
export interface CampaignChange {
  day: number;
  kind: 'applied' | 'undone' | 'others';
  /** Null for the moves of others. */
  change: OwnChange | null;
}

export interface PanelCampaign {
  campaignId: string;
  name: string | null;
  kpi: Kpi;
  days: ReadonlyMap<number, CampaignDay>;
  firstDay: number;
  /** Oldest first. */
  moves: readonly CampaignChange[];
}

export interface Panel {
  state: AccountState;
  campaigns: readonly PanelCampaign[];
  newestMatureDay: number;
}

/** Undefined while the account has no mature day. `ownChanges` may be of any account. */
export function panelOf(
  state: AccountState,
  ownChanges: readonly OwnChange[],
  kpiOf: (campaign: CampaignState) => Kpi,
): Panel | undefined {
  if (state.newestMatureDay === null) return undefined;
  return {
    state,
    newestMatureDay: dayNumber(state.newestMatureDay),
    campaigns: state.campaigns
      .filter(({ days }) => days.length > 0)
      .map((campaign) => {
        const days = new Map(campaign.days.map((day) => [dayNumber(day.date), day]));
        const own = ownChanges.filter(({ campaignId }) => campaignId === campaign.campaignId);
        return {
          campaignId: campaign.campaignId,
          name: campaign.name,
          kpi: kpiOf(campaign),
          days,
          firstDay: Math.min(...days.keys()),
          moves: movesOf(campaign, own),
        };
      }),
  };
}

/** Days of a campaign may be final for one KPI and not yet for another; those of the same KPI are final together. */
export const isFinal = (day: CampaignDay, kpi: Kpi, level: number): boolean =>
  day.mature && day.reconciled && visibleShareOf(day.visibleShare, kpi) >= level;

function movesOf(campaign: CampaignState, own: readonly OwnChange[]): CampaignChange[] {
  const moves: CampaignChange[] = own.flatMap((change) => [
    { day: dayOfInstant(change.appliedAt), kind: 'applied' as const, change },
    ...(change.undoneAt ? [{ day: dayOfInstant(change.undoneAt), kind: 'undone' as const, change }] : []),
  ]);
  const explained = (day: number, field: 'bid' | 'budget'): boolean =>
    moves.some(({ day: moved, change }) => Math.abs(moved - day) <= 1 && change?.action.endsWith(field));
  const others = (['bid', 'budget'] as const).flatMap((field) =>
    changeDays(campaign.days, field === 'bid' ? 'bid' : 'dailyBudget')
      .filter((day) => !explained(day, field))
      .map((day): CampaignChange => ({ day, kind: 'others', change: null })),
  );
  return [...moves, ...others].sort((one, other) => one.day - other.day);
}

/** Days on which a setting is another than it was when it was last known. */
function changeDays(days: readonly CampaignDay[], setting: 'bid' | 'dailyBudget'): number[] {
  const known = days.filter((day) => day[setting] !== null);
  return known
    .filter((day, index) => index > 0 && day[setting] !== known[index - 1]![setting])
    .map(({ date }) => dayNumber(date));
}
