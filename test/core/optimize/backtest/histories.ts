/** A small account's stored history: every value with when it was known. */

import { addDays } from '../../../../core/domain/calendar.ts';
import type { BacktestOptions } from '../../../../core/optimize/backtest/backtest.ts';
import {
  type KnownDay,
  type KnownHistory,
  type KnownSnapshot,
  morningOf,
} from '../../../../core/optimize/backtest/known-history.ts';
import { decisionSettings } from '../../../../core/settings/decisions.ts';
import { activeCreative, manualBidding, runningCampaign } from '../../../support/account-builder.ts';
import { exampleGuardrails } from '../../../support/example-guardrails.ts';
import { type Random, seeded } from '../proposals/simulation.ts';

const start = '2026-01-01';
const account = { platform: 'linkedin', accountId: '1' } as const;
const campaignIds = ['c1', 'c2'];
/** Rates of each campaign's creatives; the last of the first campaign is far worse than its siblings. */
const rates: Record<string, number[]> = { c1: [0.006, 0.0055, 0.0012], c2: [0.005, 0.0052] };
const impressions = 3000;
/** Share that is visible on the mornings after a day. */
const visible = [0.95, 0.99, 1];

const dayAt = (index: number): string => addDays(start, index);

/** `days` days, each seen on the three mornings after it, then no more. */
export function historyOf(days: number, random: Random = seeded(3)): KnownHistory {
  const known: KnownDay[] = [];
  const snapshots: KnownSnapshot[] = [];
  for (let index = 0; index < days; index++) {
    const totals = { impressions: 0, clicks: 0, cost: 0 };
    for (const campaignId of campaignIds)
      for (const [place, rate] of rates[campaignId]!.entries()) {
        const shown = Math.round(impressions * (0.8 + 0.4 * random()));
        const clicks = Math.round(shown * rate * (0.8 + 0.4 * random()));
        totals.impressions += shown;
        totals.clicks += clicks;
        totals.cost += clicks * 8;
        for (const [morning, share] of visible.entries()) {
          const knownOn = addDays(dayAt(index), morning + 1);
          known.push({
            ...account,
            campaignId,
            creativeId: `${campaignId}/${place}`,
            currency: 'USD',
            date: dayAt(index),
            knownOn,
            observedAt: new Date(morningOf(knownOn).getTime() - 3_600_000),
            impressions: Math.round(shown * share),
            clicks: Math.round(clicks * share),
            cost: clicks * 8 * share,
            conversions: 0,
            leads: 0,
            video_views: null,
          });
        }
      }
    for (const [morning, share] of visible.entries())
      snapshots.push({
        ...account,
        date: dayAt(index),
        observedAt: new Date(morningOf(addDays(dayAt(index), morning + 1)).getTime() - 3_600_000),
        values: {
          impressions: Math.round(totals.impressions * share),
          clicks: Math.round(totals.clicks * share),
          cost: totals.cost * share,
          conversions: 0,
          conversion_value: 0,
          leads: 0,
        },
      });
  }
  return inOrder({ days: known, snapshots, campaigns: campaignIds.map(campaignOf), creatives: creativesOf() });
}

/** As `readKnownHistory` gives them. */
export const inOrder = ({ days, snapshots, campaigns, creatives }: KnownHistory): KnownHistory => ({
  days: days.toSorted((one, other) => one.observedAt.getTime() - other.observedAt.getTime()),
  snapshots: snapshots.toSorted((one, other) => one.observedAt.getTime() - other.observedAt.getTime()),
  campaigns: campaigns.toSorted((one, other) => one.validFrom.getTime() - other.validFrom.getTime()),
  creatives: creatives.toSorted((one, other) => one.validFrom.getTime() - other.validFrom.getTime()),
});

const began = new Date('2025-12-31T05:00:00Z');

const campaignOf = (campaignId: string): KnownHistory['campaigns'][number] => ({
  ...account,
  ...runningCampaign(campaignId, {
    ...manualBidding,
    name: campaignId,
    campaignGroupId: 'g1',
    bid: 12,
    dailyBudget: 500,
    startsAt: new Date('2025-06-01T00:00:00Z'),
    audience: campaignId,
  }),
  validFrom: began,
});

const creativesOf = (): KnownHistory['creatives'] =>
  campaignIds.flatMap((campaignId) =>
    rates[campaignId]!.map((_, place) => ({
      ...account,
      ...activeCreative(`${campaignId}/${place}`),
      campaignId,
      validFrom: began,
    })),
  );

export const optionsOf = (from: string, to: string, more: Partial<BacktestOptions> = {}): BacktestOptions => ({
  from,
  to,
  guardrails: { ...exampleGuardrails, spend_share_per_day: 1 },
  settings: decisionSettings.parse({}),
  simulated: true,
  ownChanges: [],
  state: { windowDays: 90, activeWithinDays: 14, maturityLevel: 0.95 },
  maturity: { assumedDays: 7, level: 0.95, horizonDays: 120, learnFromDays: 240 },
  ...more,
});
