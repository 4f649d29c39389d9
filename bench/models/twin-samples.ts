/** Worlds of the twin whose truth is known: what the market delivered as training samples, and the fresh CTR of every creative. */

import { daysBetween } from '../../core/domain/calendar.ts';
import { campaignKey, creativeKey } from '../../core/domain/entity-key.ts';
import { featureRow, type LaunchFacts } from '../../core/learn/features/feature-row.ts';
import { blockDays, type CreativeSample } from '../../core/learn/training/creative-samples.ts';
import { delayedResultsOf } from '../../core/learn/training/delayed-results.ts';
import { createClock, dateOf, dayOf } from '../../twin/clock.ts';
import { createLedger, type LedgerRow } from '../../twin/market/ledger.ts';
import { createMarket } from '../../twin/market/market.ts';
import { buildWorld } from '../../twin/world/build-world.ts';
import { type Creative, urnOf } from '../../twin/world/entities.ts';
import { readWorld, type WorldSize } from '../../twin/world/read-world.ts';

export interface KnownWorld {
  samples: CreativeSample[];
  creatives: KnownCreative[];
}

/** An ad at its launch, and how well it really does. */
export interface KnownCreative {
  key: string;
  campaign: string;
  features: number[];
  freshCtr: number;
  /** The same without the talent that no feature can explain: the best estimate there is. */
  explainedCtr: number;
}

const monday = '2020-01-06';

/** Without fatigue, an ad's expected CTR is its fresh one on any day but for weekdays. */
export function knownWorld(seed: number, size: WorldSize, fatigued: boolean): KnownWorld {
  const read = readWorld(undefined, size);
  const world = fatigued
    ? read
    : {
        ...read,
        creativeFatigue: { ...read.creativeFatigue, floor: 1 },
        saturation: { ...read.saturation, strength: 0 },
      };
  const start = Date.parse(world.startAt);
  const clock = createClock(start);
  const entities = buildWorld(world, seed, start);
  const market = createMarket(world, seed, clock);
  const today = dayOf(start);
  const ledger = createLedger(world, entities, market, clock).rows(today - world.historyDays, today - 1);
  const byUrn = new Map([...entities.creatives.values()].map((creative) => [urnOf.creative(creative.id), creative]));
  const plain = buildWorld({ ...world, response: { ...world.response, creativeSpread: 0 } }, seed, start);
  return {
    samples: samplesOf(ledger, byUrn),
    creatives: [...entities.creatives.values()].map((creative) => ({
      ...knownCreative(creative),
      explainedCtr: plain.creatives.get(creative.id)?.freshCtr ?? Number.NaN,
    })),
  };
}

/** As the mart sums them: by creative and block of days. */
function samplesOf(ledger: readonly LedgerRow[], byUrn: ReadonlyMap<string, Creative>): CreativeSample[] {
  const blocks = new Map<string, LedgerRow[]>();
  for (const row of ledger) {
    const key = `${row.creative} ${Math.floor(daysBetween(monday, row.date) / blockDays)}`;
    const rows = blocks.get(key);
    if (rows) rows.push(row);
    else blocks.set(key, [row]);
  }
  const begun = new Map<string, { day: string; impressions: number }>();
  return [...blocks.values()].map((rows) => {
    const [{ creative: urn, date } = rows[0] as LedgerRow] = rows;
    const before = begun.get(urn) ?? { day: date, impressions: 0 };
    const sample = sampleOf(rows, byUrn.get(urn) as Creative, before);
    begun.set(urn, { day: before.day, impressions: before.impressions + sample.impressions });
    return sample;
  });
}

function sampleOf(rows: LedgerRow[], creative: Creative, before: { day: string; impressions: number }): CreativeSample {
  const sum = (measure: 'impressions' | 'clicks' | 'conversions' | 'leads' | 'cost'): number =>
    rows.reduce((total, row) => total + row[measure], 0);
  const fromDay = rows[0]?.date ?? '';
  const impressions = sum('impressions');
  const counted = { impressions, clicks: sum('clicks'), conversions: sum('conversions'), leads: sum('leads') };
  const results = delayedResultsOf({ ...counted, objective: creative.campaign.objectiveType }, 'auto');
  return {
    ...keysOf(creative),
    block: Math.floor(daysBetween(monday, fromDay) / blockDays),
    fromDay,
    toDay: rows.at(-1)?.date ?? '',
    impressions,
    clicks: Math.min(counted.clicks, impressions),
    resultImpressions: results === null ? null : impressions,
    results,
    cost: sum('cost'),
    currency: creative.campaign.account.currency,
    features: featureRow(factsOf(creative, fromDay), {
      ageDays: daysBetween(before.day, fromDay),
      impressionsBefore: before.impressions,
    }),
  };
}

const knownCreative = (creative: Creative): Omit<KnownCreative, 'explainedCtr'> => {
  const { creative: key, campaign } = keysOf(creative);
  const launch = dateOf(creative.firstDay);
  return { key, campaign, features: featureRow(factsOf(creative, launch)), freshCtr: creative.freshCtr };
};

const keysOf = ({ id, campaign }: Creative): { creative: string; campaign: string } => {
  const account = String(campaign.account.id);
  return {
    creative: creativeKey('linkedin', account, String(campaign.id), urnOf.creative(id)),
    campaign: campaignKey('linkedin', account, String(campaign.id)),
  };
};

/** What the collector would have read of it. */
const factsOf = ({ copy, campaign }: Creative, day: string): LaunchFacts => ({
  headline: copy.headline,
  introduction: copy.introduction,
  description: copy.description,
  callToAction: copy.callToAction,
  format: campaign.format,
  objective: campaign.objectiveType,
  targeting: JSON.stringify({ include: campaign.targeting }),
  day,
});
