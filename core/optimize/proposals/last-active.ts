/** A campaign never loses its last active creative: the best of those that can be compared stays, whatever the verdicts say. */

import { mean } from '../../statistics/beta.ts';
import type { Assessment } from '../posteriors/assessment.ts';
import { spared, type Verdict } from './verdict.ts';

export interface Judged {
  assessment: Assessment;
  verdict: Verdict;
}

/** The same verdicts, but that the best creative of the campaign is not paused. `campaign` is all its active creatives. */
export function keepBest(campaign: readonly Judged[]): Judged[] {
  const best = campaign.filter(({ assessment }) => assessment.siblings > 0).sort(bestFirst)[0];
  return campaign.map((judged) =>
    judged === best && judged.verdict.action === 'pause_creative' ? { ...judged, verdict: spared } : judged,
  );
}

const rate = ({ posterior }: Assessment): number => (posterior === null ? 0 : mean(posterior));

function bestFirst({ assessment: a }: Judged, { assessment: b }: Judged): number {
  return (
    rate(b) - rate(a) ||
    a.probabilityWorse - b.probabilityWorse ||
    (a.evidence.creative.creativeId < b.evidence.creative.creativeId ? -1 : 1)
  );
}
