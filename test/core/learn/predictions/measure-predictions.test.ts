import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { addDays } from '../../../../core/domain/calendar.ts';
import type { CreativePrediction } from '../../../../core/learn/predictions/creative-prediction.ts';
import { measurePredictions } from '../../../../core/learn/predictions/measure-predictions.ts';
import { modelPredictions } from '../../../../core/learn/predictions/model-predictions.ts';
import {
  publishPredictionAccuracy,
  readPredictionAccuracy,
} from '../../../../core/learn/predictions/publish-accuracy.ts';
import { predictionLines } from '../../../../core/optimize/effects/lines.ts';
import { posteriorPredictions } from '../../../../core/optimize/effects/posterior-predictions.ts';
import type { Metric } from '../../../../core/ports/metrics.ts';
import { encodeText } from '../../../../core/running/documents.ts';
import { gzipLines } from '../../../../core/running/gzip.ts';
import { pausing, proposal } from '../../../support/decided.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';

/** What is predicted of one ad: results per impression. */
interface Said {
  creativeId: string;
  expected: number;
}

/** The newest mature day is 20 March. */
const newestMatureDay = '2026-03-20';
const madeOn = '2026-03-08';

const row = (creative_id: string, stat_date: string, more: object = {}) => ({
  ...{ platform: 'linkedin', account_id: '1', campaign_id: '20', creative_id, stat_date },
  ...{ impressions: '1000', clicks: '4', conversions: null, leads: null, is_disputed: 0 },
  newest_mature_day: newestMatureDay,
  ...more,
});

function worldOf(rows: Record<string, unknown>[]) {
  const objects = memoryObjects();
  const asked: unknown[] = [];
  const sent: Metric[] = [];
  const deps = {
    objects,
    warehouse: {
      rows: async (_: string, parameters: unknown) => {
        asked.push(parameters);
        return rows;
      },
    } as never,
    now: () => new Date('2026-03-21T08:00:00.000Z'),
    metrics: { put: async (_: string, metrics: readonly Metric[]) => void sent.push(...metrics) },
  };
  const instant = (day: string, time: string) => new Date(`${day}T${time}.000Z`);
  return {
    asked,
    sent,
    objects,
    async decides(said: readonly Said[], day = madeOn, { run = 'run', kpi = 'clicks', time = '08:00:00' } = {}) {
      const at = instant(day, time);
      const decisions = said.map(({ creativeId, expected }) => {
        const { decision_id, ...rest } = proposal({ change: pausing });
        const rate = { posterior_rate: 100 * expected, posterior_low: 80 * expected, posterior_high: 120 * expected };
        return {
          ...rest,
          ...{ decision_id: `${run}-${creativeId}`, account_id: '1', campaign_id: '20', creative_id: creativeId },
          created_at: at.toISOString(),
          evidence: { ...rest.evidence, kpi, ...rate },
        };
      });
      await objects.put(keys.decisions(at, run), encodeText(decisions.map((each) => JSON.stringify(each)).join('\n')));
    },
    async predicts(said: readonly Said[], day = madeOn, { run = 'run', time = '08:00:00', startsAfter = 1 } = {}) {
      const at = instant(day, time);
      const predictions = said.map(
        ({ creativeId, expected }): CreativePrediction => ({
          ...{ run_id: run, predicted_at: at.toISOString(), model: 'creative_scorer', version: 'v1', sha256: 'a' },
          ...{ platform: 'linkedin', account_id: '1', campaign_id: '20', creative_id: creativeId },
          for_day: addDays(day, startsAfter),
          ctr: { expected, low: 0.8 * expected, high: 1.2 * expected },
          result_rate: null,
          because: [],
        }),
      );
      await objects.put(keys.predictions('creative_scorer', at, run), await gzipLines(predictions));
    },
    async measure(applied: string[] = []) {
      const measured = await measurePredictions([modelPredictions, posteriorPredictions(new Set(applied))], deps);
      await publishPredictionAccuracy(measured, deps);
      const [models, posteriors] = measured.map(({ matured }) => matured);
      return { models, posteriors, kept: await readPredictionAccuracy(objects) };
    },
  };
}

const week = (creativeId: string, more: object = {}) =>
  [9, 10, 11, 12, 13, 14, 15].map((day) => row(creativeId, `2026-03-${String(day).padStart(2, '0')}`, more));
const said = [
  { creativeId: 'a', expected: 0.005 },
  { creativeId: 'b', expected: 0.002 },
];
const accuracyMetric = (value: unknown) => [{ name: 'PredictionAccuracy', value, unit: 'Percent' }];

