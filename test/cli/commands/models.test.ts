import { beforeEach, describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../adapters/local/object-store.ts';
import { keys } from '../../../core/contracts/keys.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import { encodeJson } from '../../../core/running/documents.ts';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { serveModel } from '../../support/served-model.ts';
import { run } from '../run.ts';

const newFolder = temporaryFolders();
let folder: string;
let objects: ObjectStore;

beforeEach(async () => {
  folder = await newFolder();
  objects = localObjectStore(folder);
  await objects.put(keys.dataFolder, encodeJson({ kind: 'real', schema_version: 2 }));
});

const models = (...words: string[]) => run('models', ...words, '--data-dir', folder);

describe('models', () => {
  it('says how to make some where there are none', async () => {
    const { exitCode, stdout } = await models('list');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('There are no versions yet. Train the models: npm run ads -- train');
  });

  it('says what it works on, lists, promotes and rolls back', async () => {
    await serveModel({ objects }, 'v1', 0.01);
    await serveModel({ objects }, 'v2', 0.02);
    // v1 serves, as if v2 had not come yet
    await serveModel({ objects }, 'v1', 0.01);
    const promoted = await models('promote', 'creative_scorer', 'v2');
    expect(promoted.stdout.split('\n')).toEqual([
      `Target: ${folder}`,
      'creative_scorer: v2 is now in production, in place of v1. The next run uses it.',
      '',
    ]);
    const listed = await models('list', '--json');
    expect(
      listed.json().creative_scorer.map((each: { version: string; standing: string }) => [each.version, each.standing]),
    ).toEqual([
      ['v1', 'retired'],
      ['v2', 'production'],
    ]);
    expect((await models('list')).stdout).toMatch(/creative_scorer +v2 +production +forest/);
    const back = await models('rollback', 'creative_scorer', '--json');
    expect(back.json()).toEqual({ model: 'creative_scorer', from: 'v2', to: 'v1', changed: true });
    expect(back.stderr).toContain(`Target: ${folder}`);
    const again = await models('rollback', 'creative_scorer');
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('There is no version of creative_scorer to roll back to');
  });

  it('shows a version whole, and what differs between two', async () => {
    const one = await serveModel({ objects }, 'v1', 0.01);
    const two = await serveModel({ objects }, 'v2', 0.02);
    const shown = await models('show', 'creative_scorer');
    expect(shown.stdout).toContain('creative_scorer v2: production, forest');
    expect(shown.stdout).toContain(`SHA-256 ${two.sha256}`);
    const { stdout } = await models('diff', 'creative_scorer', 'v1', 'v2');
    expect(stdout).toContain(`  sha256  ${one.sha256} → ${two.sha256}`);
    expect(stdout).toContain('  training_job  job-of-v1 → job-of-v2');
  });

  it('retires a version for good, and not the one that serves', async () => {
    await serveModel({ objects }, 'v1', 0.01);
    await serveModel({ objects }, 'v2', 0.02);
    expect((await models('retire', 'creative_scorer', 'v2')).stderr).toContain(
      'creative_scorer v2 is in production, or a rollback would return to it',
    );
    expect((await models('retire', 'creative_scorer', 'v1')).stdout).toContain('creative_scorer v1 is retired.');
    expect((await models('promote', 'creative_scorer', 'v1')).stderr).toContain('creative_scorer v1 is retired');
  });

  it.each([
    [[], 'models needs an action'],
    [['burn'], 'models has no action "burn"'],
    [['promote', 'other', 'v1'], 'There is no model "other"'],
    [['promote'], 'models promote needs a model'],
    [['promote', 'creative_scorer', '2'], '"2" is not a version'],
    [['promote', 'creative_scorer'], 'models promote takes 1 version'],
    [['show', 'creative_scorer'], 'No version of creative_scorer is in production'],
    [['show', 'creative_scorer', 'v9'], 'There is no version v9'],
  ])('explains what is wrong with "models %j"', async (words, message) => {
    const { exitCode, stderr } = await models(...words);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });
});
