/** What the bid model in production learned of campaigns, beside what their own days say. Nothing where none was promoted. */

import type { BidCampaign } from '../../contracts/model-file.ts';
import type { AccountState, CampaignState, LearnedResponse } from '../../domain/account-state.ts';
import { bidStrategyOf } from '../../domain/bid-strategy.ts';
import { campaignKey } from '../../domain/entity-key.ts';
import { isTold } from '../../learn/models/bid-scorer.ts';
import { isUnusable, loadProduction } from '../../learn/registry/production.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/**
 * The states with `learnedResponse` where the model identifies one. A model that cannot be read is left out here, so that what does not
 * need it is still decided; the run fails on it afterwards (watch-models.ts).
 */
export async function withLearnedBids(states: readonly AccountState[], objects: ObjectStore): Promise<AccountState[]> {
  const loaded = await loadProduction(objects, 'bid_optimizer').catch((error: unknown) => {
    if (isUnusable(error)) return undefined;
    throw error;
  });
  if (loaded?.model.kind !== 'bid_response') return [...states];
  const { campaigns } = loaded.model;
  const { version } = loaded.metadata;
  return states.map((state) => ({
    ...state,
    campaigns: state.campaigns.map((campaign) => ({
      ...campaign,
      learnedResponse: learnedOf(
        campaign,
        campaigns[campaignKey(state.platform, state.accountId, campaign.campaignId)],
        version,
      ),
    })),
  }));
}

/** A price is cost by clicks, so its logarithm moves by the difference of the two. */
function learnedOf(campaign: CampaignState, known: BidCampaign | undefined, version: string): LearnedResponse | null {
  const { bid } = campaign;
  if (bid === null || !known?.responses || !isTold(known, bid)) return null;
  // under another strategy the same bid means something else
  if (known.strategy !== bidStrategyOf(campaign)) return null;
  const { cost, clicks } = known.responses;
  return {
    version,
    price: {
      mean: cost.elasticity - clicks.elasticity,
      deviation: Math.hypot(cost.elasticity_sd, clicks.elasticity_sd),
    },
  };
}
