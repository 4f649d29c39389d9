import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../../core/optimize/log/labels.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { nothingReport, whyNothing } from '../../../../core/optimize/proposals/why-nothing.ts';
import { ad, evenDays, run, statesOf } from './creatives.ts';

const left = decide(
  statesOf([
    ad('a', evenDays(4_000, 14)),
    ...['b', 'c'].map((id) => ad(id, evenDays(100_000, 480))),
    ad('d', []),
    ad('alone', evenDays(10_000, 50), { campaignId: 'other' }),
  ]),
  run,
);

describe('why nothing was done', () => {
  it('is told by reason, the most frequent first, and by what is still missing', () => {
    const { stopped, left: groups, missing } = whyNothing(left);
    expect(stopped).toEqual([]);
    expect(
      groups.map(({ reasonCode, entity, waits, decisions }) => [reasonCode, entity, waits, decisions.length]),
    ).toEqual([
      ['not-worse', 'ad', false, 2],
      ['no-budget', 'campaign', false, 2],
      ['needs-more', 'ad', true, 1],
      ['alone', 'ad', false, 1],
      ['immature', 'ad', true, 1],
    ]);
    const needed = left.find(({ creative_id }) => creative_id === 'a')!.evidence;
    expect(missing).toEqual([
      {
        campaignId: 'campaign',
        currency: 'USD',
        ads: 2,
        impressions: needed.more_impressions_needed,
        cost: needed.more_cost_needed,
      },
    ]);
  });

  it('is a report that people can read', () => {
    const lines = nothingReport(left);
    expect(lines[0]).toBe('No changes are proposed.');
    expect(lines).toContain("  2 ads: no worse than the campaign's other ads");
    expect(lines.at(-1)).toMatch(
      /^ {2}campaign needs more data for 2 ads: the first decision is possible after about [\d,]+ more impressions \(\d[\d.,]* USD\)\.$/,
    );
    expect(nothingReport([])).toEqual(['There is nothing to judge: no active ad has figures.']);
  });

  it('names the guardrail that stopped a change, in its own words', () => {
    const pause = decide(statesOf([ad('a', evenDays(60_000, 126)), ad('b', evenDays(100_000, 480))]), run).map(
      (each) =>
        each.change === null
          ? each
          : { ...each, guardrails: [{ rule: 'quiet-hours', passed: false, detail: 'It is night.' }] },
    );
    expect(whyNothing(pause).stopped).toMatchObject([{ rule: 'quiet-hours', detail: 'It is night.' }]);
    expect(nothingReport(pause)).toContain('  1 change blocked by quiet-hours: It is night.');
  });
});

describe('labels', () => {
  it('count creatives by CTR, and the best tenth of those with enough impressions', () => {
    const rows = [
      { impressions: 10_000, clicks: 300 },
      { impressions: 10_000, clicks: 299 },
      { impressions: 10_000, clicks: 100 },
      { impressions: 10_000, clicks: 99 },
      { impressions: 10, clicks: 10 },
    ];
    expect(labelsOf(rows)).toEqual({ topPerformers: 1, highPerformers: 2, underperformers: 1 });
  });

  it('count nothing of what has no rate', () => {
    const rows = [
      { impressions: 0, clicks: 0 },
      { impressions: null, clicks: 3 },
      { impressions: 5_000, clicks: null },
    ];
    expect(labelsOf(rows)).toEqual({ topPerformers: 0, highPerformers: 0, underperformers: 0 });
  });
});
