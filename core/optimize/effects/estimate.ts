/** What every applied change did, against comparable campaigns that nobody changed. */
import type { AccountState, CampaignState, OwnChange } from '../../domain/account-state.ts';
import type { Kpi } from '../../domain/kpi.ts';
import { type Bundle, bundlesOf, earlier, mostWeeks, type Windows, windowsOf } from './bundles.ts';
import { type Comparison, differenceOf, independenceOf, type Movement } from './difference.ts';
import { type Differences, type Earned, earnedAtOwnPrice, earnedAtPrice, relative } from './earned.ts';
import type { Effect, WindowFigures } from './effect.ts';
import { cannotTell, found } from './finding.ts';
import {
  expectedResults,
  fewestResults,
  type Outcomes,
  outcomesOf,
  type Sums,
  type Tally,
  tallyOf,
  unchangedMovement,
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

/** One effect for each bundle of changes, in the order of accounts, campaigns and time. */
export function estimateEffects(
  states: readonly AccountState[],
  ownChanges: readonly OwnChange[],
  settings: EffectSettings,
): Effect[] {
  return states.flatMap((state) => {
    const panel = panelOf(state, ownChanges, settings.kpiOf);
    if (!panel) return [];
    const tallies = new Map<Kpi, Tally>();
    return panel.campaigns.flatMap((campaign) => {
      const { kpi } = campaign;
      const bundles = bundlesOf(campaign);
      if (bundles.length === 0) return [];
      const tally = tallies.get(kpi) ?? tallyOf(panel, kpi, settings.maturityLevel);
      tallies.set(kpi, tally);
      return bundles.map((bundle) => effectOf({ panel, campaign, bundle, tally, settings }));
    });
  });
}

interface Case {
  panel: Panel;
  campaign: PanelCampaign;
  bundle: Bundle;
  tally: Tally;
  settings: EffectSettings;
}

function effectOf(changed: Case): Effect {
  const { campaign, bundle, tally } = changed;
  const nothing = nothingKnown(changed);
  const undone = bundle.changes.filter(({ undoneAt }) => undoneAt && undoneAt.getTime() < (bundle.last + 1) * msPerDay);
  if (undone.length === bundle.changes.length)
    return { ...nothing, is_final: true, reason: cannotTell.undone(bundle.changes.length) };
  const windows = windowsOf(bundle, tally.lastCounted);
  if (!windows) return { ...nothing, reason: cannotTell.tooFewDays(bundle, tally.lastCounted) };
  const [before, after] = [tally.sumsOf(campaign, windows.before), tally.sumsOf(campaign, windows.after)];
  const seen = { ...nothing, before: figures(windows.before, before), after: figures(windows.after, after) };
  if (!before || !after) return { ...seen, reason: cannotTell.didNotRun(!before) };
  const expected = expectedResults(before, after);
  if (expected < fewestResults.ofChanged) return { ...seen, reason: cannotTell.tooFewResults(expected, campaign.kpi) };
  return compare(changed, windows, { before, after }, { ...seen, is_final: isWhole(bundle, windows) });
}

const msPerDay = 86_400_000;

/** Four weeks were counted, or something else was changed then and ended the count. */
const isWhole = ({ latest }: Bundle, { after }: Windows): boolean =>
  after.through - after.from + 1 >= 7 * mostWeeks || after.through + 7 > latest;

function compare(
  { panel, campaign, bundle, tally, settings }: Case,
  windows: Windows,
  { before, after }: { before: Sums; after: Sums },
  seen: Effect,
): Effect {
  const comparable = panel.campaigns.filter(({ kpi }) => kpi === campaign.kpi);
  const movements = (when: Windows, of: readonly PanelCampaign[]): Outcomes[] =>
    of.map((each) => unchangedMovement(each, when, tally)).filter((movement) => movement !== undefined);
  const others = comparable.filter((each) => each !== campaign);
  const unchanged = movements(windows, others);
  const known = { ...seen, compared_with: unchanged.length };
  if (unchanged.length < fewestUnchanged) return { ...known, reason: cannotTell.tooFewUnchanged(unchanged.length) };
  const placebos = placeboTimes(windows, panel).map((when) => movements(when, comparable));
  const shape = { before: length(windows.before), gap: bundle.last - bundle.first + 1, after: length(windows.after) };
  const independence = independenceOf(shape, placebos.length + 1);
  const differences = differencesOf({ changed: outcomesOf(before, after), unchanged, placebos, independence });
  const told = { ...known, placebo_times: placebos.filter((times) => times.length > 1).length };
  if (!differences || differences.resultsPerCost.driftDegrees < fewestDegrees)
    return { ...told, reason: cannotTell.tooLittlePast() };
  const isBudget = bundle.changes.some(({ action }) => action.endsWith('budget'));
  const earned = isBudget
    ? earnedAtPrice(differences, after, priceBefore(comparable, windows, tally) ?? before.cost / before.results)
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

interface OutcomeComparison extends Pick<Comparison, 'independence'> {
  changed: Outcomes;
  unchanged: readonly Outcomes[];
  placebos: readonly (readonly Outcomes[])[];
}

function differencesOf({ changed, unchanged, placebos, independence }: OutcomeComparison): Differences | undefined {
  const of = (outcome: keyof Outcomes) => {
    const choose = (all: readonly Outcomes[]): Movement[] => all.map((each) => each[outcome]);
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
function priceBefore(comparable: readonly PanelCampaign[], { before }: Windows, tally: Tally): number | undefined {
  const all = comparable.map((each) => tally.sumsOf(each, before)).filter((sums) => sums !== undefined);
  const results = all.reduce((sum, each) => sum + each.results, 0);
  return results > 0 ? all.reduce((sum, each) => sum + each.cost, 0) / results : undefined;
}

/** Sure of a direction means a probability of 95 %. */
const sure = 0.95;

function tell(
  told: Effect,
  differences: Differences,
  { earned, spread, probabilityBelow }: Earned,
  after: Sums,
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
  return { ...effect, reason: found(effect, lost) };
}

const figures = ({ from, through }: Windows['before'], sums: Sums | undefined): WindowFigures | null =>
  sums ? { from: dateOfDay(from), through: dateOfDay(through), ...sums } : null;

function nothingKnown({ panel: { state }, campaign, bundle }: Case): Effect {
  return {
    platform: state.platform,
    account_id: state.accountId,
    currency: state.currency,
    kpi: campaign.kpi,
    campaign_id: campaign.campaignId,
    campaign_name: campaign.name,
    changes: bundle.changes.map(({ decisionId, action, creativeId, appliedAt, undoneAt }) => ({
      decision_id: decisionId,
      action,
      creative_id: creativeId,
      applied_at: appliedAt.toISOString(),
      undone_at: undoneAt?.toISOString() ?? null,
    })),
    changed_from: dateOfDay(bundle.first),
    changed_through: dateOfDay(bundle.last),
    is_own: bundle.isOwn,
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
