import { describe, expect, it } from 'vitest';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { chosenKpiOf } from '../../../../core/optimize/state/chosen-kpi.ts';
import { ad, evenDays, run, statesOf } from '../proposals/creatives.ts';

const campaignWith = (objective: string | null, videoViews: number | null = null) => {
  const own = ad('a', evenDays(1_000, 10));
  const days = own.days.map((day) => ({ ...day, video_views: videoViews }));
  return statesOf([{ ...own, days }], { campaigns: { campaign: { objective } } })[0]!.campaigns[0]!;
};

describe('the KPI of a campaign', () => {
  it.each([
    ['LEAD_GENERATION', 'leads'],
    ['WEBSITE_CONVERSION', 'conversions'],
    ['WEBSITE_VISIT', 'clicks'],
    ['ENGAGEMENT', 'clicks'],
    ['JOB_APPLICANT', 'clicks'],
    ['BRAND_AWARENESS', 'impressions'],
  ])('with the objective %s is %s', (objective, kpi) => {
    expect(chosenKpiOf(campaignWith(objective), 'auto')).toEqual({ kpi, note: null });
  });

  it('is clicks where no objective is known, as in imports, and says so of one that nobody knows', () => {
    expect(chosenKpiOf(campaignWith(null), 'auto')).toEqual({ kpi: 'clicks', note: null });
    expect(chosenKpiOf(campaignWith('MOON_LANDING'), 'auto')).toEqual({
      kpi: 'clicks',
      note: 'Nobody here knows the objective MOON_LANDING, so clicks are compared.',
    });
  });

  it('is video views only where they are in the data', () => {
    expect(chosenKpiOf(campaignWith('VIDEO_VIEW', 200), 'auto')).toEqual({ kpi: 'video_views', note: null });
    expect(chosenKpiOf(campaignWith('VIDEO_VIEW'), 'auto')).toEqual({
      kpi: 'impressions',
      note: 'Video views are not in the data, so cost per thousand impressions is compared.',
    });
  });

  it('is what the setting says, whatever the objective', () => {
    expect(chosenKpiOf(campaignWith('LEAD_GENERATION'), 'clicks')).toEqual({ kpi: 'clicks', note: null });
  });
});

const leads = { campaigns: { campaign: { objective: 'LEAD_GENERATION' } } };
const of = (id: string, decisions: ReturnType<typeof decide>) =>
  decisions.find(({ creative_id }) => creative_id === id)!;

describe('rare results', () => {
  it('are judged by the clicks that earn them: far fewer clicks is enough, without a single lead', () => {
    const ads = [
      ad('a', evenDays(40_000, 100), { leadsPerClick: 0 }),
      ...['b', 'c', 'd'].map((id) => ad(id, evenDays(40_000, 300), { leadsPerClick: 0.02 })),
    ];
    const decisions = decide(statesOf(ads, leads), run);
    expect(of('a', decisions)).toMatchObject({ action: 'pause_creative', evidence: { kpi: 'leads', results: 0 } });
    expect(of('a', decisions).reason).toContain('leads per impression against');
    expect(of('b', decisions).action).toBe('keep');
  });

  it('say little by themselves: no lead of 150 clicks, where 3 were to be expected, is no reason to pause', () => {
    const ads = [
      ad('a', evenDays(30_000, 150), { leadsPerClick: 0 }),
      ...['b', 'c', 'd'].map((id) => ad(id, evenDays(30_000, 150), { leadsPerClick: 0.02 })),
    ];
    const { action, evidence } = of('a', decide(statesOf(ads, leads), run));
    expect(action).not.toBe('pause_creative');
    expect(evidence.posterior_rate).toBeGreaterThan(0.5 * evidence.sibling_rate);
  });

  it('that are still to come are expected, and weigh by what is visible only', () => {
    const whole = ad('a', evenDays(40_000, 200), { leadsPerClick: 0.1 });
    const half = {
      ...ad('b', evenDays(40_000, 200), { leadsPerClick: 0.096 }),
      creativeId: 'b',
    };
    const delayed = half.days.map((day) => ({ ...day, visibleShare: { clicks: 1, conversions: 1, leads: 0.96 } }));
    const decisions = decide(statesOf([whole, { ...half, days: delayed }], leads), run);
    const [one, other] = [of('a', decisions).evidence, of('b', decisions).evidence];
    expect(one.results).toBeCloseTo(20, 9);
    expect(other.results).toBeCloseTo(19.2, 9);
    expect(other.expected_results).toBeCloseTo(20, 9);
    expect(other.posterior_rate / one.posterior_rate).toBeCloseTo(1, 3);
    const width = ({ posterior_low, posterior_high }: typeof one) => posterior_high - posterior_low;
    expect(width(other)).toBeGreaterThan(width(one));
  });

  it('of days that are not mature count neither as seen nor as missing', () => {
    const days = evenDays(40_000, 200);
    const mature = ad('a', days, { leadsPerClick: 0.1 });
    const young = ad('b', days, { leadsPerClick: 0.1 });
    const halfYoung = young.days.map((day, at) =>
      at < 5 ? day : { ...day, leads: 0, visibleShare: { clicks: 1, conversions: 1, leads: 0.4 } },
    );
    const decisions = decide(statesOf([mature, { ...young, days: halfYoung }], leads), run);
    expect(of('b', decisions).evidence.expected_results).toBeCloseTo(20, 9);
    expect(of('b', decisions).evidence.results).toBeCloseTo(10, 9);
    const [one, other] = [of('a', decisions).evidence, of('b', decisions).evidence];
    expect(other.posterior_rate / one.posterior_rate).toBeCloseTo(1, 2);
  });
});
