/** The two sides of a comparison, as rows of one ad or campaign on one day. */

import { z } from 'zod';
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import { day, decimal, optionalText, text } from '../../sql/columns.ts';

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

const namedColumns = {
  account_id: text,
  campaign_id: text,
  campaign_name: optionalText,
  creative_id: text,
  creative_name: optionalText,
  stat_date: day,
  currency: optionalText.transform(String),
  ...eachMeasure(comparedMetrics, () => decimal.nullable()),
};

type MeasuredRow = Omit<NamedRow, 'figures'> & ComparedFigures;

const withFigures = <Row extends MeasuredRow>(row: Row): Omit<Row, ComparedMetric> & { figures: ComparedFigures } => {
  const { impressions, clicks, cost, conversions, leads, ...named } = row;
  return { ...named, figures: { impressions, clicks, cost, conversions, leads } };
};

/** A row of an export, as the engine that reads files gives it. */
export const fileRow = z.object(namedColumns).transform((row): FileRow => withFigures(row));

export const warehouseRow = z
  .object({
    ...namedColumns,
    headline: optionalText,
    campaign_status: optionalText,
    creative_status: optionalText,
    source: text,
    observed_on: day.nullable(),
  })
  .transform((row): WarehouseRow => withFigures(row));

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
