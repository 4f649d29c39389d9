/** The same protocol over HTTP: the real client against the twin, killed between any two of its calls. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokensFromSecret } from '../../../../adapters/linkedin/access-tokens.ts';
import { linkedInClient } from '../../../../adapters/linkedin/client.ts';
import type { Decision } from '../../../../core/contracts/decisions.ts';
import type { AccountState } from '../../../../core/domain/account-state.ts';
import { underWriterLease } from '../../../../core/optimize/acting/writer-lease.ts';
import type { ActingDeps } from '../../../../core/optimize/acting/writing.ts';
import { listLives } from '../../../../core/optimize/log/events.ts';
import type { Campaign, Creative } from '../../../../core/ports/ad-platform.ts';
import { linkedInConfig } from '../../../../core/settings/linkedin.ts';
import { type RunningTwin, startTwin } from '../../../../twin/server.ts';
import { type ActingWorld, actingWorld } from '../../../support/acting-world.ts';
import { adDesk } from '../../../support/ad-desk.ts';
import { accountState, campaignState, creativeState, proposal, today } from '../../../support/decided.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';
import { KilledError, type Life, mortal, newLife } from '../../../support/mortal.ts';

let twin: RunningTwin;
/** Every write that reached the twin. */
let writes: string[];
let campaign: Campaign;
let creatives: Creative[];

beforeEach(async () => {
  twin = await startTwin({ size: { campaigns: 3, creativesPerCampaign: 4, historyDays: 5 } });
  const client = clientOf(newLife());
  const account = (await client.accounts()).records[0]!.account_id;
  const all = (await client.creatives(account)).records;
  const live = (id: string) =>
    all.filter(
      (each) => each.campaign_id === id && each.intended_status === 'ACTIVE' && each.review_status === 'APPROVED',
    );
  campaign = (await client.campaigns(account)).records.find(
    (each) => live(each.campaign_id).length > 1 && each.bid !== null && each.optimization_target === 'NONE',
  )!;
  creatives = live(campaign.campaign_id);
});

afterEach(() => twin?.close());

/** A process whose every call to the platform may be its last, before it is sent or before it is answered. */
function clientOf(life: Life) {
  const reach = mortal({ fetch: (input: string | URL | Request, init?: RequestInit) => sent(input, init) }, life);
  return linkedInClient({
    config: linkedInConfig.parse({ apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2`, attempts: 1 }),
    tokens: tokensFromSecret({ read: async () => twin.credentials }, 'twin'),
    now: twin.now,
    sleep: async () => undefined,
    fetch: reach.fetch,
  });
}

async function sent(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  if (init?.method === 'POST') writes.push(String(init.body));
  return await fetch(input, init);
}

function states(): AccountState[] {
  const known = creatives.map(({ creative_id }, at) => creativeState(at, { creativeId: creative_id }));
  const { campaign_id: id } = campaign;
  return [accountState({ accountId: campaign.account_id, campaigns: [campaignState(id, { creatives: known })] })];
}

const decisions = (): Decision[] => {
  const more = {
    account_id: campaign.account_id,
    campaign_id: campaign.campaign_id,
    currency: campaign.bid!.currency,
  };
  const raised = { amount: (Number(campaign.bid!.amount) * 1.1).toFixed(2), currency: campaign.bid!.currency };
  return [
    proposal({ id: 'd-1', gain: 9, more: { ...more, creative_id: creatives[0]!.creative_id } }),
    proposal({ id: 'd-2', gain: 8, change: { field: 'bid', from: campaign.bid!, to: raised }, more }),
  ];
};

async function live(world: ActingWorld, life: Life, at: number, undo: string[]): Promise<void> {
  world.setTime(new Date(today.getTime() + at * 20 * 60_000));
  const { get, put, delete: remove } = mortal(world.objects, life);
  const deps: ActingDeps = {
    ...world.deps,
    objects: { get, put, delete: remove, list: (prefix, after) => world.objects.list(prefix, after) },
    platform: clientOf(life),
  };
  await underWriterLease(deps, `run-${at}`, async (leased) => {
    await world.settle(leased);
    await world.apply(decisions(), { deps: leased, states: states() });
    for (const id of undo) await world.undo(id, {}, leased);
  }).catch((error) => {
    if (!life.dead) throw error;
    expect(error).toBeInstanceOf(KilledError);
  });
}

const inForce = async (): Promise<(string | undefined)[]> => {
  const client = clientOf(newLife());
  const { bid } = await client.campaign(campaign.account_id, campaign.campaign_id);
  const { intended_status } = await client.creative(campaign.account_id, creatives[0]!.creative_id);
  return [intended_status, bid?.amount];
};

describe('on the twin', () => {
  it('a run that is killed between any two calls writes each change once, and knows of it in the end', async () => {
    writes = [];
    const former = await inForce();
    let kills = 0;
    for (let killAt = 1; ; killAt += 1) {
      const world = await actingWorld(adDesk(), memoryObjects());
      await world.allow({ actions_per_run: 2, actions_per_day: 2 });
      writes = [];
      const life = newLife(killAt);
      await live(world, life, 0, []);
      const written = writes.length;
      await world.stopWrites(true);
      await live(world, newLife(), 1, []);
      expect([killAt, writes.length]).toEqual([killAt, written]);
      const lives = await listLives(world.objects);
      expect(lives.filter(({ status }) => status === 'applied')).toHaveLength(written);
      expect(lives.every(({ status }) => status === 'applied' || status === 'voided')).toBe(true);
      // back to where it was, exactly and once each
      await world.stopWrites(false);
      for (const id of ['d-1', 'd-2']) await world.undo(id, {}, { ...world.deps, platform: clientOf(newLife()) });
      expect(writes).toHaveLength(2 * written);
      expect(await inForce()).toEqual(former);
      if (!life.dead) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(40);
  });

  it('a person who changed it first is heeded', async () => {
    writes = [];
    const client = clientOf(newLife());
    const { account_id: account, campaign_id: entity } = campaign;
    const byHand = { amount: (Number(campaign.bid!.amount) * 1.5).toFixed(2), currency: campaign.bid!.currency };
    await client.setBid({ account, entity, expected: campaign.bid, to: byHand });
    const world = await actingWorld(adDesk(), memoryObjects());
    const done = await world.apply(decisions(), {
      deps: { ...world.deps, platform: clientOf(newLife()) },
      states: states(),
    });
    expect(done.map(({ result }) => result)).toEqual(['applied', 'voided']);
    expect((await inForce())[1]).toBe(byHand.amount);
  });
});
