import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import type { AnalyticsPivot, AnalyticsRow } from '../../../core/ports/ad-performance.ts';
import { type CollectorDeps, collector } from '../../../core/stages/collector.ts';
import { type CollectedTwin, collectTwin, smallWorld } from '../../support/collected-twin.ts';

let world: CollectedTwin;
const [usd, eur, gbp] = ['508100001', '508100002', '508100003'] as const;

afterEach(() => world.close());

/** Three accounts, so that one may fail. */
const threeAccounts = { size: { campaigns: 8, creativesPerCampaign: 2, historyDays: 20 } };

const cursor = async (account: string = usd) =>
  JSON.parse(await world.shop.text(keys.collectorCursor('linkedin', account)));
const listed = async (prefix: string) => {
  const found: string[] = [];
  for await (const { key } of world.shop.deps.objects.list(prefix)) found.push(key);
  return found;
};

/** Counts and money of the truth, by creative and day; only days that are final. */
function truth(from: string, to: string, account: string = usd) {
  return world.twin
    .ledger(from, to)
    .filter((row) => String(row.account_id) === account)
    .map(({ creative, date, impressions, clicks, cost, conversions, leads }) => [
      `${creative} ${date}`,
      impressions,
      clicks,
      Math.round(cost * 100),
      conversions,
      leads,
    ])
    .toSorted();
}

async function collected(from: string, to: string) {
  return (await world.facts())
    .filter((row) => String(row.stat_date) >= from && String(row.stat_date) <= to)
    .map((row) => [
      `${row.creative_id} ${row.stat_date}`,
      Number(row.impressions),
      Number(row.clicks),
      Math.round(Number(row.cost) * 100),
      Number(row.conversions),
      Number(row.leads),
    ])
    .toSorted();
}

