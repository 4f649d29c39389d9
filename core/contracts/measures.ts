/**
 * What is measured for an ad on a day: the one list. All else follows from it: types, schemas, raw columns, imports, sums, curves of
 * maturity, histories and comparisons. Beside it a measure has its name at each platform, in `adapters/<platform>/measures.ts`, and
 * the SQL that carries it.
 */

/** Whole numbers; exact decimals, as some platforms give parts of a conversion to several ads; or money in the row's currency. */
type MeasureUnit = 'count' | 'decimal' | 'money';

interface MeasureFacts {
  unit: MeasureUnit;
  /** Every source has it, files too: imports map it, reports sum it, and its delay is learned. The others come from interfaces only. */
  isCommon: boolean;
  /** How it grows until more is known (core/process/maturity/prior.ts). */
  settlesLike: 'delivery' | 'billing' | 'attribution';
  /** What money comes with: a cost with each click. */
  paidPer?: 'clicks' | 'conversions';
}

const facts = {
  impressions: { unit: 'count', isCommon: true, settlesLike: 'delivery' },
  clicks: { unit: 'count', isCommon: true, settlesLike: 'billing' },
  cost: { unit: 'money', isCommon: true, settlesLike: 'billing', paidPer: 'clicks' },
  conversions: { unit: 'decimal', isCommon: true, settlesLike: 'attribution' },
  conversion_value: { unit: 'money', isCommon: true, settlesLike: 'attribution', paidPer: 'conversions' },
  // filled in on the platform itself: no attribution window
  leads: { unit: 'decimal', isCommon: true, settlesLike: 'delivery' },
  video_views: { unit: 'count', isCommon: false, settlesLike: 'delivery' },
} as const satisfies Record<string, MeasureFacts>;

export type Measure = keyof typeof facts;
export type CommonMeasure = {
  [Name in Measure]: (typeof facts)[Name]['isCommon'] extends true ? Name : never;
}[Measure];

/** In the order in which rows and tables show them. Absent is null and stays apart from zero. */
export const measures = Object.keys(facts) as readonly Measure[];
export const commonMeasures = measures.filter((name): name is CommonMeasure => facts[name].isCommon);

export const measureFacts = (name: Measure): MeasureFacts => facts[name];
export const isCount = (name: Measure): boolean => facts[name].unit === 'count';
export const isMoney = (name: Measure): boolean => facts[name].unit === 'money';

/** A column's type, in the words that DuckDB and Athena share. */
export const columnType = (name: Measure): 'bigint' | 'decimal(18, 9)' => (isCount(name) ? 'bigint' : 'decimal(18, 9)');

/** One value a measure, in their order. */
export const eachMeasure = <Name extends Measure, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> => Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
