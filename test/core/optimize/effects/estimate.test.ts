import { describe, expect, it } from 'vitest';
import type { CampaignDay, OwnChange } from '../../../../core/domain/account-state.ts';
import { estimateEffects } from '../../../../core/optimize/effects/estimate.ts';
import { settings } from '../../settings/effects.ts';
import { campaignWith, changeOf, dayWith, stateOf } from './simulated-panel.ts';

const changedOn = 40;
const wholeDays = 76;

/** 20 clicks for 100 a day, and a little up and down that differs by campaign; after the change as given. */
const campaign = (place: number, after?: { clicks: number; cost: number }, days = wholeDays) =>
  campaignWith(
    `campaign-${place}`,
    Array.from({ length: days }, (_, day) => {
      const [clicks, cost] = after && day > changedOn ? [after.clicks, after.cost] : [20, 100];
      return dayWith(day, clicks + ((day + place) % 3) - 1, cost);
    }),
  );

const others = [1, 2, 3, 4].map((place) => campaign(place));
const change = changeOf('campaign-0', changedOn, 'pause_creative');

const effectsOf = (campaigns: Parameters<typeof stateOf>[0], changes: OwnChange[] = [change]) =>
  estimateEffects([stateOf(campaigns, changes)], changes, settings);

describe('the effect of a change', () => {
  it('is what the campaign did apart from those that nobody changed, four whole weeks on either side', () => {
    const [effect] = effectsOf([campaign(0, { clicks: 30, cost: 100 }), ...others]);
    expect(effect).toMatchObject({
      kpi: 'clicks',
      campaign_id: 'campaign-0',
      changed_from: '2026-02-11',
      changed_through: '2026-02-11',
      is_own: true,
      is_final: true,
      before: { from: '2026-01-14', through: '2026-02-10', days: 28, cost: 2800 },
      after: { from: '2026-02-12', through: '2026-03-11', days: 28, cost: 2800 },
      compared_with: 4,
      verdict: 'helped',
    });
    expect(effect!.results_per_cost!.mean).toBeCloseTo(0.5, 1);
    expect(effect!.cost_per_day!.mean).toBeCloseTo(0, 9);
    // half as many clicks again of 2800 spent
    expect(effect!.earned!.mean).toBeCloseTo(2800 * effect!.results_per_cost!.mean, 6);
    expect(effect!.reason).toMatch(
      /^It helped \(9\d% sure\): \+5\d% \(\+\d+ to \+\d+\) results per spend, .* compared with 4 unchanged campaigns\.$/,
    );
  });

  it('takes away what happened to all campaigns', () => {
    const halved = { clicks: 10, cost: 100 };
    const [effect] = effectsOf([0, 1, 2, 3, 4].map((place) => campaign(place, halved)));
    expect(effect!.results_per_cost!.mean).toBeCloseTo(0, 1);
    expect(effect!.verdict).toBe('cannot_tell');
    expect(effect!.reason).toMatch(/^The interval includes no effect: /);
  });

  it('values a lost result at what it cost in the campaign, so that less for less is no loss', () => {
    const [effect] = effectsOf([campaign(0, { clicks: 10, cost: 50 }), ...others]);
    expect(effect!.results_per_day!.mean).toBeLessThan(-0.4);
    expect(Math.abs(effect!.earned!.mean)).toBeLessThan(30);
  });

  it('values what a budget moves at the price of all campaigns', () => {
    const cheap = campaignWith(
      'campaign-0',
      Array.from({ length: wholeDays }, (_, day) =>
        dayWith(day, day > changedOn ? 60 : 40, day > changedOn ? 150 : 100),
      ),
    );
    const [effect] = effectsOf([cheap, ...others], [changeOf('campaign-0', changedOn, 'raise_budget')]);
    // half more for half more: 20 more clicks a day at about 4.17 (120 clicks for 500), for 50 more
    expect(effect!.results_per_cost!.mean).toBeCloseTo(0, 1);
    expect(effect!.earned!.mean / 28).toBeCloseTo(20 * (500 / 120) - 50, 0);
  });

  it('belongs to all changes of a week together', () => {
    const changes = [change, changeOf('campaign-0', changedOn + 3, 'lower_bid')];
    const effects = effectsOf([campaign(0, { clicks: 30, cost: 100 }), ...others], changes);
    expect(effects).toHaveLength(1);
    expect(effects[0]!.changes.map(({ action }) => action)).toEqual(['pause_creative', 'lower_bid']);
    expect(effects[0]).toMatchObject({ changed_from: '2026-02-11', changed_through: '2026-02-14' });
    expect(effects[0]!.reason).toContain('(2 changes measured together)');
  });

  it('ends where the next change begins', () => {
    const changes = [change, changeOf('campaign-0', changedOn + 15, 'lower_bid')];
    const [first, second] = effectsOf([campaign(0, { clicks: 30, cost: 100 }), ...others], changes);
    expect(first).toMatchObject({ is_final: true, after: { from: '2026-02-12', through: '2026-02-25' } });
    expect(second).toMatchObject({ is_final: false, before: { from: '2026-02-12', through: '2026-02-25' } });
  });

  it('is not blamed on this program alone where somebody else changed the bid as well', () => {
    const touched = campaign(0, { clicks: 5, cost: 100 });
    const days = touched.days.map((day, index) => ({ ...day, bid: index > changedOn + 1 ? 9 : 7 }));
    const [effect] = effectsOf([{ ...touched, days }, ...others]);
    expect(effect).toMatchObject({ is_own: false, verdict: 'hurt' });
    expect(effect!.reason).toContain('others changed the campaign at the same time');
  });

  it('is not measured against campaigns that were changed, too', () => {
    const changes = [change, changeOf('campaign-1', changedOn + 9, 'pause_creative')];
    const effects = effectsOf([campaign(0, { clicks: 30, cost: 100 }), ...others], changes);
    expect(effects[0]!.compared_with).toBe(3);
  });
});

