import type { Kpi } from '../../domain/kpi.ts';

/** In sentences: "12 leads", "0.4 % CTR". */
export const kpiWords: Readonly<Record<Kpi, { results: string; one: string; rate: string }>> = {
  clicks: { results: 'clicks', one: 'click', rate: 'CTR' },
  conversions: { results: 'conversions', one: 'conversion', rate: 'conversions per impression' },
  leads: { results: 'leads', one: 'lead', rate: 'leads per impression' },
  video_views: { results: 'video views', one: 'video view', rate: 'views per impression' },
  impressions: { results: 'impressions', one: 'thousand impressions', rate: 'impressions' },
};
