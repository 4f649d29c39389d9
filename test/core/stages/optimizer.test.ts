import { describe, expect, it } from 'vitest';
import type { DecisionEvent } from '../../../core/contracts/decisions.ts';
import { keys } from '../../../core/contracts/keys.ts';
import { StoredDataError } from '../../../core/errors.ts';
import { newestDecisions } from '../../../core/optimize/log/stored.ts';
import { encodeJson } from '../../../core/running/documents.ts';
import { gzipLines } from '../../../core/running/gzip.ts';
import { adsConfig } from '../../../core/settings/config.ts';
import { optimizer } from '../../../core/stages/optimizer.ts';
import { pausing } from '../../support/decided.ts';
import { decisionsKey, worldOf } from './optimizer-world.ts';

const nothingDone = { applied: 0, voided: 0, failed: 0, undone: 0, blocked: 0, open: 0, outcomes: [] };
const nothing = { proposed: 0, waiting: 0, kept: 0, ...nothingDone };
const outputKey = 'state/runs/optimizer/run-1.json';

describe('stage optimizer', () => {
  it('writes a decision for each active creative and says how many of each kind', async () => {
    const world = worldOf(rows);
    expect(await optimizer({ run_id: 'run-1' }, world.deps)).toEqual({
      run_id: 'run-1',
      decisions_key: decisionsKey,
      mode: 'recommend',
      proposed: 1,
      waiting: 0,
      // two creatives and the campaign itself
      kept: 3,
      ...nothingDone,
    });
    const decisions = world.decisions();
    expect(decisions.map(({ creative_id, action }) => [creative_id, action])).toEqual([
      ['worse', 'pause_creative'],
      ['good', 'keep'],
      ['better', 'keep'],
      [null, 'keep'],
    ]);
    expect(decisions[0]).toMatchObject({
      decision_id: 'run-1-1',
      created_at: '2026-11-20T08:00:00.000Z',
      mode: 'recommend',
      currency: 'USD',
      simulated: true,
      evidence: {
        kpi: 'clicks',
        from: '2026-11-06',
        through: '2026-11-12',
        impressions: 60_000,
        results: 126,
        cost: 480,
      },
    });
  });

  it('asks the warehouse for figures and settings by the configured window', async () => {
    const world = worldOf(rows);
    await optimizer({ run_id: 'run-1' }, world.deps);
    expect(world.asked).toEqual([
      ['queries/optimize/creative_spans', { window_days: 90, active_within_days: 14 }],
      ['queries/optimize/campaign_weeks', { window_days: 90 }],
      ['queries/optimize/campaign_versions', { since: '2026-05-24' }],
      ['queries/optimize/creative_settings', undefined],
      // for the metrics
      ['queries/optimize/creative_evidence', { window_days: 7, active_within_days: 14 }],
    ]);
  });

  it('returns the stored output of a run that is done, and changes nothing', async () => {
    const world = worldOf(rows);
    const first = await optimizer({ run_id: 'run-1' }, world.deps);
    const stored = new Map(world.stored);
    expect(await optimizer({ run_id: 'run-1' }, { ...world.deps, now: () => new Date('2026-12-24') })).toEqual(first);
    expect(world.stored).toEqual(stored);
    expect(world.asked).toHaveLength(5);
  });

  it('keeps what an interrupted attempt of the same run proposed', async () => {
    const world = worldOf(rows);
    const first = await optimizer({ run_id: 'run-1' }, world.deps);
    const proposals = world.stored.get(decisionsKey);
    world.stored.delete(outputKey);
    expect(
      await optimizer(
        { run_id: 'run-1' },
        worldOf({ ...rows, 'queries/optimize/creative_spans': spans.slice(0, 2) }, {}, world.stored).deps,
      ),
    ).toEqual(first);
    expect(world.stored.get(decisionsKey)).toBe(proposals);
  });

  it('writes no decisions when the warehouse is empty', async () => {
    const world = worldOf({});
    const output = { run_id: 'run-1', decisions_key: null, mode: 'recommend', ...nothing };
    expect(await optimizer({ run_id: 'run-1' }, world.deps)).toEqual(output);
    expect([...world.stored.keys()]).toEqual([outputKey]);
  });

  it('only observes where it is told to', async () => {
    const world = worldOf(rows, { mode: 'observe' });
    const output = { run_id: 'run-1', decisions_key: null, mode: 'observe', ...nothing };
    expect(await optimizer({ run_id: 'run-1' }, world.deps)).toEqual(output);
    expect([...world.stored.keys()]).toEqual([outputKey]);
  });

  for (const mode of ['approve', 'auto']) {
    it(`recommends in the mode ${mode}, and says so loudly, while there are no guardrails`, async () => {
      const world = worldOf(rows, { mode });
      expect(await optimizer({ run_id: 'run-1' }, world.deps)).toMatchObject({ mode: 'recommend', proposed: 1 });
      expect(world.warnings).toEqual([
        'There are no guardrails (control/guardrails.json), so this is a recommendation and nothing is applied.',
      ]);
    });
  }

  it('does not warn where recommending is what was asked for', async () => {
    const world = worldOf(rows);
    await optimizer({ run_id: 'run-1' }, world.deps);
    expect(world.warnings).toEqual([]);
  });

  it('makes up a run id when run by hand', async () => {
    const world = worldOf({});
    expect((await optimizer({}, world.deps)).run_id).toBe('01J');
  });

  it('measures where it only observes, too', async () => {
    const world = worldOf(rows, { mode: 'observe' });
    await optimizer({ run_id: 'run-1' }, world.deps);
    expect(world.metrics.map(({ namespace }) => namespace)).toEqual(['LinkedInAds/Optimizer', 'LinkedInAds/Campaigns']);
  });

  it('sends PredictionAccuracy once a run: of the model where it predicted, else of the decisions', async () => {
    const world = worldOf({ ...rows, 'queries/learn/outcome_days': outcomeDays });
    const before = new Date('2026-11-05T08:00:00.000Z');
    await optimizer({ run_id: 'before' }, { ...world.deps, now: () => before });
    const accuracies = () =>
      world.metrics
        .splice(0)
        .flatMap(({ sent }) => sent)
        .filter(({ name }) => name === 'PredictionAccuracy');
    expect(accuracies()).toEqual([]);
    await optimizer({ run_id: 'run-1' }, world.deps);
    // believed of the ad with 480 clicks of 100,000 impressions, a little pooled; five of 1,000 came
    expect(accuracies()).toEqual([{ name: 'PredictionAccuracy', value: expect.closeTo(95.889, 3), unit: 'Percent' }]);
    await world.deps.objects.put(keys.predictions('creative_scorer', before, 'before'), await gzipLines([predicted]));
    await optimizer({ run_id: 'run-2' }, world.deps);
    expect(accuracies()).toEqual([{ name: 'PredictionAccuracy', value: expect.closeTo(80, 9), unit: 'Percent' }]);
    // the same run again
    await optimizer({ run_id: 'run-2' }, world.deps);
    expect(accuracies()).toEqual([]);
  });

  it('does not hold against its predictions what was changed, also where it only observes', async () => {
    const world = worldOf({ ...rows, 'queries/learn/outcome_days': outcomeDays }, { mode: 'recommend' });
    await optimizer({ run_id: 'before' }, { ...world.deps, now: () => new Date('2026-11-05T08:00:00.000Z') });
    world.metrics.splice(0);
    const { decisions } = (await newestDecisions(world.deps.objects)) ?? { decisions: [] };
    const { decision_id = '' } = decisions.find(({ creative_id }) => creative_id === 'good') ?? {};
    await world.deps.objects.put(keys.decisionEvent(decision_id, 1, 'applied'), encodeJson(applied(decision_id)));
    await optimizer({ run_id: 'run-1' }, { ...world.deps, config: adsConfig.parse({ mode: 'observe' }) });
    expect(world.metrics.flatMap(({ sent }) => sent.map(({ name }) => name))).not.toContain('PredictionAccuracy');
  });

  it('names what it cannot read', async () => {
    const wrong = { ...rows, 'queries/optimize/creative_spans': [{ ...spans[0], newest_age_days: 'many' }] };
    await expect(optimizer({}, worldOf(wrong).deps)).rejects.toThrow(
      /^queries\/optimize\/creative_spans cannot be read: [\s\S]*newest_age_days/,
    );
    const cut = { ...rows, 'queries/optimize/creative_spans': [{ ...spans[0], spans: '2026-11-06:2026-11-12:7;' }] };
    await expect(optimizer({}, worldOf(cut).deps)).rejects.toThrow(
      'queries/optimize/creative_spans cannot be read: "2026-11-06:2026-11-12:7" does not have 19 fields',
    );
    const world = worldOf({}, {}, new Map([[outputKey, new TextEncoder().encode('{')]]));
    await expect(optimizer({ run_id: 'run-1' }, world.deps)).rejects.toThrow(StoredDataError);
  });
});

