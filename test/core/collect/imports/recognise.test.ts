import { describe, expect, it } from 'vitest';
import type { RecogniseOptions } from '../../../../core/collect/imports/header.ts';
import { countFields, isRefusal, type Recognition, recognise } from '../../../../core/collect/imports/recognise.ts';

const header = (columns: string, blank: string[] = []) => {
  const names = columns.split('|');
  return { columns: names, filled: names.map((name) => !blank.includes(name)) };
};

function taken(columns: string, options: RecogniseOptions = {}, blank: string[] = []): Recognition {
  const result = recognise(header(columns, blank), options);
  if (isRefusal(result)) throw new Error(result.reason);
  return result;
}

describe('recognise', () => {
  it('knows an export of each platform by its header', () => {
    expect(taken('Start Date (in UTC)|Campaign ID|Creative Name|Total Spent|Impressions|Clicks')).toMatchObject({
      platform: 'linkedin',
      recognisedAs: 'LinkedIn Campaign Manager export',
      grain: 'creative',
      mapping: {
        date: ['Start Date (in UTC)'],
        campaign: ['Campaign ID'],
        creative: ['Creative Name'],
        cost: ['Total Spent'],
      },
    });
    expect(
      taken('Day|Campaign name|Ad set name|Ad name|Amount spent (EUR)|Impressions|Link clicks|Clicks (all)'),
    ).toMatchObject({
      platform: 'meta',
      headerCurrency: 'EUR',
      mapping: { campaign: ['Ad set name'], clicks: ['Link clicks'] },
    });
    expect(taken('Day|Campaign|Ad group|Ad ID|Clicks|Impr.|Cost|Conv. value')).toMatchObject({
      platform: 'google',
      mapping: { campaign: ['Ad group'], creative: ['Ad ID'], impressions: ['Impr.'] },
    });
    expect(taken('Date|Campaign|Impressions')).toMatchObject({ platform: 'other', grain: 'campaign' });
  });

  it('passes over a column that is empty', () => {
    const columns = 'Date|Campaign ID|Campaign name|Ad name|Impressions';
    expect(taken(columns, {}, ['Campaign ID']).mapping.campaign).toEqual(['Campaign name']);
  });

  it('takes columns named by hand in their own spelling, and guesses no level beside them', () => {
    const { mapping, recognisedAs, grain } = taken('When|Camp|Ad name|Shown', {
      map: { date: ['when'], campaign: ['CAMP'], impressions: ['Shown'] },
    });
    expect(mapping).toMatchObject({ date: ['When'], campaign: ['Camp'], creative: [], impressions: ['Shown'] });
    expect([recognisedAs, grain]).toEqual(['columns given with --map', 'campaign']);
  });

  it('knows columns in millionths', () => {
    expect([...taken('date|campaign_id|impressions|cost_micros').micros]).toEqual(['cost']);
  });

  const refusals: [string, RecogniseOptions, string][] = [
    [
      'id|name|created',
      {},
      'it has no impressions and no spend; it may be a history table or a list of names or actions',
    ],
    ['Month|Campaign|Impressions', {}, 'its numbers are per Month, not per day'],
    ['Campaign|Impressions', {}, 'it has no date column'],
    [
      'Date|Impressions',
      {},
      'it names no campaign and no ad; account totals would be counted on top of those of the ads',
    ],
    ['Date|Campaign|Impressions', { map: { cost: ['Spend'] } }, 'it has no column "Spend"'],
  ];
  for (const [columns, options, reason] of refusals) {
    it(`refuses ${columns}: ${reason}`, () => {
      expect(recognise(header(columns), options)).toMatchObject({ reason });
    });
  }

  it('refuses a breakdown, unless its columns were named by hand', () => {
    const columns = 'Date|Campaign|Gender|Impressions';
    expect(recognise(header(columns), {})).toMatchObject({ reason: expect.stringContaining('by Gender') });
    expect(taken(columns, { map: { impressions: ['Impressions'] } }).mapping.campaign).toEqual(['Campaign']);
  });
});

describe('countFields', () => {
  it('counts each field once, and columns named by hand in any spelling', () => {
    expect(countFields(['Date', 'day', 'Impressions', 'x'])).toBe(2);
    expect(countFields([' SHOWN ', 'x'], { impressions: ['shown'] })).toBe(1);
  });
});
