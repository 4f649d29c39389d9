import { describe, expect, it } from 'vitest';
import type { Assessment } from '../../../../core/optimize/posteriors/assessment.ts';
import { assessCampaign } from '../../../../core/optimize/posteriors/assessment.ts';
import { posteriorsOf } from '../../../../core/optimize/posteriors/campaign-posterior.ts';
import { type Judged, keepBest } from '../../../../core/optimize/proposals/last-active.ts';
import type { Verdict } from '../../../../core/optimize/proposals/verdict.ts';
import { ad, evenDays, settings, statesOf } from './creatives.ts';

const pause: Verdict = { action: 'pause_creative', reasonCode: 'worse' };
const keep: Verdict = { action: 'keep', reasonCode: 'not-worse' };

/** Ads named by their ids, with so many clicks of 10,000 impressions a day, all to be paused unless told else. */
function judged(clicks: Record<string, number>, change: (id: string) => Partial<Assessment> = () => ({})): Judged[] {
  const state = statesOf(Object.entries(clicks).map(([id, each]) => ad(id, evenDays(10_000, each))))[0]!;
  return assessCampaign(posteriorsOf(state, settings)[0]!, 80, settings).map((assessment) => ({
    assessment: { ...assessment, ...change(assessment.evidence.creative.creativeId) },
    verdict: pause,
  }));
}

const idOf = ({ assessment }: Judged): string => assessment.evidence.creative.creativeId;
const paused = (campaign: Judged[]): string[] =>
  keepBest(campaign)
    .filter(({ verdict }) => verdict.action === 'pause_creative')
    .map(idOf);

describe('the ad that is never paused', () => {
  it('is the one with the highest rate, wherever it stands', () => {
    expect(paused(judged({ a: 60, b: 30, c: 20 }))).toEqual(['b', 'c']);
    expect(paused(judged({ a: 20, b: 30, c: 60 }))).toEqual(['a', 'b']);
    expect(paused(judged({ a: 20, b: 60, c: 30 }))).toEqual(['a', 'c']);
  });

  it('is, of equal rates, the one that is least likely to be worse', () => {
    const worse: Record<string, number> = { a: 0.9, b: 0.2, c: 0.5 };
    const campaign = judged({ a: 30, b: 30, c: 30 }, (id) => ({ probabilityWorse: worse[id] ?? 0 }));
    expect(paused(campaign)).toEqual(['a', 'c']);
    expect(paused(campaign.toReversed())).toEqual(['c', 'a']);
  });

  it('is, of equal ads, the first by its id in whatever order they come', () => {
    const campaign = judged({ a: 30, b: 30, c: 30 });
    expect(paused(campaign)).toEqual(['b', 'c']);
    expect(paused(campaign.toReversed())).toEqual(['c', 'b']);
  });

  it('is none of which nothing is known, unless nothing is known of any', () => {
    const unknown =
      (...ids: string[]) =>
      (id: string) =>
        ids.includes(id) ? { posterior: null } : {};
    expect(paused(judged({ a: 30, b: 30, c: 20 }, unknown('a')))).toEqual(['a', 'c']);
    expect(paused(judged({ a: 30, b: 30 }, unknown('a', 'b')))).toHaveLength(1);
  });

  it('is one of those that have others to be compared with', () => {
    const alone =
      (...ids: string[]) =>
      (id: string) =>
        ids.includes(id) ? { siblings: 0 } : {};
    expect(paused(judged({ a: 60, b: 30, c: 20 }, alone('a')))).toEqual(['a', 'c']);
    expect(paused(judged({ a: 60 }, alone('a')))).toEqual(['a']);
    expect(keepBest([])).toEqual([]);
  });

  it('keeps its own verdict, as the others do, where that is no pause', () => {
    const campaign = judged({ a: 60, b: 30 }).map((each) => (idOf(each) === 'a' ? { ...each, verdict: keep } : each));
    expect(keepBest(campaign)).toEqual(campaign);
  });

  it('leaves the list that was handed in as it is', () => {
    const campaign = judged({ a: 20, b: 60 });
    const before = structuredClone(campaign);
    keepBest(campaign);
    expect(campaign).toEqual(before);
  });
});
