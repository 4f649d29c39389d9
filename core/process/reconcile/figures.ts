/** The two sides of a comparison, as rows of one ad or campaign on one day. */

import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';

/** What an export and the warehouse both measure: all but the value of conversions. Money is in the row's currency. */
export type ComparedMetric = Exclude<CommonMeasure, 'conversion_value'>;
export const comparedMetrics = commonMeasures.filter((name): name is ComparedMetric => name !== 'conversion_value');

/** Null is not measured. */
export type ComparedFigures = Record<ComparedMetric, number | null>;

export interface NamedRow {
  account_id: string;
  campaign_id: string;
  campaign_name: string | null;
  creative_id: string;
  creative_name: string | null;
  stat_date: string;
  currency: string;
  figures: ComparedFigures;
}

/** An export's row: what it calls its ads may stand where an id should. */
export type FileRow = NamedRow;

export interface WarehouseRow extends NamedRow {
  headline: string | null;
  campaign_status: string | null;
  creative_status: string | null;
  source: string;
  /** The day of the account's newest observation. */
  observed_on: string | null;
}

/** Rows as an engine gives them: decimals and bigints as text. */
export const namedRow = (row: Record<string, unknown>): NamedRow => ({
  account_id: String(row.account_id),
  campaign_id: String(row.campaign_id),
  campaign_name: textOf(row.campaign_name),
  creative_id: String(row.creative_id),
  creative_name: textOf(row.creative_name),
  stat_date: String(row.stat_date),
  currency: String(row.currency),
  figures: eachMeasure(comparedMetrics, (name) => numberOf(row[name])),
});

export const warehouseRow = (row: Record<string, unknown>): WarehouseRow => ({
  ...namedRow(row),
  headline: textOf(row.headline),
  campaign_status: textOf(row.campaign_status),
  creative_status: textOf(row.creative_status),
  source: String(row.source),
  observed_on: textOf(row.observed_on),
});

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

export const noFigures: ComparedFigures = eachMeasure(comparedMetrics, () => null);

const nanos = 1e9;

/** In billionths, so that decimals add without a residue. What neither measures stays null. */
export function addFigures(one: ComparedFigures, other: ComparedFigures): ComparedFigures {
  const sum = { ...noFigures };
  for (const metric of comparedMetrics) {
    const [left, right] = [one[metric], other[metric]];
    sum[metric] = left === null ? right : right === null ? left : Math.round((left + right) * nanos) / nanos;
  }
  return sum;
}
