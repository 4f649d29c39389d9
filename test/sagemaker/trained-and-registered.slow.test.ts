/** The whole way of a model on one machine: trained by the real script, judged on rows that it has not seen, promoted, served. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localModelTrainer } from '../../adapters/local/model-trainer.ts';
import { knownWorld } from '../../bench/models/twin-samples.ts';
import { trainingCode } from '../../cli/training.ts';
import { keys } from '../../core/contracts/keys.ts';
import { evaluate } from '../../core/learn/models/evaluate.ts';
import { createBaseline, createScorer } from '../../core/learn/models/predict.ts';
import { type LoadedModel, loadProduction } from '../../core/learn/registry/production.ts';
import { registerJob } from '../../core/learn/registry/register.ts';
import { unpackTar } from '../../core/learn/registry/tar.ts';
import { readUnseenRows } from '../../core/learn/registry/unseen-rows.ts';
import { creativeCells, creativeHeader } from '../../core/learn/training/creative-samples.ts';
import { toCsv } from '../../core/learn/training/csv-text.ts';
import type { ParsedSnapshotRows } from '../../core/learn/training/snapshot-file.ts';
import { splitCreatives, splitNames } from '../../core/learn/training/split.ts';
import { encodeText } from '../../core/running/documents.ts';
import { gunzip } from '../../core/running/gzip.ts';
import { registryWorld } from '../support/registry-world.ts';
import { servedBy } from '../support/served-by-python.ts';
import { lackingPython, python } from '../support/training-python.ts';

const model = 'creative_scorer';

/** An endpoint has nothing but the artifact: what is in it predicts what is predicted here. */
async function servedByItsArtifact({ body, model: file }: LoadedModel, rows: ParsedSnapshotRows): Promise<void> {
  const files = unpackTar(await gunzip(body, 1e8));
  const folder = mkdtempSync(join(tmpdir(), 'artifact-'));
  try {
    writeFileSync(join(folder, 'model.json'), files.get('model.json') ?? '');
    writeFileSync(join(folder, 'inference.py'), files.get('code/inference.py') ?? '');
    const width = rows.features.length;
    const places = file.features.map((name) => rows.features.indexOf(name));
    const asked = rows.campaigns.map((_, row) => places.map((at) => rows.values[row * width + at] as number));
    const { predictions } = servedBy(folder, 'model', { rows: asked, campaigns: rows.campaigns }, { code: folder });
    const here = createScorer(file).predict(asked, rows.campaigns);
    const errors = here.map(({ ctr }, row) => Math.abs(predictions[row]!.ctr!.expected / ctr!.expected - 1));
    expect(errors.length).toBeGreaterThan(20);
    expect(Math.max(...errors)).toBeLessThan(1e-9);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(python === undefined)(`a model that was trained here${lackingPython}`, () => {
  it('is promoted where ads differ by what they say, and rejected where there are too few of them', async () => {
    const { deps, objects, finish } = registryWorld();
    const trainer = localModelTrainer({ objects, python: python as string });
    const run = async (name: string, size: Parameters<typeof knownWorld>[1]) => {
      const { job, snapshot } = await finish(name);
      await objects.delete(keys.trainingArtifact(model, snapshot, job));
      const split = splitCreatives(knownWorld(1, size, true).samples);
      for (const part of splitNames) {
        const file = part === 'test' ? 'unseen/test.csv' : `fit/${part}.csv`;
        const text = toCsv(creativeHeader, split[part].map(creativeCells));
        await objects.put(keys.trainingFile(model, snapshot, file), encodeText(text));
      }
      for (const [file, body] of trainingCode()[model])
        await objects.put(keys.trainingFile(model, snapshot, `code/${file}`), body);
      const folder = (part: string) => keys.trainingFile(model, snapshot, part);
      const finished = await trainer.train({
        ...{ model, job, snapshot },
        training_folder: folder('fit/'),
        code_folder: folder('code/'),
        output_folder: folder('jobs'),
      });
      return registerJob(finished, deps);
    };
    const few = await run('few', { campaigns: 10, creativesPerCampaign: 5, historyDays: 120 });
    expect(few).toMatchObject({ version: 'v1', status: 'rejected', model_type: 'baseline' });
    const many = await run('many', { campaigns: 60, creativesPerCampaign: 6, historyDays: 180 });
    expect(many).toMatchObject({ version: 'v2', status: 'production' });
    const serving = await loadProduction(objects, model);
    expect(serving?.metadata).toMatchObject({
      version: 'v2',
      library_versions: { 'scikit-learn': '1.4.2' },
      metrics: { 'train:rmse': expect.any(Number), 'validation:rmse': expect.any(Number) },
    });
    const rows = await readUnseenRows(objects, model, 'of-many');
    const found = evaluate(createScorer(serving!.model), rows);
    await servedByItsArtifact(serving!, rows);
    expect(found.rmse).toBeLessThan(evaluate(createBaseline(serving!.model), rows).rmse as number);
  });
});
