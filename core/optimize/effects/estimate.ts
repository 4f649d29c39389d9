/** What every applied change did, against comparable campaigns that nobody changed. */
import type { AccountState, CampaignState, OwnChange } from '../../domain/account-state.ts';
import { msPerDay } from '../../domain/calendar.ts';
import type { Kpi } from '../../domain/kpi.ts';
import { type ChangeGroup, changeGroupsOf, earlier, mostWeeks, type Windows, windowsOf } from './change-groups.ts';
import { differenceOf, independenceOf, type Movement, type MovementComparison } from './difference.ts';
import { type Differences, type Earned, earnedAtOwnPrice, earnedAtPrice, relative } from './earned.ts';
import type { Effect, WindowFigures } from './effect.ts';
import { cannotTell, describeEffect } from './effect-sentences.ts';
import {
  type CampaignMovement,
  type DailySums,
  dailySumsOf,
  expectedResults,
  fewestResults,
  movementOf,
  unchangedMovement,
  type WindowSums,
} from './movement.ts';
import { dateOfDay, type Panel, type PanelCampaign, panelOf } from './panel.ts';

export interface EffectSettings {
  kpiOf(campaign: CampaignState): Kpi;
  /** A day's conversions or leads count from this visible share on, such as 0.95. */
  maturityLevel: number;
  /** Less lost than this share of what was spent is no harm. */
  harmMargin: number;
}

const fewestUnchanged = 2;
/** With fewer degrees of freedom an interval is so wide that it says nothing. */
const fewestDegrees = 2;
/** More earlier times overlap so much that they add nothing. */
const mostPlaceboTimes = 26;

/** One effect for each group of changes, in the order of accounts, campaigns and time. */
export function estimateEffects(
  states: readonly AccountState[],
  ownChanges: readonly OwnChange[],
  settings: EffectSettings,
): Effect[] {
  return states.flatMap((state) => {
    const panel = panelOf(state, ownChanges, settings.kpiOf);
    if (!panel) return [];
    const dailySumsByKpi = new Map<Kpi, DailySums>();
    return panel.campaigns.flatMap((campaign) => {
      const { kpi } = campaign;
      const groups = changeGroupsOf(campaign);
      if (groups.length === 0) return [];
      const dailySums = dailySumsByKpi.get(kpi) ?? dailySumsOf(panel, kpi, settings.maturityLevel);
      dailySumsByKpi.set(kpi, dailySums);
      return groups.map((group) => effectOf({ panel, campaign, group, dailySums, settings }));
    });
  });
}

interface Case {
  panel: Panel;
  campaign: PanelCampaign;
  group: ChangeGroup;
  dailySums: DailySums;
  settings: EffectSettings;
}

function effectOf(changed: Case): Effect {
  const { campaign, group, dailySums } = changed;
  const nothing = nothingKnown(changed);
  const undone = group.changes.filter(({ undoneAt }) => undoneAt && undoneAt.getTime() < (group.last + 1) * msPerDay);
  if (undone.length === group.changes.length)
    return { ...nothing, is_final: true, reason: cannotTell.undone(group.changes.length) };
  const windows = windowsOf(group, dailySums.lastCounted);
  if (!windows) return { ...nothing, reason: cannotTell.tooFewDays(group, dailySums.lastCounted) };
  const [before, after] = [dailySums.sumsOf(campaign, windows.before), dailySums.sumsOf(campaign, windows.after)];
  const seen = { ...nothing, before: figures(windows.before, before), after: figures(windows.after, after) };
  if (!before || !after) return { ...seen, reason: cannotTell.didNotRun(!before) };
  const expected = expectedResults(before, after);
  if (expected < fewestResults.ofChanged) return { ...seen, reason: cannotTell.tooFewResults(expected, campaign.kpi) };
  return compare(changed, windows, { before, after }, { ...seen, is_final: isWhole(group, windows) });
}

/** Four weeks were counted, or something else was changed then and ended the count. */
const isWhole = ({ latest }: ChangeGroup, { after }: Windows): boolean =>
  after.through - after.from + 1 >= 7 * mostWeeks || after.through + 7 > latest;

