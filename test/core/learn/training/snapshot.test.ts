import { describe, expect, it } from 'vitest';
import { creativeFeatures } from '../../../../core/learn/features/feature-row.ts';
import { parseSnapshotRows } from '../../../../core/learn/training/parse-snapshot.ts';
import { buildSnapshot } from '../../../../core/learn/training/snapshot.ts';
import { dataCard } from '../../../../core/learn/training/snapshot-file.ts';
import { bidTrainingRow, creativeTrainingRow } from '../../../support/training-rows.ts';

const options = { snapshotId: 'S1', createdAt: new Date('2026-06-01T00:00:00Z'), kpi: 'conversions' as const };

const creatives = Array.from({ length: 60 }, (_, at) => creativeTrainingRow(at));

describe('a snapshot of creatives', () => {
  const snapshot = buildSnapshot('creative_scorer', creatives, options);

  it('has every creative in one file, as features and counts', () => {
    const parts = (['fit/train.csv', 'fit/validation.csv', 'unseen/test.csv'] as const).map((name) =>
      parseSnapshotRows('creative_scorer', snapshot.files[name], name),
    );
    expect(parts.map(({ rows }) => rows).reduce((sum, rows) => sum + rows)).toBe(60);
    expect(new Set(parts.flatMap(({ clusters }) => clusters)).size).toBe(60);
    const [train] = parts;
    expect(train?.features).toEqual(creativeFeatures);
    const at = (name: string): number | undefined => train?.values[creativeFeatures.indexOf(name)];
    expect([at('mentions_free'), at('headline_numbers'), at('format_carousel'), at('age_days')]).toEqual([1, 1, 1, 50]);
    expect(train?.targets.ctr?.counts[0]).toBe(6);
    expect(train?.targets.result_rate?.exposures[0]).toBe(800);
    expect(train?.targets.result_rate?.counts[0]).toBe(2);
    expect(train?.campaigns[0]).toMatch(/^linkedin\/508\/c\d$/);
  });

  it('tells on its card what is in it', () => {
    const card = dataCard.parse(JSON.parse(snapshot.files['data_card.json']));
    expect(card).toEqual(snapshot.card);
    const { train, validation, test } = card.splits;
    expect(train.rows + validation.rows + test.rows).toBe(60);
    expect(card).toMatchObject({
      snapshot_id: 'S1',
      unseen_is_later: false,
      personal_data: 'none',
      model: 'creative_scorer',
    });
    expect(test).toMatchObject({ first_day: '2026-04-20', last_day: '2026-05-10', impressions: 1000 * test.rows });
    expect(snapshot.enough).toBe(true);
  });

  it('is the same whatever order the rows came in', () => {
    expect(buildSnapshot('creative_scorer', creatives.toReversed(), options).files).toEqual(snapshot.files);
  });

  it('leaves out rows without a rate, and says how many', () => {
    const odd = [
      creativeTrainingRow(101, { clicks: null }),
      creativeTrainingRow(102, { impressions: '5' }),
      creativeTrainingRow(103, { impressions: '0', clicks: '0' }),
    ];
    const { card } = buildSnapshot('creative_scorer', [...creatives, ...odd], options);
    expect(card.notes[0]).toBe('3 of 63 rows without a rate');
  });

  it('holds no text of an ad, only what was measured of it', () => {
    expect(Object.values(snapshot.files).join()).not.toMatch(/Free report/);
  });

  it('takes leads for results where they are what counts, and none where more came than can be', () => {
    const rows = creatives.map((row) => ({ ...row, leads: '801' }));
    const text = buildSnapshot('creative_scorer', rows, { ...options, kpi: 'leads' }).files['fit/train.csv'];
    expect(parseSnapshotRows('creative_scorer', text).targets.result_rate?.counts[0]).toBeNaN();
  });

  it('has no results where clicks are what counts: their rate is the CTR', () => {
    const text = buildSnapshot('creative_scorer', creatives, { ...options, kpi: 'clicks' }).files['fit/train.csv'];
    const { ctr, result_rate } = parseSnapshotRows('creative_scorer', text).targets;
    expect([ctr?.counts[0], result_rate?.counts[0], result_rate?.exposures[0]]).toEqual([6, Number.NaN, Number.NaN]);
  });

  it('is not enough without rows', () => {
    expect(buildSnapshot('creative_scorer', [], options).enough).toBe(false);
  });

  it('says which column of the warehouse is not what it should be', () => {
    expect(() => buildSnapshot('creative_scorer', [creativeTrainingRow(1, { impressions: 'many' })], options)).toThrow(
      /^queries\/learn\/creative_training cannot be read: [\s\S]*impressions/,
    );
  });
});

describe('a snapshot of bids', () => {
  const days = Array.from({ length: 20 }, (_, at) => `2026-03-${String(at + 10)}`);

  it('is split by day, with bids as the only feature', () => {
    const rows = [
      ...days.map((day) => bidTrainingRow(day)),
      bidTrainingRow('2026-03-29', { campaign_id: 'auto', bid: null, cost: '-0.000000002' }),
    ];
    const { files, card } = buildSnapshot('bid_optimizer', rows, options);
    const test = parseSnapshotRows('bid_optimizer', files['unseen/test.csv']);
    expect(test.features).toEqual(['bid']);
    expect([...test.values]).toEqual([Number.NaN, 9.5, 9.5, 9.5, 9.5]);
    expect(test.targets.cost?.counts[0]).toBe(0);
    expect(test.targets.results?.counts[0]).toBeNaN();
    expect([...(test.targets.clicks?.exposures ?? [])]).toEqual([1, 1, 1, 1, 1]);
    expect(card.splits.train).toMatchObject({ rows: 12, first_day: '2026-03-10', last_day: '2026-03-21' });
  });
});

describe('reading a snapshot', () => {
  it('names the column that is missing, and the cell that is no number', () => {
    expect(() => parseSnapshotRows('creative_scorer', 'creative,campaign\na,b\n')).toThrow(
      'test.csv cannot be read: the column clicks is missing',
    );
    const header = 'creative,campaign,impressions,clicks,result_impressions,results,words\n';
    expect(() => parseSnapshotRows('creative_scorer', `${header}a,b,1,many,,,3\n`)).toThrow(
      'test.csv cannot be read: "many" in the column clicks is not a number',
    );
    expect(() => parseSnapshotRows('creative_scorer', `${header}a,b,1,1,,,\n`)).toThrow(
      '"" in the column words is not a number',
    );
  });
});