describe('PredictionAccuracy', () => {
  it('is the same for the same predictions, whether decisions or a model made them', async () => {
    const rows = [...week('a'), ...week('b', { clicks: '3' })];
    const byDecisions = worldOf(rows);
    await byDecisions.decides(said);
    const byModel = worldOf(rows);
    await byModel.predicts(said);
    const [ofDecisions, ofModel] = [await byDecisions.measure(), await byModel.measure()];
    // of 7,000 impressions each 35 and 14 clicks were predicted; 28 and 21 came
    const accuracy = 100 * (1 - 14 / 49);
    expect(byDecisions.sent).toEqual(accuracyMetric(expect.closeTo(accuracy, 9)));
    expect(byModel.sent).toEqual(accuracyMetric(expect.closeTo(accuracy, 9)));
    expect(ofDecisions.kept).toMatchObject({ source: 'posteriors', accuracy: byDecisions.sent[0]?.value });
    expect(ofModel.kept).toMatchObject({ source: 'models', accuracy: byModel.sent[0]?.value });
    const outcomes = [
      { creativeId: 'a', impressions: 7000, results: 28 },
      { creativeId: 'b', impressions: 7000, results: 21 },
    ];
    expect(ofDecisions.posteriors).toMatchObject(outcomes);
    expect(ofModel.models).toMatchObject(outcomes);
  });

  it('is sent once where both predicted, of the model; the other is kept beside it', async () => {
    const world = worldOf(week('a'));
    await world.decides([{ creativeId: 'a', expected: 0.008 }]);
    await world.predicts([{ creativeId: 'a', expected: 0.005 }]);
    const { kept } = await world.measure();
    expect(world.sent).toEqual(accuracyMetric(expect.closeTo(75, 9)));
    expect(world.asked).toEqual([{ since: '2025-12-21', days: 13 }]);
    expect(kept).toMatchObject({ made_at: '2026-03-21T08:00:00.000Z', source: 'models' });
    expect(predictionLines(kept)).toEqual([
      'Predictions of the model (clicks): 1 matured recently, 100% within their 80% interval, off by 25% of the rate',
      'Predictions of the decisions (clicks): 1 matured recently, 0% within their 95% interval, off by 100% of the rate',
    ]);
    expect(predictionLines(undefined)).toEqual([]);
  });

  it('is of the decisions where no click came to what the model predicted', async () => {
    const world = worldOf([...week('a'), ...week('b', { clicks: '0' })]);
    await world.decides([{ creativeId: 'a', expected: 0.005 }]);
    await world.predicts([{ creativeId: 'b', expected: 0.005 }]);
    expect((await world.measure()).kept).toMatchObject({ source: 'posteriors' });
    expect(world.sent).toEqual(accuracyMetric(expect.closeTo(75, 9)));
  });

  it('is not sent, and nothing is kept, where nothing matured of late', async () => {
    // the week is over on 21 March; on 13 March it had been for eight days
    for (const [day, weekOf] of [
      ['2026-03-14', 15],
      ['2026-03-06', 7],
    ] as const) {
      const world = worldOf(Array.from({ length: 7 }, (_, at) => row('a', addDays(`2026-03-${weekOf}`, at))));
      await world.decides(said, day);
      await world.predicts(said, day);
      expect(await world.measure()).toEqual({ models: [], posteriors: [], kept: undefined });
      expect(world.sent).toEqual([]);
    }
  });

  it('is of predictions whose last day is one of the newest seven mature days', async () => {
    for (const day of ['2026-03-07', '2026-03-13']) {
      const world = worldOf(Array.from({ length: 7 }, (_, at) => row('a', addDays(day, at + 1))));
      await world.decides(said, day);
      await world.predicts(said, day);
      const { models, posteriors } = await world.measure();
      expect(models).toMatchObject([{ creativeId: 'a', impressions: 7000, results: 28 }]);
      expect(posteriors).toMatchObject([{ creativeId: 'a', impressions: 7000, results: 28 }]);
    }
  });

  it('is of the days that are predicted, however old an account’s newest day was when they were', async () => {
    const counted = async (startsAfter: number) => {
      const world = worldOf(Array.from({ length: 14 }, (_, at) => row('a', addDays('2026-03-07', at))));
      await world.predicts([{ creativeId: 'a', expected: 0.005 }], '2026-03-12', { startsAfter });
      return (await world.measure()).models?.length;
    };
    expect([await counted(-5), await counted(-4), await counted(2), await counted(3)]).toEqual([0, 1, 1, 0]);
  });

  it('asks the warehouse nothing while there is nothing that may have matured', async () => {
    const world = worldOf([]);
    await world.decides(said, '2026-03-15');
    await world.measure();
    expect(world.asked).toEqual([]);
  });

  it('is not of ads that were changed, nor of decisions about other results', async () => {
    const world = worldOf([...week('a'), ...week('b', { leads: '1' })]);
    await world.decides([{ creativeId: 'a', expected: 0.005 }]);
    await world.decides([{ creativeId: 'b', expected: 0.001 }], madeOn, { run: 'leads', kpi: 'leads' });
    const { kept } = await world.measure(['run-a']);
    expect(world.sent).toEqual([]);
    expect(kept).toMatchObject({
      accuracy: null,
      source: null,
      quality: { posteriors: { leads: { predictions: 1 } } },
    });
  });
});

describe('what became of a prediction', () => {
  it('counts once, as it was said last, where a day had several runs', async () => {
    const world = worldOf(week('a'));
    for (const source of ['decides', 'predicts'] as const) {
      await world[source]([{ creativeId: 'a', expected: 0.004 }], madeOn, { run: 'a-by-hand', time: '17:00:00' });
      await world[source]([{ creativeId: 'a', expected: 0.005 }], madeOn, { run: 'optimize', time: '08:00:00' });
    }
    const { models, posteriors } = await world.measure();
    expect(models?.map(({ rate }) => rate.expected)).toEqual([0.004]);
    expect(posteriors?.map(({ rate }) => rate.expected)).toEqual([0.004]);
  });

  it('is unknown where a day of its account is disputed, a figure is missing or nothing was shown', async () => {
    const whole = week('a');
    const worlds = [
      worldOf([...whole, row('b', '2026-03-12', { is_disputed: 1 })]),
      worldOf([...whole.slice(1), row('a', '2026-03-09', { clicks: null })]),
      worldOf(week('a', { impressions: '0' })),
    ];
    for (const world of worlds) {
      await world.decides(said);
      await world.predicts(said);
      expect(await world.measure()).toMatchObject({ models: [], posteriors: [] });
    }
  });

  it('is of the ad of its campaign and account alone', async () => {
    const others = [{ campaign_id: '21' }, { account_id: '2' }, { platform: 'meta' }];
    const world = worldOf(others.flatMap((other) => week('a', other)));
    await world.decides(said);
    await world.predicts(said);
    expect(await world.measure()).toMatchObject({ models: [], posteriors: [] });
  });
});
