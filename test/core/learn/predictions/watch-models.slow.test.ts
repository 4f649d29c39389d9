import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys, prefixes } from '../../../../core/contracts/keys.ts';
import { parsePredictions } from '../../../../core/learn/predictions/creative-prediction.ts';
import { measurePredictions } from '../../../../core/learn/predictions/measure-predictions.ts';
import { modelPredictions } from '../../../../core/learn/predictions/model-predictions.ts';
import { publishPredictionAccuracy } from '../../../../core/learn/predictions/publish-accuracy.ts';
import { useModels } from '../../../../core/learn/predictions/watch-models.ts';
import { dataProcessor } from '../../../../core/stages/data-processor.ts';
import { listAll } from '../../../conformance/list-all.ts';
import { serveModel } from '../../../support/served-model.ts';
import { openWorkshop, type Row, type Workshop } from '../../../support/workshop.ts';

const model = 'creative_scorer';
let shop: Workshop;
let told: string[];

beforeEach(async () => {
  shop = await openWorkshop({ models: { watch: { impressions: 1000 } } });
  told = [];
  shop.deps.notifier = { notify: async ({ subject, body }) => void told.push(`${subject}\n${body}`) };
});

afterEach(() => shop.close());

const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, at) => new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10));

/** Ads a and b, a thousand impressions a day each; a gets 10 clicks and b 20. */
const week = (from: string, count = 7): Row[] =>
  days(from, count).flatMap((stat_date) => [
    { creative_id: 'c1/a', stat_date, impressions: 1000, clicks: 10 },
    { creative_id: 'c1/b', stat_date, impressions: 1000, clicks: 20 },
  ]);

async function importOn(instant: string, rows: Row[]): Promise<void> {
  shop.setTime(instant);
  await shop.storeImport(rows);
  await dataProcessor({}, shop.deps);
}

async function watch(run: string): Promise<void> {
  const measured = await measurePredictions([modelPredictions], shop.deps);
  await publishPredictionAccuracy(measured, shop.deps);
  await useModels(
    run,
    measured.flatMap(({ matured }) => matured),
    shop.deps,
  );
}

const predictionFiles = async () =>
  (await listAll(shop.deps.objects, prefixes.predictions(model)))
    .map(({ key }) => key)
    .filter((key) => key.includes('/dt='));

