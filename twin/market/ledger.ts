/** The truth: what each creative really did on each day, in full precision. A running day counts as far as it has got. */
import { type Clock, dateOf, dayOf } from '../clock.ts';
import { type Entities, urnOf } from '../world/entities.ts';
import type { World } from '../world/schema.ts';
import type { Market } from './market.ts';
import { at, measureCount } from './measures.ts';

/** Money in the account's currency. Counts are whole. */
export interface LedgerRow {
  date: string;
  account_id: number;
  campaign_group: string;
  campaign: string;
  creative: string;
  currency: string;
  impressions: number;
  clicks: number;
  cost: number;
  cost_usd: number;
  landing_page_clicks: number;
  conversions: number;
  conversion_value: number;
  leads: number;
}

export interface Ledger {
  /** Rows of the days from..to, both included, by date, then creative; only rows with any delivery. */
  rows(fromDay: number, toDay: number): LedgerRow[];
}

/** In the account's currency, to the cent. */
export const conversionValue = (world: World, usdPerUnit: number): number =>
  Math.round((world.response.conversionValueUsd / usdPerUnit) * 100) / 100;

export function createLedger(world: World, entities: Entities, market: Market, clock: Clock): Ledger {
  return {
    rows(fromDay, toDay) {
      const rows: LedgerRow[] = [];
      for (let day = fromDay; day <= Math.min(toDay, dayOf(clock.now())); day += 1) {
        for (const campaign of entities.campaigns.values()) {
          const values = market.delivered(campaign, day);
          if (!values) continue;
          for (const creative of campaign.creatives) {
            const value = (measure: keyof typeof at): number =>
              values[creative.place * measureCount + at[measure]] ?? 0;
            if (value('impressions') === 0) continue;
            const { account } = campaign;
            const conversions = value('postClickConversions') + value('postViewConversions');
            rows.push({
              date: dateOf(day),
              account_id: account.id,
              campaign_group: urnOf.group(campaign.group.id),
              campaign: urnOf.campaign(campaign.id),
              creative: urnOf.creative(creative.id),
              currency: account.currency,
              impressions: value('impressions'),
              clicks: value('clicks'),
              cost: value('cost'),
              cost_usd: value('cost') * account.plan.usdPerUnit,
              landing_page_clicks: value('landingPageClicks'),
              conversions,
              conversion_value: conversions * conversionValue(world, account.plan.usdPerUnit),
              leads: value('leads'),
            });
          }
        }
      }
      return rows;
    },
  };
}
