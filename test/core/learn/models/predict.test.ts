import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBaseline, createScorer } from '../../../../core/learn/models/predict.ts';
import { bidFile, forestFile } from './made-models.ts';

const scorer = createScorer(forestFile);

describe('a creative scorer', () => {
  it.each<[string, number[], string | undefined, number]>([
    ['few words', [10, 1, 0], undefined, 0.5 * (-0.2 + 0.08)],
    ['many words without a number', [11, 0, 0], undefined, 0.5 * (0.2 + 0.08)],
    ['many words with a number', [11, 1, 0], undefined, 0.5 * (0.6 + 0.08)],
    ['a video', [11, 1, 1], undefined, 0.5 * (0.6 + 0.08) - 0.2],
    ['a format beyond what training saw', [11, 1, 7], undefined, 0.5 * (0.6 + 0.08) - 0.2],
    ['a campaign that it knows', [11, 1, 0], 'good', 0.5 * (0.6 + 0.08) + 0.3],
    ['a campaign that it does not know', [11, 1, 0], 'new', 0.5 * (0.6 + 0.08)],
  ])('adds up what it knows of %s', (_, row, campaign, added) => {
    const [prediction] = scorer.predict([row], campaign === undefined ? undefined : [campaign]);
    expect(prediction?.ctr?.expected).toBeCloseTo(0.005 * Math.exp(added), 12);
    expect(prediction?.result_rate).toBeNull();
  });

  it('compares as the library that grew the trees did: in 32 bits', () => {
    const barelyAbove = 10 + 1e-9;
    expect(scorer.predict([[barelyAbove, 1, 0]])).toEqual(scorer.predict([[10, 1, 0]]));
  });

  it('gives an interval that holds four of five, and a wider one for a campaign that it does not know', () => {
    const [known, unknown] = scorer.predict(
      [
        [11, 1, 0],
        [11, 1, 0],
      ],
      ['good', 'new'],
    );
    expect(Math.log(known!.ctr!.high / known!.ctr!.expected)).toBeCloseTo(1.2815515655 * 0.3, 9);
    expect(Math.log(unknown!.ctr!.expected / unknown!.ctr!.low)).toBeCloseTo(1.2815515655 * 0.5, 9);
  });

  it('never estimates more than one click an impression', () => {
    const { heads } = forestFile;
    const bold = createScorer({ ...forestFile, heads: { ...heads, ctr: { ...heads.ctr, log_rate: 3 } } });
    expect(bold.predict([[1, 1, 0]])[0]?.ctr).toEqual({ expected: 1, low: 1, high: 1 });
  });

  it('says the same of one row as of many, however they come', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })),
      {
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(rows, (list) => {
        const single = list.flatMap((row) => scorer.predict([row]));
        expect(scorer.predict(list)).toEqual(single);
        expect(scorer.predict(Float64Array.from(list.flat()))).toEqual(single);
      }),
      { numRuns: 50 },
    );
  });

  it('explains an estimate by what each split, format and campaign added', () => {
    expect(scorer.explain([11, 1, 1], 'good')).toEqual([
      {
        target: 'ctr',
        base: Math.log(0.005) + 0.5 * (0.1 + 0.08),
        contributions: [
          { name: 'campaign', value: null, effect: 0.3 },
          { name: 'format_video', value: 1, effect: -0.2 },
          { name: 'words', value: 11, effect: 0.5 * (0.4 - 0.1) },
          { name: 'numbers', value: 1, effect: 0.5 * (0.6 - 0.4) },
        ],
        logEstimate: expect.closeTo(Math.log(0.005) + 0.5 * (0.6 + 0.08) - 0.2 + 0.3, 12),
      },
    ]);
  });

  it('refuses rows of another width, and numbers that are none', () => {
    expect(() => scorer.predict([[1, 2]])).toThrow('A row has 2 numbers, but the model has 3 features');
    expect(() => scorer.predict(new Float64Array(4))).toThrow('4 numbers do not make up rows of 3 features');
    expect(() => scorer.predict([[1, Number.NaN, 0]])).toThrow('number 1 is NaN');
  });

  it('has a baseline that knows formats and campaigns only', () => {
    const [one, other] = createBaseline(forestFile).predict(
      [
        [3, 0, 1],
        [30, 1, 1],
      ],
      ['good', 'good'],
    );
    expect(one).toEqual(other);
    expect(one?.ctr?.expected).toBeCloseTo(0.005 * Math.exp(0.3 - 0.2), 12);
  });
});

describe('a bid model', () => {
  const bids = createScorer(bidFile);

  it('tells what a day brings at a bid, growing with it', () => {
    const [low, same, high] = bids.predict([[9], [10], [12]], ['known', 'known', 'known']);
    expect(same?.clicks?.expected).toBeCloseTo(40, 9);
    expect(high?.clicks?.expected).toBeCloseTo(40 * 1.2 ** 0.8, 9);
    expect(low?.cost?.expected).toBeCloseTo(200 * 0.9 ** 0.8, 9);
    expect(same?.results).toBeNull();
    const width = (high!.clicks!.high / high!.clicks!.expected) * (same!.clicks!.expected / same!.clicks!.high);
    expect(width).toBeGreaterThan(1);
  });

  it('says nothing where the bid never varied, of strangers, and far from bids that were tried', () => {
    const nothing = { cost: null, clicks: null, results: null };
    expect(bids.predict([[10], [10], [14], [7]], ['still', 'nobody', 'known', 'known'])).toEqual([
      nothing,
      nothing,
      nothing,
      nothing,
    ]);
    expect(bids.explain([10], 'still')).toEqual([]);
  });

  it('never gives less for a higher bid', () => {
    const bid = fc.double({ min: 7.5, max: 13, noNaN: true });
    fc.assert(
      fc.property(bid, bid, (one, other) => {
        const [low, high] = bids.predict([[Math.min(one, other)], [Math.max(one, other)]], ['known', 'known']);
        expect(high!.cost!.expected).toBeGreaterThanOrEqual(low!.cost!.expected);
      }),
    );
  });

  it('explains by the bid, and has a baseline on which bids do nothing', () => {
    const [explanation] = bids.explain([12], 'known');
    expect(explanation).toMatchObject({ target: 'cost', base: Math.log(200) });
    expect(explanation?.logEstimate).toBeCloseTo(Math.log(200) + 0.8 * Math.log(1.2), 12);
    expect(createBaseline(bidFile).predict([[12]], ['known'])[0]?.clicks?.expected).toBeCloseTo(40, 9);
  });
});
