import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import type { BidCampaign, ModelFile } from '../../../../core/contracts/model-file.ts';
import type { AccountState } from '../../../../core/domain/account-state.ts';
import { campaignKey } from '../../../../core/domain/entity-key.ts';
import { createScorer } from '../../../../core/learn/models/predict.ts';
import { withLearnedBids } from '../../../../core/optimize/market/learned-bids.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { encodeText } from '../../../../core/running/documents.ts';
import { manualBidding } from '../../../support/account-builder.ts';
import { serveFile, serveModel } from '../../../support/served-model.ts';
import { worldOf } from '../../stages/optimizer-world.ts';
import { ad, type Day, run, statesOf } from '../proposals/creatives.ts';

/** 36 USD a thousand and 8,333 impressions: the daily budget of 300 USD ends each day, and 6 of the 10 USD that are bid are paid. */
const days: Day[] = new Array<Day>(20).fill([8_333, 8_333 * 0.006]);
const states = statesOf([ad('a', days, { cpm: 36 })], {
  campaigns: { campaign: { ...manualBidding, bid: 10, dailyBudget: 300 } },
});
const [state] = states as [AccountState];
const key = campaignKey(state.platform, state.accountId, 'campaign');

const curve = (elasticity: number, sd: number) => ({ level: 1, elasticity, elasticity_sd: sd, residual_sd: 0.1 });
const identified: BidCampaign = {
  strategy: 'manual',
  currency: 'USD',
  identified: true,
  reason: 'its bid varied',
  reference_bid: 10,
  lowest_bid: 8,
  highest_bid: 12,
  days: 60,
  responses: { cost: curve(1, 0.03), clicks: curve(0.98, 0.04), results: null },
  experiment: null,
};
const modelWith = (campaign: BidCampaign): ModelFile => ({
  schema_version: 1,
  model: 'bid_optimizer',
  kind: 'bid_response',
  features: ['bid'],
  libraries: {},
  pooled: null,
  campaigns: { [key]: campaign },
});
const bidDecision = (of: readonly AccountState[]) => decide(of, run).find(({ creative_id }) => creative_id === null);

describe('the bid model', () => {
  it('says nothing before it is promoted', async () => {
    const { deps } = worldOf({});
    expect(await withLearnedBids(states, deps.objects)).toEqual(states);
  });

  it('takes the place of what the campaign’s own days say, and is named in the decision', async () => {
    const { deps } = worldOf({});
    await serveFile(deps, 'v3', modelWith(identified));
    const learned = await withLearnedBids(states, deps.objects);
    expect(learned[0]!.campaigns[0]!.learnedResponse).toEqual({
      version: 'v3',
      price: { mean: expect.closeTo(0.02, 12), deviation: expect.closeTo(0.05, 12) },
    });
    expect(bidDecision(states)).toMatchObject({ action: 'lower_bid', model_version: null });
    // where the price hardly follows the bid, a lower one saves nothing
    expect(bidDecision(learned)?.action).not.toBe('lower_bid');
  });

  it('says nothing of a campaign that bids by another strategy now', async () => {
    const { deps } = worldOf({});
    await serveFile(deps, 'v3', modelWith({ ...identified, strategy: 'target_cost' }));
    expect((await withLearnedBids(states, deps.objects))[0]!.campaigns[0]!.learnedResponse).toBeNull();
  });

  it('is named in what it let through', async () => {
    const { deps } = worldOf({});
    const steep = { cost: curve(1, 0.03), clicks: curve(0.2, 0.04), results: null };
    await serveFile(deps, 'v4', modelWith({ ...identified, responses: steep }));
    expect(bidDecision(await withLearnedBids(states, deps.objects))).toMatchObject({
      action: 'lower_bid',
      model_version: 'bid_optimizer v4',
    });
  });

  it('reaches as far beyond the bids that were tried in decisions as it does in its own predictions', async () => {
    const { deps } = worldOf({});
    for (const [lowest_bid, speaks] of [
      [10.99, true],
      [11.01, false],
    ] as const) {
      const file = modelWith({ ...identified, lowest_bid });
      await serveFile(deps, 'v3', file);
      const [learned] = await withLearnedBids(states, deps.objects);
      expect(learned?.campaigns[0]?.learnedResponse !== null).toBe(speaks);
      expect(createScorer(file).predict([[10]], [key])[0]?.cost !== null).toBe(speaks);
    }
  });

  it('is not asked where it is not identified, nor far from the bids that were tried', async () => {
    const { deps } = worldOf({});
    for (const campaign of [
      { ...identified, identified: false },
      { ...identified, lowest_bid: 14, highest_bid: 20 },
    ]) {
      await serveFile(deps, 'v3', modelWith(campaign));
      expect((await withLearnedBids(states, deps.objects))[0]!.campaigns[0]!.learnedResponse).toBeNull();
    }
  });

  it('is left out when it cannot be read, so that what does not need it is still decided', async () => {
    const { deps } = worldOf({});
    await serveModel(deps, 'v1', 0.004);
    await serveFile(deps, 'v3', modelWith(identified));
    await deps.objects.put(keys.modelVersion('bid_optimizer', 'v3', 'model.tar.gz'), encodeText('broken'));
    expect(await withLearnedBids(states, deps.objects)).toEqual(states);
  });
});
