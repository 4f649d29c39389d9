import { describe, expect, test } from 'vitest';
import { readKeptElements } from '../../../adapters/linkedin/kept-elements.ts';
import { eachMeasure, measures } from '../../../core/contracts/measures.ts';

const asked = { from: '2026-11-01', to: '2026-11-30' };
/** LinkedIn leaves them out. */
const zeros = eachMeasure(measures, () => 0);
const element = (urn: string, day: number, values: object) =>
  JSON.stringify({
    dateRange: { start: { year: 2026, month: 11, day }, end: { year: 2026, month: 11, day } },
    pivotValues: [urn],
    ...values,
  });
const creative = (id: number) => `urn:li:sponsoredCreative:${id}`;

describe('elements from quarantine', () => {
  test('are rows of the pivot that their URN tells', () => {
    const values = { impressions: '12', costInLocalCurrency: '1.50' };
    const urns = [creative(1), 'urn:li:sponsoredCampaign:2', 'urn:li:sponsoredAccount:3'];
    const read = readKeptElements(
      urns.map((urn) => element(urn, 3, values)),
      asked,
    );
    expect(read.map(({ row }) => [row?.pivot, row?.entity, row?.stat_date])).toEqual([
      ['CREATIVE', creative(1), '2026-11-03'],
      ['CAMPAIGN', 'urn:li:sponsoredCampaign:2', '2026-11-03'],
      ['ACCOUNT', 'urn:li:sponsoredAccount:3', '2026-11-03'],
    ]);
    expect(read[0]?.row?.metrics).toEqual({ ...zeros, impressions: 12, cost: '1.50' });
    expect(read.map(({ problem }) => problem)).toEqual([null, null, null]);
  });

  test('that still cannot be read say why, and their day where they have one', () => {
    const read = readKeptElements(
      [
        element(creative(1), 3, { impressions: { count: 1 } }),
        element('urn:li:organization:1', 4, {}),
        JSON.stringify({ pivotValues: [creative(1)] }),
        '{"half',
      ],
      asked,
    );
    expect(read.map(({ stat_date, row, problem }) => [stat_date, row, problem?.reason])).toEqual([
      ['2026-11-03', undefined, '{"count":1} is not a number'],
      ['2026-11-04', undefined, 'it names no creative, campaign or account: its pivotValues are missing or unknown'],
      [null, undefined, 'Invalid input: expected object, received undefined'],
      [null, undefined, 'it names no creative, campaign or account: its pivotValues are missing or unknown'],
    ]);
  });

  test('of one key with different values stay disputed; the same twice is one row', () => {
    const [one, other] = [1, 2].map((impressions) => element(creative(1), 3, { impressions }));
    const disputed = readKeptElements([one!, other!], asked);
    expect(disputed.map(({ problem }) => problem?.reason)).toEqual(
      Array(2).fill(`two elements for ${creative(1)} on 2026-11-03 with different values`),
    );
    const twice = readKeptElements([one!, one!], asked);
    expect(twice.map(({ row, problem }) => [row?.metrics, problem])).toEqual([
      [{ ...zeros, impressions: 1 }, null],
      [undefined, null],
    ]);
  });

  test('outside of the days that were asked stay out', () => {
    const [read] = readKeptElements([element(creative(1), 3, {})], { from: '2026-11-04', to: '2026-11-30' });
    expect(read?.problem?.reason).toBe('2026-11-03 is outside 2026-11-04 to 2026-11-30');
  });
});
