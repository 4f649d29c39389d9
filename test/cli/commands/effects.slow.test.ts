import { beforeAll, describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../adapters/local/object-store.ts';
import { keys } from '../../../core/contracts/keys.ts';
import { earnedAndLost } from '../../../core/optimize/effects/ledger.ts';
import type { EffectsReview } from '../../../core/optimize/effects/review.ts';
import { encodeJson } from '../../../core/running/documents.ts';
import { effectWith } from '../../core/optimize/effects/effects.ts';
import { run } from '../run.ts';
import { newFolder } from '../run-ads.ts';

let folder: string;
let empty: string;

beforeAll(async () => {
  [folder, empty] = [await newFolder(), await newFolder()];
  for (const each of [folder, empty])
    await localObjectStore(each).put(keys.dataFolder, encodeJson({ kind: 'real', schema_version: 2 }));
  const effects = [effectWith({})];
  const review: EffectsReview = {
    schema_version: 1,
    run_id: 'run',
    made_at: '2026-04-01T08:00:00.000Z',
    effects,
    earned_and_lost: earnedAndLost(effects),
    to_undo: [],
  };
  await localObjectStore(folder).put(keys.effects(new Date(review.made_at), 'run'), encodeJson(review));
});

describe('decisions effects', () => {
  it('tells what own changes earned or lost, one by one and together', async () => {
    const { exitCode, stdout } = await run('decisions', 'effects', '--data-dir', folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'Own changes (clicks): lost about 50 USD on 1,000 USD of spend (80% interval: −60 to −40)',
    );
    expect(stdout).toContain('  2026-03-01  c1: pause creative, lost 50 USD (−60 to −40)\n    It hurt.');
  });

  it('gives everything as JSON', async () => {
    const ran = await run('decisions', 'effects', '--data-dir', folder, '--json');
    expect(ran.json()).toMatchObject({ own_changes: { effects: [{ verdict: 'hurt' }] }, predictions: null });
  });

  it('says so where nothing was changed', async () => {
    const { stdout } = await run('decisions', 'effects', '--data-dir', empty);
    expect(stdout).toContain(
      'Nothing had been changed by the time of the optimizer’s last run, so there are no effects to show yet.',
    );
  });
});

describe('report', () => {
  it('has the running account', async () => {
    const { json } = await run('report', '--data-dir', folder, '--json');
    expect(json()).toMatchObject({ own_changes: [{ currency: 'USD', kpi: 'clicks', hurt: 1, earned: { mean: -50 } }] });
  });
});