describe('an effect is inconclusive', () => {
  const reasonOf = (campaigns: Parameters<typeof stateOf>[0], changes?: OwnChange[]) => {
    const [effect] = effectsOf(campaigns, changes);
    expect(effect).toMatchObject({ verdict: 'cannot_tell', earned: null, results_per_cost: null });
    return effect!.reason;
  };
  const changed = campaign(0, { clicks: 30, cost: 100 });

  it('before a week of mature days is over', () => {
    const known = [0, 1, 2, 3].map((place) => campaign(place, undefined, changedOn + 6));
    expect(reasonOf(known)).toBe('Inconclusive so far: only 5 mature days since the change; 7 are needed.');
    const provisional = (days: CampaignDay[]) => days.map((day, index) => ({ ...day, mature: index < changedOn + 4 }));
    const all = [changed, ...others].map((each) => ({ ...each, days: provisional(each.days) }));
    expect(reasonOf(all)).toBe('Inconclusive so far: only 3 mature days since the change; 7 are needed.');
  });

  it('of a campaign that is younger than a week', () => {
    expect(reasonOf([{ ...changed, days: changed.days.slice(changedOn - 4) }, ...others])).toBe(
      'Inconclusive: only 4 days before the change; 7 are needed.',
    );
  });

  it('with too few campaigns to compare with, or too few results', () => {
    expect(reasonOf([changed, others[0]!])).toBe(
      'Inconclusive: only 1 comparable campaign ran unchanged throughout; 2 are needed.',
    );
    const rare = { ...changed, days: changed.days.map((day, index) => ({ ...day, clicks: index % 4 === 0 ? 1 : 0 })) };
    expect(reasonOf([rare, ...others])).toBe(
      'Inconclusive: this spend buys only about 7 clicks in that time; 10 are needed.',
    );
  });

  it('of a campaign that stopped', () => {
    expect(reasonOf([{ ...changed, days: changed.days.slice(0, changedOn + 3) }, ...others])).toBe(
      'Inconclusive: the campaign did not run, or its figures are unknown, on too many days after the change.',
    );
  });

  it('of what was undone at once', () => {
    const undone = { ...change, undoneAt: new Date(change.appliedAt.getTime() + 3 * 86_400_000) };
    expect(reasonOf([changed, ...others], [undone])).toBe(
      'Inconclusive: it was undone within a week, before any effect could be measured.',
    );
  });

  it('of days that do not reconcile', () => {
    const disputed = (days: CampaignDay[]) =>
      days.map((day, index) => ({ ...day, reconciled: index <= changedOn || index > changedOn + 14 }));
    const all = [changed, ...others].map((each) => ({ ...each, days: disputed(each.days) }));
    expect(reasonOf(all)).toMatch(/^Inconclusive/);
  });
});