/** As DuckDB and Athena give them: bigints and decimals as strings. */
const spans = [rowOf('worse', 60_000, 126), rowOf('good', 100_000, 480), rowOf('better', 100_000, 520)];
const rows = {
  'queries/optimize/creative_spans': spans,
  'queries/optimize/campaign_weeks': [
    {
      platform: 'linkedin',
      account_id: 'account',
      currency: 'USD',
      campaign_id: 'campaign',
      week: '1',
      days: [12, 11, 10, 9, 8, 7, 6]
        .map((day) => `2026-11-${String(day).padStart(2, '0')}:1:0:37142:160:297.142857143:::;`)
        .join(''),
    },
  ],
  // for the metrics
  'queries/optimize/creative_evidence': [
    {
      campaign_id: 'campaign',
      creative_id: 'good',
      currency: 'USD',
      is_active: 1,
      impressions: '100000',
      clicks: '480',
      conversions: null,
      cost: '800.000000000',
    },
  ],
};

/** A thousand impressions and five clicks a day of one ad. */
const outcomeDays = [6, 7, 8, 9, 10, 11, 12].map((day) => ({
  ...{ platform: 'linkedin', account_id: 'account', campaign_id: 'campaign', creative_id: 'good' },
  ...{ stat_date: `2026-11-${String(day).padStart(2, '0')}`, newest_mature_day: '2026-11-12', is_disputed: 0 },
  ...{ impressions: '1000', clicks: '5', conversions: null, leads: null },
}));

