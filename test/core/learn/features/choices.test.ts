import { describe, expect, it } from 'vitest';
import { callsToAction, formats, objectives, oneHot } from '../../../../core/learn/features/choices.ts';
import { targetingBreadth } from '../../../../core/learn/features/targeting-breadth.ts';

const chosen = (choices: readonly string[], name: string | null): string[] => {
  const row = oneHot(choices, name);
  return choices.filter((_, at) => row[at] === 1);
};

describe('a choice', () => {
  it.each([
    [callsToAction, 'LEARN_MORE', ['learn_more']],
    [callsToAction, 'Learn more', ['learn_more']],
    [callsToAction, 'VIEW_QUOTE', ['get_quote']],
    [callsToAction, 'DANCE', ['other']],
    [callsToAction, null, []],
    [callsToAction, '  ', []],
    [formats, 'STANDARD_UPDATE', ['standard_update']],
    [formats, 'article', ['standard_update']],
    [formats, 'SPOTLIGHT', ['other']],
    [objectives, 'VIDEO_VIEWS', ['video_view']],
    [objectives, 'TALENT_LEAD', ['other']],
  ])('among %j named %j is %j', (choices, name, expected) => {
    expect(chosen(choices, name)).toEqual(expected);
  });
});

describe('targeting', () => {
  it('is broad or narrow by how many values include and exclude', () => {
    const text = '{"include":{"locations":["us"],"titles":["a","b","c"]},"exclude":{"companies":["d"]}}';
    expect(targetingBreadth(text)).toEqual([1, 2, Math.log1p(4), Math.log1p(1), Math.log1p(1)]);
    expect(targetingBreadth('{}')).toEqual([1, 0, 0, 0, 0]);
  });

  it.each([null, '', 'everybody', '[1]', '{"include":7}'])('that cannot be read is not known: %j', (text) => {
    expect(targetingBreadth(text)).toEqual([0, 0, 0, 0, 0]);
  });
});
