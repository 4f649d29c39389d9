import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectorRequest } from '../../../core/contracts/stages.ts';
import { collectRequested } from '../../../core/stages/collect-requested.ts';
import { type CollectedTwin, collectTwin } from '../../support/collected-twin.ts';

const [usd, eur, gbp] = ['508100001', '508100002', '508100003'] as const;
let world: CollectedTwin;

beforeEach(async () => {
  world = await collectTwin({ size: { campaigns: 8, creativesPerCampaign: 2, historyDays: 20 } });
});

afterEach(() => world.close());

const ask = (request: unknown) => collectRequested(collectorRequest.parse(request), world.depsFor);

describe('what a deployment asks of the collector', () => {
  it('is the list of accounts, without collecting any', async () => {
    expect(await ask({ list_accounts: true })).toEqual({ accounts: [usd, eur, gbp] });
    expect(world.twin.calls()).not.toHaveProperty('adAnalytics');
  });

  it('is one account', async () => {
    expect(await ask({ account: eur })).toMatchObject({ account: eur, more: false, stopped: 'done' });
  });

  it('is all of them when nothing is said', async () => {
    const collected = await ask(undefined);
    expect(collected).toMatchObject({ more: false, outputs: [usd, eur, gbp].map((account) => ({ account })) });
  });

  it('is refused once all others are stored, when one account fails', async () => {
    world.twin.fault({ kind: 'server-error', status: 403, endpoint: `/adAccounts/${eur}/` });
    await expect(ask({ run_id: 'r' })).rejects.toThrow(
      /^1 of 3 accounts could not be collected: 508100002: Access was denied/,
    );
    await world.process();
    expect(new Set((await world.facts()).map((row) => row.account_id))).toEqual(new Set([usd, gbp]));
  });

  it('has more to do when the deadline came first, and ends in the same run', async () => {
    world.shop.deps.deadline = new Date(world.twin.now().getTime() + 59_000);
    expect(await ask({ run_id: 'r' })).toMatchObject({ run_id: 'r', more: true });
    delete world.shop.deps.deadline;
    expect(await ask({ run_id: 'r' })).toMatchObject({ run_id: 'r', more: false });
  });
});
