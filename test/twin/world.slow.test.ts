import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultWorldPath, readWorld } from '../../twin/world/read-world.ts';
import { account, startClient } from './client.ts';

const file = () => JSON.parse(readFileSync(defaultWorldPath, 'utf8'));

/** Every object that holds a value, with its path. */
function parameters(node: unknown, path = ''): [string, Record<string, unknown>][] {
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return [];
  if ('value' in node) return [[path, node as Record<string, unknown>]];
  return Object.entries(node).flatMap(([key, child]) => parameters(child, `${path}/${key}`));
}

describe('the world file', () => {
  it('states a unit and a source for every parameter', () => {
    const found = parameters(file());
    expect(found.length).toBeGreaterThan(50);
    for (const [path, { unit, source }] of found)
      expect([path, typeof unit, typeof source]).toEqual([path, 'string', 'string']);
  });

  it('is refused with the place of the mistake', () => {
    const broken = file();
    broken.market.medianCpmUsd.value = -1;
    delete broken.creativeFatigue.floor.source;
    expect(() => readWorld(broken)).toThrow(
      /The given object is not a world file[\s\S]*market\.medianCpmUsd[\s\S]*creativeFatigue\.floor\.source/,
    );
    expect(() => readWorld('/nowhere/world.json')).toThrow('/nowhere/world.json is not a world file the twin can use');
  });

  it('can be given as a path', async () => {
    const client = await startClient({ world: defaultWorldPath });
    expect(await client.elements('/rest/adAccounts?q=search')).toHaveLength(3);
  });
});

describe('the default world', () => {
  it('has levels of the kind the platform has', async () => {
    const client = await startClient();
    client.twin.advance('28d');
    for (const id of [account.usd, account.eur, account.viewer]) {
      const rows = client.twin.ledger('2026-08-03', '2026-08-30').filter((row) => row.account_id === id);
      const sum = (name: 'impressions' | 'clicks' | 'cost_usd'): number =>
        rows.reduce((total, row) => total + row[name], 0);
      const ctr = (100 * sum('clicks')) / sum('impressions');
      const cpc = sum('cost_usd') / sum('clicks');
      expect(ctr).toBeGreaterThan(0.3);
      expect(ctr).toBeLessThan(1);
      expect(cpc).toBeGreaterThan(5);
      expect(cpc).toBeLessThan(16);
    }
  });

  it('is quieter at weekends where the budget does not bind', async () => {
    const client = await startClient();
    const ample = { dailyBudget: { amount: '5000', currencyCode: 'USD' } };
    await client.patch(`/rest/adAccounts/${account.usd}/adCampaigns/230000001`, ample);
    client.twin.advance('7d');
    const impressions = (day: string): number =>
      client.twin
        .ledger(day, day)
        .filter((row) => row.campaign === 'urn:li:sponsoredCampaign:230000001')
        .reduce((sum, row) => sum + row.impressions, 0);
    expect(impressions('2026-08-09')).toBeLessThan(0.7 * impressions('2026-08-04'));
  });

  it('fatigues creatives with every impression', async () => {
    const ctr = async (exposuresPerMember: number): Promise<number> => {
      const world = file();
      world.creativeFatigue.exposuresPerMember.value = exposuresPerMember;
      const client = await startClient({ world });
      const rows = client.twin.ledger('2026-07-01', '2026-07-31');
      return rows.reduce((sum, row) => sum + row.clicks, 0) / rows.reduce((sum, row) => sum + row.impressions, 0);
    };
    expect(await ctr(0.05)).toBeLessThan(0.7 * (await ctr(50)));
  });
});

describe('budgets', () => {
  it('are never exceeded by more than half on a day, nor in total', async () => {
    const client = await startClient({ seed: 11 });
    client.twin.advance('45d');
    const spent = new Map<string, number>();
    for (const row of client.twin.ledger('2026-06-01', '2026-09-16')) {
      const key = `${row.date} ${row.campaign}`;
      spent.set(key, (spent.get(key) ?? 0) + row.cost);
    }
    const campaigns = (await client.elements(`/rest/adAccounts/${account.usd}/adCampaigns?q=search`)) as {
      id: number;
      dailyBudget: { amount: string };
    }[];
    for (const { id, dailyBudget } of campaigns) {
      const days = [...spent].filter(([key]) => key.endsWith(`:${id}`)).map(([, cost]) => cost);
      expect(Math.max(...days)).toBeLessThanOrEqual(1.5 * Number(dailyBudget.amount) + 1e-9);
    }
    const fixed = [...spent].filter(([key]) => key.endsWith(':230000445')).reduce((sum, [, cost]) => sum + cost, 0);
    expect(fixed).toBeLessThanOrEqual(9500 / 1.09 + 0.01);
  });
});

describe('the size of a world', () => {
  it('goes down to one campaign', async () => {
    const client = await startClient({ size: { campaigns: 1, creativesPerCampaign: 1, accounts: 1 } });
    client.twin.advance('1d');
    expect(client.twin.ledger('2026-08-03', '2026-08-03')).toHaveLength(1);
  });

  it('goes up to 15,000 creatives', async () => {
    const client = await startClient({
      size: { campaigns: 1000, creativesPerCampaign: 15, accounts: 1, historyDays: 3 },
    });
    client.twin.advance('1d');
    const rows = client.twin.ledger('2026-08-03', '2026-08-03');
    expect(rows.length).toBeGreaterThan(10_000);
    expect(new Set(rows.map(({ account_id: id }) => id))).toEqual(new Set([account.usd]));
  });
});