describe('watching models', () => {
  it('predicts nothing while no model is in production', async () => {
    await importOn('2026-06-08T08:00:00.000Z', week('2026-06-01'));
    await watch('run-1');
    expect(await listAll(shop.deps.objects, prefixes.predictions(model))).toEqual([]);
    expect(shop.metrics.flatMap(({ metrics }) => metrics.map(({ name }) => name))).not.toContain('PredictionAccuracy');
  });

  it('keeps a prediction for every ad that runs, with the version and hash that made it, once a run', async () => {
    await importOn('2026-06-08T08:00:00.000Z', week('2026-06-01'));
    const { sha256 } = await serveModel(shop.deps, 'v3', 0.012);
    await watch('run-1');
    const [key = ''] = await predictionFiles();
    expect(key).toBe('processed/predictions/creative_scorer/dt=2026-06-08/run-1.ndjson.gz');
    const kept = await parsePredictions(key, (await shop.deps.objects.get(key))!.body);
    expect(
      kept.map(({ creative_id, version, sha256: hash, for_day }) => [creative_id, version, hash, for_day]),
    ).toEqual([
      ['c1/a', 'v3', sha256, '2026-06-08'],
      ['c1/b', 'v3', sha256, '2026-06-08'],
    ]);
    expect(kept[0]?.ctr.expected).toBeCloseTo(0.012, 12);
    expect(JSON.parse(await shop.text(keys.newestPredictions(model)))).toMatchObject({ version: 'v3', sha256 });
    // another version meanwhile: the same run does not predict again
    await serveModel(shop.deps, 'v4', 0.5);
    await watch('run-1');
    expect(JSON.parse(await shop.text(keys.newestPredictions(model)))).toMatchObject({ version: 'v3' });
    await watch('run-2');
    expect(JSON.parse(await shop.text(keys.newestPredictions(model)))).toMatchObject({ version: 'v4' });
  });

  it('holds predictions against what came, once the days are mature and not before', async () => {
    await importOn('2026-06-08T08:00:00.000Z', week('2026-06-01'));
    await serveModel(shop.deps, 'v3', 0.012);
    await watch('run-1');
    // the predicted week is over, and seen too early to be trusted
    await importOn('2026-06-16T08:00:00.000Z', week('2026-06-08'));
    await watch('run-2');
    expect(await shop.deps.objects.get(keys.versionAccuracy(model))).toBeUndefined();
    await importOn('2026-06-22T08:00:00.000Z', week('2026-06-15'));
    await watch('run-3');
    const { weeks } = JSON.parse(await shop.text(keys.versionAccuracy(model)));
    const known = {
      version: 'v3',
      sha256: expect.any(String),
      platform: 'linkedin',
      account_id: 'acme',
      for_day: '2026-06-08',
      predictions: 2,
      impressions: 14_000,
      results: 210,
      expected_results: expect.closeTo(168, 6),
      absolute_error: expect.closeTo(14 + 56, 6),
    };
    expect(weeks).toEqual([known]);
    const sent = shop.metrics.flatMap(({ namespace, metrics }) => metrics.map((each) => ({ namespace, ...each })));
    expect(sent.filter(({ name }) => name === 'PredictionAccuracy')).toEqual([
      {
        namespace: 'LinkedInAds/Optimizer',
        name: 'PredictionAccuracy',
        value: expect.closeTo(100 * (1 - 70 / 210), 6),
        unit: 'Percent',
      },
    ]);
    // weeks later those days are no longer measured, and what they showed of the version stays
    await importOn('2026-07-06T08:00:00.000Z', week('2026-06-22'));
    await watch('run-4');
    expect(JSON.parse(await shop.text(keys.versionAccuracy(model))).weeks).toContainEqual(known);
  });

  it('asks for training once when the results are no longer what was expected, not at every run', async () => {
    shop.deps.config.models.gate.minimumRows = 2;
    await importOn('2026-06-08T08:00:00.000Z', week('2026-06-01'));
    await serveModel(shop.deps, 'v3', 0.005);
    await watch('run-1');
    await importOn('2026-06-22T08:00:00.000Z', week('2026-06-08', 14));
    for (const run of ['run-2', 'run-3']) await watch(run);
    expect(told).toEqual([
      [
        'creative_scorer v3 should be retrained',
        'Clicks were 3.00 times what it predicted, over 2 matured predictions.',
        'What to do: npm run ads -- train (add --aws for the deployment), or wait for the weekly training.',
      ].join('\n'),
    ]);
    shop.setTime('2026-07-07T08:00:00.000Z');
    await watch('run-4');
    expect(told).toHaveLength(2);
  });

  it('does not ask where there is no newer data to learn from', async () => {
    shop.deps.config.models.gate.minimumRows = 2;
    await importOn('2026-06-08T08:00:00.000Z', week('2026-06-01'));
    await serveModel(shop.deps, 'v3', 0.005, '2026-06-20');
    await watch('run-1');
    await importOn('2026-06-22T08:00:00.000Z', week('2026-06-08', 14));
    await watch('run-2');
    expect(told).toEqual([]);
  });

  it('fails loudly when the model in production was damaged, and predicts nothing in its place', async () => {
    await importOn('2026-06-08T08:00:00.000Z', week('2026-06-01'));
    await serveModel(shop.deps, 'v3', 0.012);
    await shop.deps.objects.put(keys.modelVersion(model, 'v3', 'model.tar.gz'), new Uint8Array([1]));
    await expect(watch('run-1')).rejects.toThrow('its SHA-256 is not the registered one');
    expect(await predictionFiles()).toEqual([]);
  });
});
