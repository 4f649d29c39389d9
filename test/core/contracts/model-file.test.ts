import { describe, expect, it } from 'vitest';
import { parseModel } from '../../../core/contracts/model-file.ts';
import { StoredDataError } from '../../../core/errors.ts';
import { bidFile, forestFile, forestHead } from '../learn/models/made-models.ts';

const [tree] = forestHead.trees;
const withTree = (changes: Partial<NonNullable<typeof tree>>) => ({
  ...forestFile,
  heads: { ctr: { ...forestHead, trees: [{ ...tree, ...changes }] }, result_rate: null },
});

describe('a model file', () => {
  it.each([forestFile, bidFile])('comes back as it was written: $model', (file) => {
    expect(parseModel(JSON.stringify(file))).toEqual(file);
  });

  it.each<[string, unknown, string]>([
    ['another version', { ...forestFile, schema_version: 2 }, 'schema_version: '],
    ['another kind', { ...forestFile, kind: 'oracle' }, 'kind: '],
    ['a kind that its head is not', { ...forestFile, kind: 'boosted' }, 'kind: boosted, but the CTR head is forest'],
    [
      'a feature twice',
      { ...forestFile, features: ['words', 'words', 'format_video'] },
      'features: a name appears twice',
    ],
    [
      'a format that is no feature',
      { ...forestFile, features: ['words', 'numbers', 'other'] },
      'format_video is not one of the features',
    ],
    [
      'a forest without trees',
      { ...forestFile, heads: { ctr: { ...forestHead, trees: [] }, result_rate: null } },
      'a forest at least one',
    ],
    [
      'a split by a feature that is not there',
      withTree({ feature: [0, 0, 3, 0, 0] }),
      'a split uses a feature that does not exist',
    ],
    ['a circle', withTree({ left: [1, 0, 1, 0, 0] }), 'its arrays do not form one tree'],
    ['a child before its parent', withTree({ left: [3, 0, 0, 1, 0] }), 'its arrays do not form one tree'],
    ['a child beyond the end', withTree({ left: [1, 0, 4, 0, 0] }), 'its arrays do not form one tree'],
    ['a node that nobody reaches', withTree({ left: [1, 0, 0, 0, 0] }), 'its arrays do not form one tree'],
    ['arrays of two lengths', withTree({ value: [1] }), 'its arrays do not form one tree'],
    ['a number that is none', withTree({ value: [Number.NaN, 0, 0, 0, 0] }), 'heads.ctr.trees.0.value.0'],
  ])('is refused with %s', (_, file, problem) => {
    const read = () => parseModel(JSON.stringify(file), 'models/creative_scorer/v2/model.json');
    expect(read).toThrow(StoredDataError);
    expect(read).toThrow('models/creative_scorer/v2/model.json cannot be read: ');
    expect(read).toThrow(problem);
  });

  it('is refused when it is cut off', () => {
    expect(() => parseModel(JSON.stringify(forestFile).slice(0, -20))).toThrow(
      'model.json cannot be read: it is not JSON',
    );
  });
});
