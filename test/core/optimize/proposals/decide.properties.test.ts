import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decision } from '../../../../core/contracts/decisions.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { type Ad, ad, type CampaignChanges, newestDay, run, statesOf } from './creatives.ts';

/** Low thresholds, hardly a margin, no minimum: proposals are as frequent as they can be. */
const eager = {
  ...run,
  settings: {
    ...run.settings,
    pauseProbability: 0.5,
    resumeProbability: 0.5,
    changeProbability: 0.5,
    margin: 0.01,
    minimumWaste: 0,
  },
};

const day = fc
  .record({ impressions: fc.integer({ min: 0, max: 20_000 }), share: fc.double({ min: 0, max: 0.05, noNaN: true }) })
  .map(({ impressions, share }) => [impressions, Math.round(impressions * share)] as const);

const ads = fc
  .array(
    fc.record({
      days: fc.array(day, { maxLength: 20 }),
      campaignId: fc.constantFrom('one', 'two', 'three'),
      currency: fc.constantFrom('USD', 'EUR'),
      status: fc.constantFrom('ACTIVE', 'PAUSED', null),
      approved: fc.constantFrom(true, false, null),
      cpm: fc.constantFrom(0, 5, 500, null),
      leadsPerClick: fc.constantFrom(0.1, undefined),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map(({ days, leadsPerClick, ...changes }, index) =>
      ad(`creative-${index}`, days, { ...changes, ...(leadsPerClick === undefined ? {} : { leadsPerClick }) }),
    ),
  );

const campaign: fc.Arbitrary<CampaignChanges> = fc.record({
  objective: fc.constantFrom('WEBSITE_VISIT', 'LEAD_GENERATION', 'BRAND_AWARENESS', 'VIDEO_VIEW', null),
  optimizationTarget: fc.constantFrom(
    'NONE',
    'MAX_CLICK',
    'TARGET_COST_PER_CLICK',
    'CAP_COST_AND_MAXIMIZE_CLICKS',
    null,
  ),
  costType: fc.constantFrom('CPC', 'CPM', null),
  bid: fc.constantFrom(null, 0.5, 40),
  dailyBudget: fc.constantFrom(null, 1, 60, 5_000),
  totalBudget: fc.constantFrom(null, 1_000),
  endsAt: fc.constantFrom(null, new Date('2026-11-25T12:00:00Z')),
});
const campaigns = fc.record({ one: campaign, two: campaign, three: campaign });

const states = fc.tuple(ads, campaigns).map(([all, changes]) => statesOf(all, { campaigns: changes }));

describe('decisions, for any data', () => {
  it('are what the contract says, with finite figures in order', () => {
    fc.assert(
      fc.property(states, (all) => {
        for (const each of decide(all, eager)) {
          expect(decision.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
          const { evidence, expected_gain: gain } = each;
          expect(evidence.posterior_low).toBeLessThanOrEqual(evidence.posterior_rate);
          expect(evidence.posterior_high).toBeGreaterThanOrEqual(evidence.posterior_rate);
          if (gain) expect(gain.low <= gain.mean && gain.mean <= gain.high * (1 + 1e-9)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('do not depend on the order of creatives and campaigns', () => {
    fc.assert(
      fc.property(states, fc.nat(), (all, turn) => {
        const turned = <T>(items: readonly T[]): T[] => items.map((_, at) => items[(at + turn) % items.length]!);
        const shuffled = turned(all).map((state) => ({
          ...state,
          campaigns: turned(state.campaigns).map((each) => ({ ...each, creatives: turned(each.creatives) })),
        }));
        expect(decide(shuffled, eager)).toEqual(decide(all, eager));
      }),
      { numRuns: 40 },
    );
  });

  it('never propose to pause the last active creative of a campaign', () => {
    fc.assert(
      fc.property(states, (all) => {
        const decisions = decide(all, eager);
        for (const state of all) {
          for (const { campaignId } of state.campaigns) {
            const about = decisions.filter(
              (each) =>
                each.campaign_id === campaignId && each.currency === state.currency && each.creative_id !== null,
            );
            const running = about.filter(({ action }) => action !== 'resume_creative' && action !== 'rotate_creative');
            if (running.length > 0) expect(running.some(({ action }) => action !== 'pause_creative')).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never let the sum of the budgets of an account grow, nor a bid move where it means nothing', () => {
    fc.assert(
      fc.property(states, (all) => {
        const byId = new Map(all.flatMap(({ campaigns: own }) => own.map((each) => [each.campaignId, each])));
        const sums = new Map<string, number>();
        for (const { change, currency, action, campaign_id, requires } of decide(all, eager)) {
          if (change?.field === 'daily_budget') {
            const difference = Number(change.to.amount) - Number(change.from.amount);
            sums.set(currency, (sums.get(currency) ?? 0) + difference);
            expect(Math.abs(difference)).toBeLessThanOrEqual(0.2 * Number(change.from.amount) + 0.005);
            expect(requires === null).toBe(action === 'lower_budget');
          }
          if (change?.field === 'bid') {
            expect(byId.get(campaign_id)?.optimizationTarget).not.toMatch(/^MAX_/);
            expect(Number(change.to.amount) / Number(change.from.amount)).toBeGreaterThan(0.79);
            expect(Number(change.to.amount) / Number(change.from.amount)).toBeLessThan(1.21);
          }
        }
        for (const sum of sums.values()) expect(sum).toBeLessThanOrEqual(1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('never propose to pause anything among equal creatives', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 10 }), fc.integer({ min: 2, max: 6 }), (days, count) => {
        const equal = Array.from({ length: count }, (_, index) => ad(`${index}`, days));
        expect(decide(statesOf(equal), run).filter(({ action }) => action === 'pause_creative')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('say something of each serving creative and each running campaign, once', () => {
    fc.assert(
      fc.property(ads, (all) => {
        const named = decide(statesOf(all), eager).filter(
          ({ action }) => action !== 'resume_creative' && action !== 'rotate_creative',
        );
        const serves = ({ status, approved, days }: Ad): boolean =>
          status === null
            ? days.some(({ date, impressions }) => impressions > 0 && date > '2026-10-29')
            : status === 'ACTIVE' && approved !== false;
        expect(newestDay).toBe('2026-11-12');
        const serving = all.filter(serves).map(({ creativeId }) => creativeId);
        const campaignsOf = new Set(all.map(({ campaignId, currency }) => `${campaignId} ${currency}`));
        expect(named.flatMap(({ creative_id }) => creative_id ?? []).sort()).toEqual(serving.sort());
        expect(named.filter(({ creative_id }) => creative_id === null)).toHaveLength(campaignsOf.size);
      }),
      { numRuns: 40 },
    );
  });
});
