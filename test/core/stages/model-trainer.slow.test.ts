import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import type { TrainingCode } from '../../../core/learn/registry/plan-job.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { modelTrainer } from '../../../core/stages/model-trainer.ts';
import { listAll } from '../../conformance/list-all.ts';
import { openWorkshop, type Row, type Workshop } from '../../support/workshop.ts';

const script = (text: string) => new Map([['train.py', new TextEncoder().encode(text)]]);
const code: TrainingCode = { creative_scorer: script('print(1)'), bid_optimizer: script('print(2)') };

let shop: Workshop;
beforeEach(async () => {
  shop = await openWorkshop();
});
afterEach(() => shop.close());

const deps = () => ({ ...shop.deps, code, jobPrefix: 'local' });

const ads = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    creative_id: `c1/ad ${at}`,
    stat_date: '2026-05-10',
    impressions: 1000,
    clicks: 4 + (at % 7),
  }));

async function importAds(count: number): Promise<void> {
  await shop.storeImport(ads(count));
  await dataProcessor({}, shop.deps);
}

const texts = async (prefix: string) =>
  Object.fromEntries(
    await Promise.all(
      (await listAll(shop.deps.objects, prefix)).map(async ({ key }) => [
        key.slice(prefix.length),
        await shop.text(key),
      ]),
    ),
  );

describe('model-trainer', () => {
  it('says what is missing where there is too little to learn from', async () => {
    const { jobs, skipped } = await modelTrainer({ run_id: 'train-1' }, deps());
    expect(jobs).toEqual({ creative_scorer: null, bid_optimizer: null });
    expect(skipped.creative_scorer).toBe(
      'there is too little mature data: 0 rows to train on, 0 to validate on, 0 to test on',
    );
    expect(await listAll(shop.deps.objects, 'processed/training/')).toEqual([]);
  });

  it('leaves the snapshot, the script and a record of both, and names the job', async () => {
    await importAds(40);
    const { jobs, skipped } = await modelTrainer({ run_id: 'train-1' }, deps());
    const job = jobs.creative_scorer!;
    expect(skipped.creative_scorer).toBeNull();
    expect(job).toEqual({
      model: 'creative_scorer',
      job: `local-creative-scorer-${job.snapshot}`,
      snapshot: expect.stringMatching(/^[0-9a-f]{16}$/),
      training_folder: `processed/training/creative_scorer/${job.snapshot}/fit/`,
      code_folder: `processed/training/creative_scorer/${job.snapshot}/code/`,
      output_folder: `processed/training/creative_scorer/${job.snapshot}/jobs`,
    });
    expect(await texts(job.code_folder)).toEqual({ 'train.py': 'print(1)' });
    const fit = await texts(job.training_folder);
    const unseen = await shop.text(keys.trainingFile('creative_scorer', job.snapshot, 'unseen/test.csv'));
    expect(Object.keys(fit)).toEqual(['train.csv', 'validation.csv']);
    const rows = [fit['train.csv'], fit['validation.csv'], unseen].map(
      (text) => (text as string).trim().split('\n').length - 1,
    );
    expect(rows.reduce((sum, each) => sum + each, 0)).toBe(40);
    const record = JSON.parse(await shop.text(keys.trainingJob('creative_scorer', job.snapshot, job.job)));
    expect(record).toMatchObject({
      job: job.job,
      data_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hyperparameters: {},
    });
  });

  it('gives the same run the same job with the same data, whatever came in between', async () => {
    await importAds(40);
    const first = await modelTrainer({ run_id: 'train-1' }, deps());
    const folder = first.jobs.creative_scorer!.training_folder;
    const before = await texts(folder);
    await shop.deps.objects.delete(keys.stageOutput('model-trainer', 'train-1'));
    shop.setTime('2026-06-02T08:00:00.000Z');
    await importAds(60);
    expect(await modelTrainer({ run_id: 'train-1' }, deps())).toEqual(first);
    expect(await texts(folder)).toEqual(before);
    const other = await modelTrainer({ run_id: 'train-2' }, deps());
    expect(other.jobs.creative_scorer?.job).not.toBe(first.jobs.creative_scorer?.job);
  });
});
