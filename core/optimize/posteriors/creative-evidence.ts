/** What the mature days of a creative say of its rate, step by step: of impressions clicks, of clicks leads. */

import type { CampaignState, CreativeSpan, CreativeState } from '../../domain/account-state.ts';
import { daysBetween } from '../../domain/calendar.ts';
import { comesOfClicks, type Kpi, resultsOf, visibleShareOf } from '../../domain/kpi.ts';
import type { DailyCounts } from '../../statistics/dispersion.ts';
import type { Counts } from './prior.ts';

export type Usability = 'usable' | 'immature' | 'kpi-unknown' | 'impossible-counts';

export interface CreativeEvidence {
  creative: CreativeState;
  /** People want it shown and the platform lets it: it is what decisions are about. */
  serving: boolean;
  usability: Usability;
  /** First and last day that counts; null without. */
  from: string | null;
  through: string | null;
  impressions: number;
  /** Of the KPI: as shown, and as expected once all delays are over; null where the platform gave none. */
  results: number | null;
  expectedResults: number | null;
  /** Null where a span's cost is not known. */
  cost: number | null;
  /** One per step, older figures weighing less; empty where the KPI is impressions. */
  steps: Counts[];
  /** Day by day within a span, of the first step; span by span, of the second and where no squares of days are kept. */
  dailyCounts: DailyCounts[][];
}

const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);

/** An import says nothing of status: there, what had impressions lately serves. */
export const isServing = ({ status, approved, delivering }: CreativeState): boolean =>
  status === null ? delivering : status === 'ACTIVE' && approved !== false;

export function evidenceOf(campaign: CampaignState, kpi: Kpi, halfLifeDays: number): CreativeEvidence[] {
  const throughClicks =
    comesOfClicks(kpi) && campaign.creatives.every((creative) => clicksExplain(creative.spans, kpi));
  return campaign.creatives.map((creative) => creativeEvidence(creative, kpi, throughClicks, halfLifeDays));
}

/** Views earn conversions too: where there are more of them than clicks, clicks do not explain them. */
function clicksExplain(spans: readonly CreativeSpan[], kpi: Kpi): boolean {
  const known = spans.filter((span) => resultsOf(span, kpi) !== null);
  const clicks = sum(known, (span) => (span.clicks ?? Number.NaN) * visibleShareOf(span.visibleShare, kpi));
  return known.length === 0 || sum(known, (span) => resultsOf(span, kpi) ?? 0) <= clicks;
}

function creativeEvidence(
  creative: CreativeState,
  kpi: Kpi,
  throughClicks: boolean,
  halfLifeDays: number,
): CreativeEvidence {
  const spans = creative.spans.filter(({ impressions }) => impressions > 0);
  const known = spans.filter((span) => resultsOf(span, kpi) !== null);
  const last = spans.at(-1);
  // an ad that is not shown does not fatigue: its figures age from its own last span on
  const weightOf = (span: CreativeSpan): number => 0.5 ** (daysBetween(span.through, last!.through) / halfLifeDays);
  const weighted = (from: readonly CreativeSpan[], count: (span: CreativeSpan) => Counts): Counts => ({
    trials: sum(from, (span) => weightOf(span) * count(span).trials),
    successes: sum(from, (span) => weightOf(span) * count(span).successes),
  });
  const results = known.length === 0 ? null : sum(known, (span) => resultsOf(span, kpi) ?? 0);
  const clicked = spans.filter(({ clicks }) => clicks !== null);
  const first = throughClicks ? clicked : known;
  const firstKpi = throughClicks ? 'clicks' : kpi;
  const steps = kpi === 'impressions' ? [] : [weighted(first, (span) => trialsOf(span, firstKpi, span.impressions))];
  if (throughClicks) steps.push(weighted(known, (span) => trialsOf(span, kpi, span.clicks ?? 0)));
  return {
    creative,
    serving: isServing(creative),
    usability: usabilityOf(spans, results, steps),
    from: spans[0]?.from ?? null,
    through: last?.through ?? null,
    impressions: sum(spans, ({ impressions }) => impressions),
    results,
    expectedResults: expectedOf(known, kpi),
    cost: spans.some(({ cost }) => cost === null) ? null : sum(spans, ({ cost }) => cost ?? 0),
    steps,
    dailyCounts: [
      firstKpi === 'video_views'
        ? [bySpan(known.map((span) => trialsOf(span, kpi, span.impressions)))]
        : first.map((span) => dailyCounts(span, firstKpi)),
      throughClicks ? [bySpan(known.map((span) => trialsOf(span, kpi, span.clicks ?? 0)))] : [],
    ],
  };
}

/** Of the trials, so many as are expected to show their results by now: what is still to come was not tried yet. */
const trialsOf = (span: CreativeSpan, kpi: Kpi, trials: number): Counts => ({
  trials: trials * visibleShareOf(span.visibleShare, kpi),
  successes: resultsOf(span, kpi) ?? 0,
});

function usabilityOf(spans: readonly CreativeSpan[], results: number | null, steps: readonly Counts[]): Usability {
  if (spans.length === 0) return 'immature';
  if (results === null && !(steps.length === 2 && steps[0]!.trials > 0)) return 'kpi-unknown';
  // trials and results were observed days apart, which explains a little more than all
  return steps.every(({ trials, successes }) => successes >= 0 && successes <= trials) ? 'usable' : 'impossible-counts';
}

function expectedOf(known: readonly CreativeSpan[], kpi: Kpi): number | null {
  const share = sum(known, (span) => visibleShareOf(span.visibleShare, kpi) * (span.clicks ?? span.impressions));
  if (known.length === 0 || share === 0) return null;
  const all = sum(known, (span) => span.clicks ?? span.impressions);
  return (sum(known, (span) => resultsOf(span, kpi) ?? 0) * all) / share;
}

function dailyCounts(span: CreativeSpan, kpi: Kpi): DailyCounts {
  const moments = momentsOfSpan(span, kpi);
  return {
    days: span.days,
    trials: span.impressions,
    successes: resultsOf(span, kpi) ?? 0,
    trialsSquared: span.impressionsSquared,
    successesSquared: moments?.squared ?? 0,
    trialsTimesSuccesses: moments?.timesImpressions ?? 0,
  };
}

/** Sums over the days of a span; null for what has no daily squares. */
const momentsOfSpan = (span: CreativeSpan, kpi: Kpi): CreativeSpan['moments']['clicks'] | null =>
  kpi === 'clicks' || comesOfClicks(kpi) ? span.moments[kpi] : null;

const bySpan = (spans: readonly Counts[]): DailyCounts => ({
  days: spans.filter(({ trials }) => trials > 0).length,
  ...{ trials: sum(spans, ({ trials }) => trials), successes: sum(spans, ({ successes }) => successes) },
  trialsSquared: sum(spans, ({ trials }) => trials ** 2),
  successesSquared: sum(spans, ({ successes }) => successes ** 2),
  trialsTimesSuccesses: sum(spans, ({ trials, successes }) => trials * successes),
});
