/** What LinkedIn calls our measures: the one place that knows both. */
import { type Measure, measures } from '../../core/contracts/measures.ts';

/** One conversion metric and no other: else one conversion counts twice. */
const fieldNames: Record<Measure, string> = {
  impressions: 'impressions',
  clicks: 'clicks',
  cost: 'costInLocalCurrency',
  conversions: 'externalWebsiteConversions',
  conversion_value: 'conversionValueInLocalCurrency',
  leads: 'oneClickLeads',
  video_views: 'videoViews',
};

export const linkedInField = (measure: Measure): string => fieldNames[measure];

const measureNames = new Map(measures.map((measure) => [fieldNames[measure], measure]));

/** Undefined for a field that none of our measures is read from. */
export const measureOf = (field: string): Measure | undefined => measureNames.get(field);