describe('collector', () => {
  it('brings one account’s figures, whole, with campaign, currency and text', async () => {
    world = await collectTwin();
    const pull = await world.pull(usd);
    await world.process();
    expect(pull.failures).toEqual([]);
    expect(pull.outputs[0]).toMatchObject({ stopped: 'done', from: '2026-07-15', to: '2026-08-03', rejected: 0 });
    const facts = await world.facts();
    expect(facts.length).toBeGreaterThan(0);
    expect(facts.length).toBe(truth('2026-07-15', '2026-08-03').length);
    expect(facts.every((row) => row.currency === 'USD' && row.campaign_id !== 'unknown')).toBe(true);
    const creatives = await world.rows('creatives');
    expect(creatives.length).toBeGreaterThan(0);
    expect(creatives.every((row) => row.content_status !== null && row.source === 'api')).toBe(true);
    expect(creatives.some((row) => row.headline !== null && row.landing_page !== null)).toBe(true);
    expect(await world.rows('campaigns')).toEqual(
      expect.arrayContaining([expect.objectContaining({ status: 'ACTIVE', source: 'api', valid_to: null })]),
    );
  });

  it('ends in the platform’s own truth once restatement is over', async () => {
    world = await collectTwin(smallWorld, { collection: { backfillDays: 20, windowDays: 90, chunkDays: 90 } });
    await world.pull(usd);
    world.twin.advance('50d');
    await world.pull(usd);
    await world.process();
    expect(await collected('2026-07-15', '2026-08-10')).toEqual(truth('2026-07-15', '2026-08-10'));
  });

  it('gives the same values from four pulls a day as from one, with more revisions', async () => {
    const run = async (pullsADay: number) => {
      world = await collectTwin();
      for (let pull = 0; pull <= 3 * pullsADay; pull += 1) {
        if (pull > 0) world.twin.advance((24 / pullsADay) * 3_600_000);
        await world.pull(usd);
      }
      await world.process();
      const result = { facts: await world.facts(), observations: (await world.rows('observations')).length };
      await world.close();
      return result;
    };
    const [once, fourTimes] = [await run(1), await run(4)];
    expect(once.facts.length).toBeGreaterThan(0);
    expect(fourTimes.facts).toEqual(once.facts);
    expect(fourTimes.observations).toBeGreaterThan(once.observations);
    world = await collectTwin();
  });

  it('lets a restated day overwrite and keeps what was seen before', async () => {
    world = await collectTwin();
    world.twin.fault({ kind: 'restatement-storm', magnitude: 0.5, withinDays: 30 });
    await world.pull(usd);
    await world.process();
    const before = await world.facts();
    world.twin.clearFaults();
    world.twin.advance('6h');
    await world.pull(usd);
    await world.process();
    expect(await world.facts()).not.toEqual(before);
    const revised = (await world.rows('revisions')).filter((row) => Number(row.revision) === 2);
    expect(revised.length).toBeGreaterThan(0);
    expect(await world.shop.deps.warehouse.rows('checks/newest_observation_is_current')).toEqual([]);
  });

  it('reconciles creatives with the platform’s totals and says so in the manifest', async () => {
    world = await collectTwin();
    await world.pull(usd);
    await world.process();
    const days = await world.rows('reconciliation');
    expect(days.length).toBeGreaterThan(10);
    expect(days.every((row) => row.is_reconciled)).toBe(true);
    expect(JSON.parse(await world.shop.text(keys.manifest)).reconciled).toBe(true);
  });

  it('sets to zero what is missing from a whole pull, and nothing on the word of a doubtful one', async () => {
    world = await collectTwin();
    await world.pull(usd);
    await world.process();
    const facts = await world.facts();
    const gone = facts.findLast((row) => row.stat_date === '2026-08-01') as Record<string, string>;
    const isThere = async () =>
      (await world.facts()).some((row) => row.creative_id === gone.creative_id && row.stat_date === gone.stat_date);

    world.twin.advance(1000);
    await collector({ account: usd }, hiding(gone, ['CREATIVE']));
    await world.process();
    expect(await isThere()).toBe(true);
    // the totals still hold it: it was deleted at the platform, and its spend stays
    const explained = (await world.rows('reconciliation')).filter((row) => Number(row.kept_creatives) > 0);
    expect(explained.map((row) => [row.stat_date, row.kept_creatives, row.kept_cost, row.is_reconciled])).toEqual([
      [gone.stat_date, '1', gone.cost, true],
    ]);

    world.twin.advance(1000);
    await collector({ account: usd }, hiding(gone, ['CREATIVE', 'CAMPAIGN']));
    await world.process();
    expect(await isThere()).toBe(true);

    world.twin.advance(1000);
    await collector({ account: usd }, hiding(gone, ['CREATIVE', 'CAMPAIGN', 'ACCOUNT']));
    await world.process();
    expect(await isThere()).toBe(false);
    expect((await world.facts()).length).toBe(facts.length - 1);
    expect(JSON.parse(await world.shop.text(keys.manifest)).reconciled).toBe(true);
  });

  it('names the gap and the campaign where the totals hold more than any creative ever showed', async () => {
    world = await collectTwin();
    const other = await collectTwin();
    await other.pull(usd);
    await other.process();
    const hidden = (await other.facts()).findLast((row) => row.stat_date === '2026-08-01') as Record<string, string>;
    await other.close();

    await collector({ account: usd }, hiding(hidden, ['CREATIVE']));
    await world.process();
    expect(JSON.parse(await world.shop.text(keys.manifest)).reconciled).toBe(false);
    const open = await world.shop.deps.warehouse.rows('queries/process/open_days');
    expect(open.map((row) => [row.stat_date, row.campaign_id, row.currency])).toEqual([
      ['2026-08-01', hidden.campaign_id, hidden.currency],
    ]);
    const [day] = open as [Record<string, string>];
    expect(Number(day.account_impressions) - Number(day.impressions)).toBe(Number(hidden.impressions));
    expect(Number(day.campaign_impressions) - Number(day.creatives_impressions)).toBe(Number(hidden.impressions));

    world.twin.advance(1000);
    await world.pull(usd);
    await world.process();
    expect(await world.shop.deps.warehouse.rows('queries/process/open_days')).toEqual([]);
  });

  it('leaves the cursor at a daily 429 and goes on the next day', async () => {
    world = await collectTwin();
    const before = await world.pull(usd);
    world.twin.advance('1d');
    const moved = await cursor();
    world.twin.fault({ kind: 'throttle-day', endpoint: 'adAnalytics' });
    const stopped = await world.pull(usd);
    expect(before.outputs[0]?.stopped).toBe('done');
    expect(stopped.failures).toEqual([]);
    expect(stopped.outputs[0]).toMatchObject({
      stopped: 'daily_quota',
      more: false,
      resumes_at: '2026-08-05T00:00:00.000Z',
      from: null,
    });
    expect(await cursor()).toEqual(moved);
    world.twin.clearFaults();
    world.twin.advance('1d');
    expect((await world.pull(usd)).outputs[0]).toMatchObject({ stopped: 'done', to: '2026-08-05' });
  });

  it('goes on with a backfill from the piece at which the quota ended', async () => {
    world = await collectTwin(smallWorld, { collection: { backfillDays: 20, windowDays: 5, chunkDays: 5 } });
    const deps = world.depsFor();
    const { analytics } = deps.platform;
    let pieces = 0;
    deps.platform.analytics = async (question) => {
      if (question.pivot === 'CREATIVE') pieces += 1;
      if (pieces === 3) world.twin.fault({ kind: 'throttle-day', endpoint: 'adAnalytics' });
      return analytics(question);
    };
    expect(await collector({ account: usd }, deps)).toMatchObject({ stopped: 'daily_quota', to: '2026-07-24' });
    expect(await cursor()).toMatchObject({ next: '2026-07-25', collected_through: null });
    world.twin.clearFaults();
    world.twin.advance('1d');
    expect((await world.pull(usd)).outputs[0]).toMatchObject({ from: '2026-07-25', to: '2026-08-04' });
    await world.process();
    expect((await world.facts()).length).toBe(truth('2026-07-15', '2026-08-04').length);
  });

  it('loses nothing when the interface version is sunset: the failure names it, facts and cursor stay', async () => {
    world = await collectTwin();
    await world.pull(usd);
    await world.process();
    const [facts, before] = [await world.facts(), await cursor()];
    world.twin.advance('346d');
    const { failures } = await world.pull(usd);
    expect(failures.map(({ error }) => error.message)).toEqual([
      expect.stringContaining('Version 202607 is no longer served (sunset 2027-07-15)'),
    ]);
    await world.process();
    expect(await world.facts()).toEqual(facts);
    expect(await cursor()).toEqual(before);
  });

  it('leaves the other accounts complete when one answers 403', async () => {
    world = await collectTwin(threeAccounts);
    world.twin.fault({ kind: 'server-error', status: 403, endpoint: `/adAccounts/${eur}/` });
    const pull = await world.pull(usd, eur, gbp);
    expect(pull.failures.map(({ account }) => account)).toEqual([eur]);
    expect(pull.failures[0]?.error.message).toMatch(/^Access was denied/);
    expect(pull.outputs.map(({ account, stopped }) => [account, stopped])).toEqual([
      [usd, 'done'],
      [gbp, 'done'],
    ]);
  });

  it('does not take an empty answer for zero where there was spend', async () => {
    world = await collectTwin();
    await world.pull(usd);
    await world.process();
    const before = await world.facts();
    world.twin.advance('6h');
    world.twin.fault({ kind: 'empty-answer', endpoint: 'adAnalytics' });
    const empty = await world.pull(usd);
    expect(empty.failures[0]?.error.message).toBe(
      `The platform returned nothing for account ${usd} from 2026-07-25 to 2026-08-03, but the account had spend on 2026-08-02`,
    );
    await world.process();
    expect(await world.facts()).toEqual(before);
  });

  it('keeps a deleted campaign’s spend, under its campaign', async () => {
    world = await collectTwin();
    await world.pull(usd);
    await world.process();
    const before = await world.facts();
    const campaign = String(before[0]?.campaign_id);
    world.twin.fault({ kind: 'deleted-entities', entities: [`urn:li:sponsoredCampaign:${campaign}`] });
    world.twin.advance('25h');
    await world.pull(usd);
    await world.process();
    const days = (rows: Record<string, unknown>[]) =>
      rows.filter((row) => row.campaign_id === campaign && String(row.stat_date) < '2026-08-03').length;
    expect(days(await world.facts())).toBe(days(before));
    expect((await world.facts()).some((row) => row.campaign_id === 'unknown')).toBe(false);
  });

  it('gives figures of creatives that no list names to an unknown campaign, and finds it when it is listed', async () => {
    world = await collectTwin();
    world.twin.fault({ kind: 'empty-answer', endpoint: 'creatives' });
    await world.pull(usd);
    await world.process();
    expect((await world.facts()).every((row) => row.campaign_id === 'unknown')).toBe(true);
    world.twin.clearFaults();
    world.twin.advance('25h');
    await world.pull(usd);
    await world.process();
    expect((await world.facts()).some((row) => row.campaign_id === 'unknown')).toBe(false);
  });

  it('reports fields that it does not know, and keeps them in the raw object', async () => {
    world = await collectTwin();
    world.twin.fault({ kind: 'unknown-fields', endpoint: 'adAnalytics' });
    const [output] = (await world.pull(usd)).outputs;
    expect(output?.drift.map(({ path }) => path)).toEqual([
      'analytics.deliveryInsights',
      'analytics.engagementQualityIndex',
    ]);
    const sent = world.shop.metrics.find(({ namespace }) => namespace === 'LinkedInAds/Collector')?.metrics;
    expect(sent?.find(({ name }) => name === 'DriftedFields')?.value).toBe(2);
  });

  it('survives a page that repeats: nothing is stored, and the next run is whole', async () => {
    world = await collectTwin({ size: { campaigns: 3, creativesPerCampaign: 70, historyDays: 5 } });
    world.twin.fault({ kind: 'duplicate-page', endpoint: 'creatives', count: 1 });
    expect((await world.pull(usd)).failures[0]?.error.message).toContain('the same page came twice');
    expect(await listed('raw/entities/')).toEqual([]);
    expect((await world.pull(usd)).outputs[0]?.stopped).toBe('done');
  });

  it('splits what the platform would cut', async () => {
    world = await collectTwin(
      { size: { campaigns: 110, creativesPerCampaign: 20, historyDays: 40 } },
      {
        collection: { backfillDays: 40, chunkDays: 40 },
      },
    );
    const [output] = (await world.pull(usd)).outputs;
    await world.process();
    expect(output?.stopped).toBe('done');
    const facts = await world.facts();
    expect(facts.length).toBeGreaterThan(15_000);
    expect(facts.length).toBe(truth('2026-06-25', '2026-08-03').length);
    expect((await world.rows('reconciliation')).every((row) => row.is_reconciled)).toBe(true);
  });

  it('looks up each text once', async () => {
    world = await collectTwin();
    await world.pull(usd);
    const posts = () => world.twin.calls().by_endpoint['GET posts'] ?? 0;
    const first = posts();
    world.twin.advance('25h');
    await world.pull(usd);
    expect(first).toBeGreaterThan(0);
    expect(posts()).toBe(first);
  });

  it('lets figures go on when texts cannot be read, and reads them later', async () => {
    world = await collectTwin();
    world.twin.fault({ kind: 'throttle-day', endpoint: 'posts' });
    const [output] = (await world.pull(usd)).outputs;
    expect(output).toMatchObject({ stopped: 'done', to: '2026-08-03' });
    expect(output?.content_pending).toBeGreaterThan(0);
    world.twin.clearFaults();
    world.twin.advance('1d');
    expect((await world.pull(usd)).outputs[0]?.content_pending).toBe(0);
  });

  it('stops before its deadline and goes on with the next call', async () => {
    world = await collectTwin();
    await world.pull(usd);
    world.twin.advance('6h');
    world.shop.deps.deadline = new Date(world.twin.now().getTime() + 30_000);
    expect(await collector({ run_id: 'r', account: usd }, world.depsFor())).toMatchObject({ more: true, from: null });
    delete world.shop.deps.deadline;
    expect(await collector({ run_id: 'r', account: usd }, world.depsFor())).toMatchObject({ more: false });
    expect(await collector({ run_id: 'r', account: usd }, world.depsFor())).toMatchObject({ to: '2026-08-03' });
  });

  it('keeps a second run away from an account until the lease expires', async () => {
    world = await collectTwin();
    const key = keys.collectorLease('linkedin', usd);
    const expires_at = new Date(world.twin.now().getTime() + 60_000).toISOString();
    await world.shop.deps.objects.put(key, new TextEncoder().encode(JSON.stringify({ run_id: 'other', expires_at })));
    await expect(collector({ account: usd }, world.depsFor())).rejects.toThrow(
      `Account ${usd} is being collected by run other, until ${expires_at} at the latest`,
    );
    world.twin.advance('2m');
    expect((await collector({ account: usd }, world.depsFor())).stopped).toBe('done');
    expect(await listed('state/leases/')).toEqual([]);
  });

  it('keeps a log of its calls, without any token', async () => {
    world = await collectTwin();
    const [output] = (await world.pull(usd)).outputs;
    const [key = ''] = await listed('raw/calls/');
    const packed = (await world.shop.deps.objects.get(key))?.body as Uint8Array<ArrayBuffer>;
    const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    expect(text.trim().split('\n').length).toBe(output?.calls);
    expect(text).not.toContain(world.twin.credentials.access_token);
  });

  it('looks back over a pause, however long', async () => {
    world = await collectTwin();
    await world.pull(usd);
    world.twin.advance('25d');
    expect((await world.pull(usd)).outputs[0]).toMatchObject({ from: '2026-07-15', to: '2026-08-28' });
    world.twin.advance('6h');
    expect((await world.pull(usd)).outputs[0]).toMatchObject({ from: '2026-08-19', to: '2026-08-28' });
  });
});

/** A platform on which one creative's day is gone: from these pivots' answers. */
function hiding(gone: Record<string, string>, pivots: readonly AnalyticsPivot[]): CollectorDeps {
  const deps = world.depsFor();
  const { analytics } = deps.platform;
  deps.platform = {
    ...deps.platform,
    analytics: async (question) => {
      const answer = await analytics(question);
      if (!pivots.includes(question.pivot)) return answer;
      const records = answer.records.flatMap((row) => {
        if (row.stat_date !== gone.stat_date) return [row];
        if (row.pivot === 'CREATIVE') return row.entity === gone.creative_id ? [] : [row];
        if (row.pivot === 'CAMPAIGN' && row.id !== gone.campaign_id) return [row];
        return [{ ...row, metrics: minus(row.metrics, gone) }];
      });
      return { ...answer, records };
    },
  };
  return deps;
}

function minus(metrics: AnalyticsRow['metrics'], row: Record<string, string>) {
  return {
    ...metrics,
    impressions: Number(metrics.impressions ?? 0) - Number(row.impressions),
    clicks: Number(metrics.clicks ?? 0) - Number(row.clicks),
    cost: Math.max(0, Number(metrics.cost ?? 0) - Number(row.cost)).toFixed(9),
  };
}