function compare(
  { panel, campaign, group, dailySums, settings }: Case,
  windows: Windows,
  { before, after }: { before: WindowSums; after: WindowSums },
  seen: Effect,
): Effect {
  const comparable = panel.campaigns.filter(({ kpi }) => kpi === campaign.kpi);
  const movements = (when: Windows, of: readonly PanelCampaign[]): CampaignMovement[] =>
    of.map((each) => unchangedMovement(each, when, dailySums)).filter((movement) => movement !== undefined);
  const others = comparable.filter((each) => each !== campaign);
  const unchanged = movements(windows, others);
  const known = { ...seen, compared_with: unchanged.length };
  if (unchanged.length < fewestUnchanged) return { ...known, reason: cannotTell.tooFewUnchanged(unchanged.length) };
  const placebos = placeboTimes(windows, panel).map((when) => movements(when, comparable));
  const shape = { before: length(windows.before), gap: group.last - group.first + 1, after: length(windows.after) };
  const independence = independenceOf(shape, placebos.length + 1);
  const differences = differencesOf({ changed: movementOf(before, after), unchanged, placebos, independence });
  const told = { ...known, placebo_times: placebos.filter((times) => times.length > 1).length };
  if (!differences || differences.resultsPerCost.driftDegrees < fewestDegrees)
    return { ...told, reason: cannotTell.tooLittlePast() };
  const isBudget = group.changes.some(({ action }) => action.endsWith('budget'));
  const earned = isBudget
    ? earnedAtPrice(differences, after, priceBefore(comparable, windows, dailySums) ?? before.cost / before.results)
    : earnedAtOwnPrice(differences, after);
  return tell(told, differences, earned, after, settings);
}

const length = ({ from, through }: Windows['before']): number => through - from + 1;

/** Earlier times at which the same could have been measured, weeks apart, newest first. */
function placeboTimes(windows: Windows, { campaigns }: Panel): Windows[] {
  const first = Math.min(...campaigns.map(({ firstDay }) => firstDay));
  const times: Windows[] = [];
  for (let weeks = 1; weeks <= mostPlaceboTimes; weeks++) {
    const when = earlier(windows, weeks);
    if (when.before.from < first) break;
    times.push(when);
  }
  return times;
}

interface CampaignComparison extends Pick<MovementComparison, 'independence'> {
  changed: CampaignMovement;
  unchanged: readonly CampaignMovement[];
  placebos: readonly (readonly CampaignMovement[])[];
}

function differencesOf({ changed, unchanged, placebos, independence }: CampaignComparison): Differences | undefined {
  const of = (outcome: keyof CampaignMovement) => {
    const choose = (all: readonly CampaignMovement[]): Movement[] => all.map((each) => each[outcome]);
    return differenceOf({
      changed: changed[outcome],
      unchanged: choose(unchanged),
      placebos: placebos.map(choose),
      independence,
    });
  };
  const [resultsPerCost, resultsPerDay, costPerDay] = [of('resultsPerCost'), of('resultsPerDay'), of('costPerDay')];
  return resultsPerCost && resultsPerDay && costPerDay && { resultsPerCost, resultsPerDay, costPerDay };
}

/** Of a result, over all comparable campaigns in the days before. */
function priceBefore(
  comparable: readonly PanelCampaign[],
  { before }: Windows,
  dailySums: DailySums,
): number | undefined {
  const all = comparable.map((each) => dailySums.sumsOf(each, before)).filter((sums) => sums !== undefined);
  const results = all.reduce((sum, each) => sum + each.results, 0);
  return results > 0 ? all.reduce((sum, each) => sum + each.cost, 0) / results : undefined;
}

/** Sure of a direction means a probability of 95%. */
const sure = 0.95;

function tell(
  told: Effect,
  differences: Differences,
  { earned, spread, probabilityBelow }: Earned,
  after: WindowSums,
  { harmMargin }: EffectSettings,
): Effect {
  const lost = probabilityBelow(0);
  const verdict = lost >= sure ? 'hurt' : lost <= 1 - sure ? 'helped' : 'cannot_tell';
  const effect: Effect = {
    ...told,
    results_per_cost: relative(differences.resultsPerCost),
    results_per_day: relative(differences.resultsPerDay),
    cost_per_day: relative(differences.costPerDay),
    earned,
    spread,
    probability_of_harm: probabilityBelow(-harmMargin * after.cost),
    verdict,
  };
  return { ...effect, reason: describeEffect(effect, lost) };
}

const figures = ({ from, through }: Windows['before'], sums: WindowSums | undefined): WindowFigures | null =>
  sums ? { from: dateOfDay(from), through: dateOfDay(through), ...sums } : null;

function nothingKnown({ panel: { state }, campaign, group }: Case): Effect {
  return {
    platform: state.platform,
    account_id: state.accountId,
    currency: state.currency,
    kpi: campaign.kpi,
    campaign_id: campaign.campaignId,
    campaign_name: campaign.name,
    changes: group.changes.map(({ decisionId, action, creativeId, appliedAt, undoneAt }) => ({
      decision_id: decisionId,
      action,
      creative_id: creativeId,
      applied_at: appliedAt.toISOString(),
      undone_at: undoneAt?.toISOString() ?? null,
    })),
    changed_from: dateOfDay(group.first),
    changed_through: dateOfDay(group.last),
    is_own: group.isOwn,
    before: null,
    after: null,
    results_per_cost: null,
    results_per_day: null,
    cost_per_day: null,
    earned: null,
    spread: null,
    probability_of_harm: null,
    compared_with: 0,
    placebo_times: 0,
    verdict: 'cannot_tell',
    reason: '',
    is_final: false,
  };
}
