import { describe, expect, it } from 'vitest';
import { judgeOf } from '../../../bench/decisions/judge.ts';
import { openWorld } from '../../../bench/decisions/open-world.ts';
import { truthOf } from '../../../bench/decisions/truth.ts';
import { developmentSeeds, plansOf } from '../../../bench/decisions/worlds.ts';
import type { Decision, EntityChange } from '../../../core/contracts/decisions.ts';
import { msPerDay } from '../../../twin/clock.ts';
import { creativeServes } from '../../../twin/market/serving.ts';
import { type Campaign, urnOf } from '../../../twin/world/entities.ts';

const open = openWorld(plansOf(developmentSeeds).find(({ mix, size }) => mix === 'traffic' && size === 'small')!);
const day = open.firstDay + 5;
open.twin.clock.set(day * msPerDay);
const truth = truthOf(open);
const judge = judgeOf(open, truth, () => 6);

const decided = (campaign: Campaign, change: EntityChange, creativeId: string | null = null): Decision =>
  ({
    decision_id: `${campaign.id} ${creativeId} ${JSON.stringify(change)}`,
    requires: null,
    reason_code: null,
    action: 'pause_creative',
    account_id: String(campaign.account.id),
    campaign_id: String(campaign.id),
    creative_id: creativeId,
    change,
  }) as Decision;

const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });

describe('the judge', () => {
  it('holds pausing the worst creative for right and pausing the best one for wrong', () => {
    const campaign = open.campaigns.find(
      ({ creatives }) => creatives.filter((creative) => creativeServes(creative, day)).length > 2,
    )!;
    const ranked = campaign.creatives
      .filter((creative) => creativeServes(creative, day))
      .sort((one, other) => truth.rate(one, day) - truth.rate(other, day));
    const pausing = (creative: (typeof ranked)[number]) =>
      judge.isRight(
        decided(campaign, { field: 'creative_status', from: 'ACTIVE', to: 'PAUSED' }, urnOf.creative(creative.id)),
        day,
        [],
      );
    expect(pausing(ranked[0]!)).toBe(true);
    expect(pausing(ranked.at(-1)!)).toBe(false);
  });

  it('holds a lower target for right where it pays more than others, and a higher one for wrong', () => {
    const campaign = open.campaigns.find(
      ({ optimizationTargetType }) => optimizationTargetType === 'TARGET_COST_PER_CLICK',
    )!;
    const bid = Number(campaign.unitCost.amount);
    const to = (amount: number) =>
      judge.isRight(decided(campaign, { field: 'bid', from: usd(bid), to: usd(amount) }), day, []);
    expect(to(0.8 * bid)).toBe(true);
    expect(to(1.3 * bid)).toBe(false);
  });

  it('says nothing of what changes nothing', () => {
    const campaign = open.campaigns[0]!;
    expect(judge.isRight({ ...decided(campaign, null as never) }, day, [])).toBeNull();
  });
});
