import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../core/errors.ts';
import { creativeFeatures } from '../../../../core/learn/features/feature-row.ts';
import { predictCreatives } from '../../../../core/learn/predictions/predict-creatives.ts';
import type { ServingRow } from '../../../../core/learn/predictions/serving-rows.ts';
import { loadVersion } from '../../../../core/learn/registry/production.ts';
import { registerJob } from '../../../../core/learn/registry/register.ts';
import type { VersionScorer } from '../../../../core/ports/model-serving.ts';
import { registryWorld } from '../../../support/registry-world.ts';

const rows: ServingRow[] = [3, 9].map((words, at) => ({
  platform: 'linkedin',
  account_id: '1',
  campaign_id: '2',
  creative_id: `c${at}`,
  for_day: '2026-06-07',
  campaign: 'linkedin/1/2',
  hasDelayedResults: at === 1,
  features: creativeFeatures.map((name) => (name === 'headline_words' ? words : 0)),
}));

async function predictedBy(scorer: VersionScorer | undefined) {
  const world = registryWorld();
  await registerJob(await world.finish('job-1'), world.deps);
  const loaded = await loadVersion(world.objects, 'creative_scorer', 'v1');
  const predictions = await predictCreatives('run-1', rows, loaded, { ...world.deps, scorer });
  return { predictions, warnings: world.warnings, sha256: loaded.metadata.sha256 };
}

const estimate = (expected: number) => ({ expected, low: expected / 2, high: expected * 2 });

describe('what creatives are expected to do', () => {
  it('are requested from the scorer that serves the version, by its name and hash', async () => {
    const asked: unknown[] = [];
    const { predictions, sha256 } = await predictedBy({
      async predict({ model, version, sha256 }, file, features, campaigns) {
        asked.push({ model, version, sha256, width: file.features.length, features, campaigns });
        return [
          { ctr: estimate(0.01), result_rate: null },
          { ctr: estimate(0.02), result_rate: null },
        ];
      },
    });
    expect(predictions.map(({ creative_id, version, ctr }) => [creative_id, version, ctr.expected])).toEqual([
      ['c0', 'v1', 0.01],
      ['c1', 'v1', 0.02],
    ]);
    const campaigns = ['linkedin/1/2', 'linkedin/1/2'];
    const about = { model: 'creative_scorer', version: 'v1', sha256 };
    expect(asked).toEqual([{ ...about, width: 1, features: [[3], [9]], campaigns }]);
  });

  it('has a rate of results only where results come after the click: of others the model learned none', async () => {
    const { predictions } = await predictedBy({
      predict: async () => [1, 2].map(() => ({ ctr: estimate(0.01), result_rate: estimate(0.001) })),
    });
    expect(predictions.map(({ creative_id, result_rate }) => [creative_id, result_rate])).toEqual([
      ['c0', null],
      ['c1', estimate(0.001)],
    ]);
  });

  it('is computed here when it does not answer, and the log says so', async () => {
    const { predictions, warnings } = await predictedBy({
      predict: () => Promise.reject(new ServiceError('The endpoint serves v0, not v1', 'wait')),
    });
    expect(predictions).toEqual((await predictedBy(undefined)).predictions);
    expect(predictions).toHaveLength(2);
    expect(warnings).toEqual(['The endpoint serves v0, not v1: creative_scorer v1 predicts in this process instead']);
  });

  it('is not computed here when a fault of the program kept it from answering', async () => {
    const broken = { predict: () => Promise.reject(new TypeError('a fault')) };
    await expect(predictedBy(broken)).rejects.toThrow('a fault');
  });
});
