/** A twin on loopback, a collector that asks it, and the stages' world, on one virtual clock. */
import { tokensFromSecret } from '../../adapters/linkedin/access-tokens.ts';
import { linkedInClient } from '../../adapters/linkedin/client.ts';
import type { ApiCallRecord } from '../../core/collect/collection/api-calls.ts';
import type { CollectorDeps } from '../../core/collect/collection/run.ts';
import type { SqlFiles } from '../../core/sql/sql-models.ts';
import { dataProcessor } from '../../core/stages/data-processor.ts';
import { accountsToCollect, type Pull, pullAccounts } from '../../core/stages/pull-accounts.ts';
import { type RunningTwin, startTwin, type TwinOptions } from '../../twin/server.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

export interface CollectedTwin {
  twin: RunningTwin;
  shop: Workshop;
  /** What one call of the collector gets. Change `shop.deps` to change the world. */
  depsFor(): CollectorDeps;
  /** One pull over the accounts; throws nothing. */
  pull(...accounts: string[]): Promise<Pull>;
  process(): Promise<void>;
  /** The facts, in the order of their keys: without anything that depends on how often they were pulled. */
  facts(): Promise<Record<string, unknown>[]>;
  /** Of one of the queries below. */
  rows(name: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Questions of tests, beside those of `athena/`. */
export const testSql = new Map([
  [
    'facts',
    'select account_id, creative_id, stat_date, campaign_id, currency, impressions, clicks, cost, conversions, conversion_value, leads from creative_daily where impressions <> 0 or clicks <> 0 or cost <> 0 or conversions <> 0 or leads <> 0 order by account_id, creative_id, stat_date',
  ],
  [
    'revisions',
    'select creative_id, stat_date, revision, observed_at from creative_daily order by creative_id, stat_date',
  ],
  [
    'observations',
    'select creative_id, stat_date, impressions, clicks, cost, observed_at from creative_observation order by creative_id, stat_date, observed_at',
  ],
  [
    'looks',
    'select account_id, stat_date, age_hours, impressions, clicks, cost, conversions, leads, observed_at from account_observation order by account_id, stat_date, age_hours',
  ],
  ['reconciliation', 'select * from account_reconciliation order by account_id, stat_date'],
  ['campaigns', 'select * from campaign order by campaign_id, valid_from'],
  ['creatives', 'select * from creative order by creative_id, valid_from'],
]);

/** Small enough to be pulled in milliseconds: one account of two campaigns, unless the options say otherwise. */
export const smallWorld: TwinOptions = {
  size: { campaigns: 3, creativesPerCampaign: 2, historyDays: 20 },
};

export async function collectTwin(
  options: TwinOptions = smallWorld,
  config: object = {},
  moreSql: SqlFiles = new Map(),
): Promise<CollectedTwin> {
  const twin = await startTwin(options);
  const shop = await openWorkshop(
    {
      collection: { backfillDays: 20, windowDays: 10, wideWindowDays: 20, chunkDays: 10 },
      ...config,
      linkedin: { apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2`, attempts: 2 },
    },
    new Map([...testSql, ...moreSql]),
  );
  shop.deps.now = twin.now;
  // One client a run: it remembers posts, and spent quotas, for as long as it lives.
  const depsFor = (): CollectorDeps => {
    const calls: ApiCallRecord[] = [];
    const platform = linkedInClient({
      config: shop.deps.config.linkedin,
      tokens: tokensFromSecret({ read: async () => twin.credentials }, 'twin'),
      log: (record) => void calls.push(record),
      now: twin.now,
      sleep: async () => undefined,
    });
    return { ...shop.deps, platform, calls: { take: () => calls.splice(0) } };
  };
  return {
    twin,
    shop,
    depsFor,
    pull: async (...named) => {
      const accounts = named.length > 0 ? named : await accountsToCollect(depsFor());
      return pullAccounts({ run_id: shop.deps.newId(), accounts }, depsFor);
    },
    process: async () => {
      while ((await dataProcessor({}, shop.deps)).more);
    },
    facts: () => shop.deps.warehouse.rows('facts'),
    rows: (name) => shop.deps.warehouse.rows(name),
    close: async () => {
      await twin.close();
      await shop.close();
    },
  };
}
