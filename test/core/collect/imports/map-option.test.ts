import { describe, expect, it } from 'vitest';
import { parseMapOption } from '../../../../core/collect/imports/map-option.ts';

describe('parseMapOption', () => {
  it('reads fields, sums of columns and joined keys', () => {
    expect(parseMapOption('impressions=displays,creative=banner+placement, date = month + day')).toEqual({
      impressions: ['displays'],
      creative: ['banner', 'placement'],
      date: ['month', 'day'],
    });
  });

  it('takes what stands in double quotes as one name', () => {
    expect(parseMapOption('cost="Cost, total"+"a+b",clicks="x=y"')).toEqual({
      cost: ['Cost, total', 'a+b'],
      clicks: ['x=y'],
    });
  });

  it('leaves a field out that is given no column', () => {
    expect(parseMapOption('leads=')).toEqual({ leads: [] });
  });

  const misuses: [string, string][] = [
    ['', '--map: "" is not field=column'],
    ['impressions', '--map: "impressions" is not field=column'],
    ['a=b=c', '--map: "a=b=c" is not field=column'],
    ['views=x', '--map: "views" is not a field'],
    ['cost=a,cost=b', '--map: "cost" is given twice'],
  ];
  for (const [text, message] of misuses) {
    it(`says what is wrong with "${text}"`, () => {
      expect(() => parseMapOption(text)).toThrow(message);
    });
  }
});
