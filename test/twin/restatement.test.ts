import { describe, expect, it } from 'vitest';
import { shareAt } from '../../twin/market/visibility.ts';
import { account, analyticsPath, type Client, startClient } from './client.ts';

const fields =
  'dateRange,pivotValues,impressions,clicks,costInLocalCurrency,externalWebsiteConversions,oneClickLeads,conversionValueInLocalCurrency';
const accounts = [account.usd, account.eur, account.viewer];

interface Numbers {
  impressions: number;
  clicks: number;
  cost: number;
  conversions: number;
  leads: number;
}

/** What the API shows of one day, by creative. */
async function shown(client: Client, day: string): Promise<Map<string, Numbers>> {
  const rows = await client.elements(analyticsPath({ from: day, to: day, accounts, fields }));
  return new Map(
    rows.map((row) => [
      (row.pivotValues as string[]).join(),
      {
        impressions: Number(row.impressions ?? 0),
        clicks: Number(row.clicks ?? 0),
        cost: Number(row.costInLocalCurrency ?? 0),
        conversions: Number(row.externalWebsiteConversions ?? 0),
        leads: Number(row.oneClickLeads ?? 0),
      },
    ]),
  );
}

function truth(client: Client, day: string): Map<string, Numbers> {
  const rows = client.twin.ledger(day, day).filter((row) => accounts.some((id) => id === row.account_id));
  return new Map(
    rows.map(({ creative, impressions, clicks, cost, conversions, leads }) => [
      creative,
      { impressions, clicks, cost, conversions, leads },
    ]),
  );
}

const sum = (numbers: Map<string, Numbers>, name: keyof Numbers): number =>
  [...numbers.values()].reduce((total, each) => total + each[name], 0);

describe('restatement', () => {
  it('ends exactly at the ledger, 37 days after the day', async () => {
    const client = await startClient();
    client.twin.advance('1d');
    expect(await shown(client, '2026-08-03')).not.toEqual(truth(client, '2026-08-03'));
    client.twin.advance('37d');
    expect(await shown(client, '2026-08-03')).toEqual(truth(client, '2026-08-03'));
  });

  it('shows cost early, conversions late', async () => {
    const client = await startClient({ size: { campaigns: 16, creativesPerCampaign: 15 } });
    client.twin.advance('1d');
    const [first, final] = [await shown(client, '2026-08-03'), truth(client, '2026-08-03')];
    expect(sum(first, 'cost') / sum(final, 'cost')).toBeCloseTo(0.93, 2);
    expect(sum(first, 'conversions') / sum(final, 'conversions')).toBeLessThan(0.75);
    client.twin.advance('3d');
    const later = await shown(client, '2026-08-03');
    expect(sum(later, 'cost') / sum(final, 'cost')).toBeGreaterThan(0.985);
    expect(sum(later, 'conversions')).toBeGreaterThan(sum(first, 'conversions'));
  });

  it('corrects a few old rows for a day, up and down', async () => {
    const client = await startClient();
    client.twin.advance('15d');
    const [before, final] = [await shown(client, '2026-08-03'), truth(client, '2026-08-03')];
    const off = [...final]
      .map(([creative, { cost }]) => (before.get(creative)?.cost ?? 0) / cost)
      .filter((ratio) => Math.abs(ratio - 1) > 0.002);
    expect(off.length).toBeGreaterThan(0);
    expect(Math.max(...off.map((ratio) => Math.abs(ratio - 1)))).toBeLessThan(0.025);
  });

  it('shows the day that runs as far as it has got', async () => {
    const client = await startClient();
    client.twin.advance('6h');
    const morning = sum(await shown(client, '2026-08-03'), 'impressions');
    client.twin.advance('12h');
    const evening = sum(await shown(client, '2026-08-03'), 'impressions');
    client.twin.advance('6h');
    const midnight = sum(await shown(client, '2026-08-03'), 'impressions');
    expect(morning).toBeGreaterThan(0);
    expect(evening).toBeGreaterThan(3 * morning);
    expect(midnight).toBeGreaterThan(evening);
  });

  it('leaves a row with one impression and -2e-18 on the day after a run has ended', async () => {
    const client = await startClient();
    client.twin.advance('50d');
    const path = analyticsPath({
      from: '2026-09-14',
      to: '2026-09-16',
      pivot: 'CAMPAIGN',
      accounts: [account.eur],
      fields,
    });
    const rows = (await client.elements(path)).filter((row) => String(row.pivotValues).endsWith(':230000445'));
    expect(rows).toEqual([
      {
        impressions: 1,
        costInLocalCurrency: '-2e-18',
        dateRange: { start: { year: 2026, month: 9, day: 14 }, end: { year: 2026, month: 9, day: 14 } },
        pivotValues: ['urn:li:sponsoredCampaign:230000445'],
      },
    ]);
  });

  it('can write the tiny cost without an exponent', async () => {
    const client = await startClient({ behaviours: { tinyCostNotation: 'plain' } });
    client.twin.advance('50d');
    const path = analyticsPath({
      from: '2026-09-14',
      to: '2026-09-14',
      pivot: 'CAMPAIGN',
      accounts: [account.eur],
      fields,
    });
    const row = (await client.elements(path)).find(({ pivotValues }) => String(pivotValues).endsWith(':230000445'));
    expect(row?.costInLocalCurrency).toBe('-0.000000000000000002');
  });
});

describe('the visible share by age', () => {
  const curve = [
    [0, 0.4],
    [1, 0.6],
    [3, 1],
  ] as const;

  it.each([
    [0, 0.4],
    [0.5, 0.5],
    [1, 0.6],
    [2, 0.8],
    [3, 1],
    [99, 1],
  ])('at %d days is %d', (age, share) => {
    expect(shareAt(curve, age)).toBeCloseTo(share, 12);
  });
});

describe('determinism', () => {
  const path = analyticsPath({ from: '2026-07-25', to: '2026-08-05', accounts, fields });

  it('gives the same answers for the same seed, advances and writes', async () => {
    const run = async (seed: number): Promise<unknown> => {
      const client = await startClient({ seed });
      client.twin.advance('30h');
      await client.patch(`/rest/adAccounts/${account.usd}/adCampaigns/230000001`, { status: 'PAUSED' });
      client.twin.advance('30h');
      return [await client.elements(path), client.twin.ledger('2026-08-01', '2026-08-05')];
    };
    const [first, again, other] = [await run(7), await run(7), await run(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('does not depend on how the clock was moved nor on what was read in between', async () => {
    const quiet = await startClient();
    quiet.twin.advance('3d');
    const busy = await startClient();
    for (let pull = 0; pull < 12; pull += 1) {
      busy.twin.advance('6h');
      await busy.elements(path);
    }
    expect(busy.twin.ledger('2026-07-01', '2026-08-06')).toEqual(quiet.twin.ledger('2026-07-01', '2026-08-06'));
    expect(await busy.elements(path)).toEqual(await quiet.elements(path));
  });
});
