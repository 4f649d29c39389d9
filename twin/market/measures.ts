/** What is counted for a creative on a day. A day's values are one flat array: creative by creative, measure by measure. */
export const measures = [
  'impressions',
  'clicks',
  'cost',
  'landingPageClicks',
  'postClickConversions',
  'postViewConversions',
  'leads',
  'leadFormOpens',
  'likes',
  'comments',
  'shares',
  'follows',
  'videoViews',
] as const;
export type Measure = (typeof measures)[number];

export const measureCount = measures.length;

/** Position of each measure in its stretch of the array. */
export const at = Object.fromEntries(measures.map((name, index) => [name, index])) as Record<Measure, number>;

/** A cost that the platform shows instead of zero; seen in public data (docs/linkedin-api.md §9). */
export const tinyNegativeCost = -2e-18;
