import { describe, expect, it } from 'vitest';
import { assessCampaign } from '../../../../core/optimize/posteriors/assessment.ts';
import { posteriorsOf } from '../../../../core/optimize/posteriors/campaign-posterior.ts';
import { type Judged, keepBest } from '../../../../core/optimize/proposals/last-active.ts';
import type { Verdict } from '../../../../core/optimize/proposals/verdict.ts';
import { type Ad, ad, evenDays, settings, statesOf } from './creatives.ts';

const pause: Verdict = { action: 'pause_creative', reasonCode: 'worse' };
const keep: Verdict = { action: 'keep', reasonCode: 'not-worse' };

describe('the last active creative', () => {
  it('stays even if every creative of its campaign were to be paused, and is the best of them', () => {
    const campaign = [ad('a', evenDays(10_000, 30)), ad('b', evenDays(10_000, 60)), ad('c', [])];
    expect(actions(keepBest(judged(campaign, pause)))).toEqual([
      ['a', 'worse'],
      ['b', 'last-active'],
      ['c', 'worse'],
    ]);
  });

  it('is the first by id where two are equally good', () => {
    const campaign = ['b', 'a'].map((id) => ad(id, evenDays(10_000, 30)));
    expect(actions(keepBest(judged(campaign, pause)))).toEqual([
      ['b', 'worse'],
      ['a', 'last-active'],
    ]);
  });

  it('changes no verdict where the best is kept anyway', () => {
    const verdicts = judged([ad('a', evenDays(10_000, 30)), ad('b', evenDays(10_000, 60))], keep);
    expect(keepBest(verdicts)).toEqual(verdicts);
  });
});

const judged = (campaign: Ad[], verdict: Verdict): Judged[] =>
  assessCampaign(posteriorsOf(statesOf(campaign)[0]!, settings)[0]!, 80, settings).map((assessment) => ({
    assessment,
    verdict,
  }));

const actions = (campaign: Judged[]): string[][] =>
  campaign.map(({ assessment, verdict }) => [assessment.evidence.creative.creativeId, verdict.reasonCode]);
