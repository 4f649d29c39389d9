import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../core/contracts/decisions.ts';
import type { OwnChange } from '../../../../core/domain/account-state.ts';
import type { Effect } from '../../../../core/optimize/effects/effect.ts';
import { estimateEffects } from '../../../../core/optimize/effects/estimate.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { chosenKpiOf } from '../../../../core/optimize/state/chosen-kpi.ts';
import { decisionSettings } from '../../../../core/settings/decisions.ts';
import { ownChange } from '../../../support/account-builder.ts';
import { openTwinMarket } from '../../../support/twin-market.ts';
import { settings } from '../../settings/effects.ts';

const byObjective = {
  ...settings,
  kpiOf: (campaign: Parameters<typeof chosenKpiOf>[0]) => chosenKpiOf(campaign, 'auto').kpi,
};
const daysBefore = 90;
const daysAfter = 29;

/** The effects of the first three pauses that the optimizer itself chooses, in a world where they are done or, for the truth, not. */
function live(seed: number, isDone: boolean): Effect[] {
  const market = openTwinMarket(seed);
  const at = new Date(market.today() * 86_400_000 + 8 * 3_600_000);
  const run = {
    runId: 'run',
    at,
    mode: 'auto' as const,
    simulated: true,
    settings: decisionSettings.parse({}),
    guardrails: [],
  };
  const chosen = decide([market.state(daysBefore, [])], run)
    .filter(({ action }) => action === 'pause_creative')
    .slice(0, 3);
  market.change(() => {
    if (isDone) for (const decision of chosen) market.pause(decision.creative_id!);
  });
  market.live(daysAfter);
  const own = chosen.map((decision) => applied(decision, at));
  return estimateEffects([market.state(daysBefore + daysAfter, own)], own, byObjective);
}

const applied = ({ decision_id, action, campaign_id, creative_id }: Decision, appliedAt: Date): OwnChange =>
  ownChange({ decisionId: decision_id, action, campaignId: campaign_id, creativeId: creative_id, appliedAt });

describe('the effects of what the optimizer chose itself', () => {
  it('are told without flattering, although it chose what looked bad', () => {
    const errors: number[] = [];
    let [inside80, inside95] = [0, 0];
    for (let seed = 500; seed < 516; seed++) {
      const without = live(seed, false);
      for (const effect of live(seed, true)) {
        const after = without.find(({ campaign_id }) => campaign_id === effect.campaign_id)?.after;
        if (!effect.results_per_cost || !effect.after || !after) continue;
        const truth = (effect.after.results + 0.5) / effect.after.cost / ((after.results + 0.5) / after.cost) - 1;
        const { mean, low80, high80, low95, high95 } = effect.results_per_cost;
        errors.push(Math.log1p(mean) - Math.log1p(truth));
        if (low80 < truth && truth < high80) inside80++;
        if (low95 < truth && truth < high95) inside95++;
      }
    }
    expect(errors.length).toBeGreaterThan(25);
    // the mean error is known to some 4 %
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.05);
    expect(inside80 / errors.length).toBeGreaterThan(0.7);
    expect(inside95 / errors.length).toBeGreaterThan(0.9);
  });
});