const predicted = {
  ...{
    run_id: 'before',
    predicted_at: '2026-11-05T08:00:00.000Z',
    model: 'creative_scorer',
    version: 'v1',
    sha256: 'a',
  },
  ...{ platform: 'linkedin', account_id: 'account', campaign_id: 'campaign', creative_id: 'good' },
  ...{ for_day: '2026-11-06', ctr: { expected: 0.006, low: 0.005, high: 0.007 }, result_rate: null, because: [] },
};

const applied = (decision_id: string): DecisionEvent => ({
  ...{ decision_id, number: 1, event: 'applied', at: '2026-11-05T09:00:00.000Z', by: 'a person', detail: 'Applied.' },
  target: {
    ...{ platform: 'linkedin', account_id: 'account', campaign_id: 'campaign', creative_id: 'good' },
    action: 'pause_creative',
  },
  change: { ...pausing },
  request_id: null,
});

function rowOf(creativeId: string, impressions: number, clicks: number): Record<string, unknown> {
  const days = 7;
  const squares = [
    impressions ** 2 / days,
    // every day alike but for what chance makes of it: its variance is the mean
    clicks ** 2 / days + clicks,
    (impressions * clicks) / days,
  ].map(Math.round);
  return {
    platform: 'linkedin',
    account_id: 'account',
    currency: 'USD',
    campaign_id: 'campaign',
    creative_id: creativeId,
    newest_day: '2026-11-19',
    newest_mature_day: '2026-11-12',
    newest_age_days: '1',
    first_seen: '2026-11-06',
    is_delivering: 1,
    spans: `2026-11-06:2026-11-12:${days}:${impressions}:${clicks}:${(impressions * 0.008).toFixed(9)}::::${clicks}:${clicks}:${clicks}:${squares.join(':')}:0:0:0:0;`,
  };
}
