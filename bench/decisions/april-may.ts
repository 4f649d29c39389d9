/** Decides on April alone and looks at how the paused and the kept placements did in May, beside fixed thresholds. */
import type { Decision } from '../../core/contracts/decisions.ts';
import type { AccountState } from '../../core/domain/account-state.ts';
import { stateFromDays } from '../../core/optimize/state/state-from-days.ts';
import { aprilOf, type PlacementDay } from './placements.ts';
import { thresholdRule } from './policies/thresholds.ts';

export interface Sums {
  creatives: number;
  impressions: number;
  clicks: number;
  cost: number;
  conversions: number;
}

export interface AprilMay {
  april: { paused: Sums; kept: Sums };
  may: { paused: Sums; kept: Sums };
  /** Of the paused that ran on in May: how many did worse there than what their campaign kept. */
  stillWorse: { of: number; clicks: number };
}

export function byOptimizer(
  placements: readonly PlacementDay[],
  decide: (states: AccountState[], runId: string, at: Date) => Decision[],
  window: { windowDays: number; activeWithinDays: number },
): AprilMay {
  const april = aprilOf(placements);
  const decisions = decide([stateFromDays(april, window)], 'april', april.asOf);
  return inMay(
    placements,
    new Set(decisions.filter(({ action }) => action === 'pause_creative').map(({ creative_id }) => creative_id ?? '')),
  );
}

export function byThresholds(placements: readonly PlacementDay[]): AprilMay {
  const paused = [...sumsByCreative(placements, 'April')]
    .filter(
      ([, { clicks, impressions, cost }]) =>
        clicks >= thresholdRule.clicks &&
        ((100 * clicks) / impressions < thresholdRule.ctrPercent || cost / clicks > thresholdRule.cpcUsd),
    )
    .map(([creativeId]) => creativeId);
  return inMay(placements, new Set(paused));
}

function inMay(placements: readonly PlacementDay[], paused: ReadonlySet<string>): AprilMay {
  const april = sumsByCreative(placements, 'April');
  // placements without figures in April were not decided on
  const may = new Map([...sumsByCreative(placements, 'May')].filter(([creativeId]) => april.has(creativeId)));
  const split = (sums: ReadonlyMap<string, Sums>) => ({
    paused: total([...sums].filter(([id]) => paused.has(id)).map(([, own]) => own)),
    kept: total([...sums].filter(([id]) => !paused.has(id)).map(([, own]) => own)),
  });
  return { april: split(april), may: split(may), stillWorse: stillWorse(may, paused) };
}

function stillWorse(may: ReadonlyMap<string, Sums>, paused: ReadonlySet<string>): AprilMay['stillWorse'] {
  const campaignOf = (creativeId: string): string => creativeId.slice(0, creativeId.indexOf('/'));
  const running = [...may].filter(([id, { impressions }]) => paused.has(id) && impressions > 0);
  const judged = running.map(([id, own]) => {
    const rest = total(
      [...may].filter(([other]) => !paused.has(other) && campaignOf(other) === campaignOf(id)).map(([, sums]) => sums),
    );
    return { own, rest };
  });
  const comparable = judged.filter(({ rest }) => rest.impressions > 0);
  return {
    of: comparable.length,
    clicks: comparable.filter(({ own, rest }) => own.clicks * rest.impressions < rest.clicks * own.impressions).length,
  };
}

function sumsByCreative(placements: readonly PlacementDay[], month: PlacementDay['month']): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const { creativeId, day } of placements.filter((each) => each.month === month)) {
    const own = sums.get(creativeId) ?? { ...none, creatives: 1 };
    own.impressions += day.impressions;
    own.clicks += day.clicks ?? 0;
    own.cost += day.cost ?? 0;
    own.conversions += day.conversions ?? 0;
    sums.set(creativeId, own);
  }
  return sums;
}

const none: Sums = { creatives: 0, impressions: 0, clicks: 0, cost: 0, conversions: 0 };

const total = (all: readonly Sums[]): Sums =>
  all.reduce(
    (sum, each) => ({
      creatives: sum.creatives + each.creatives,
      impressions: sum.impressions + each.impressions,
      clicks: sum.clicks + each.clicks,
      cost: sum.cost + each.cost,
      conversions: sum.conversions + each.conversions,
    }),
    none,
  );
