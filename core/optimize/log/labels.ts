/**
 * Labels by CTR, for metrics and for display only (docs/linkedin-api.md §13). Decisions do not use them: typical sponsored content has
 * 0.4–0.65% CTR, so that fixed levels would condemn nearly everything.
 */

/** In percent. */
const highCtr = 3.0;
const lowCtr = 1.0;
/** Of the creatives with a rate, the best tenth is top; at least one where there is any. */
const topShare = 0.1;
/** A rate of fewer impressions is luck. */
const fewestImpressions = 1_000;

export interface LabelledRow {
  impressions: number | null;
  clicks: number | null;
}

export interface Labels {
  topPerformers: number;
  /** CTR of 3.0% or more; below 1.0%. */
  highPerformers: number;
  underperformers: number;
}

/** One row a creative. What has no impressions or no known clicks has no label. */
export function labelsOf(rows: readonly LabelledRow[]): Labels {
  const known = rows.flatMap(({ impressions, clicks }) =>
    impressions === null || impressions <= 0 || clicks === null
      ? []
      : [{ impressions, ctr: (100 * clicks) / impressions }],
  );
  return {
    topPerformers: Math.ceil(topShare * known.filter(({ impressions }) => impressions >= fewestImpressions).length),
    highPerformers: known.filter(({ ctr }) => ctr >= highCtr).length,
    underperformers: known.filter(({ ctr }) => ctr < lowCtr).length,
  };
}
