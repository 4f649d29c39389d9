import type { Kpi } from '../../domain/kpi.ts';

/** In sentences: "12 leads", "another lead", "0.4% CTR". */
export const kpiWords: Readonly<Record<Kpi, { results: string; another: string; rate: string }>> = {
  clicks: { results: 'clicks', another: 'another click', rate: 'CTR' },
  conversions: { results: 'conversions', another: 'another conversion', rate: 'conversions per impression' },
  leads: { results: 'leads', another: 'another lead', rate: 'leads per impression' },
  video_views: { results: 'video views', another: 'another video view', rate: 'views per impression' },
  impressions: { results: 'impressions', another: 'another thousand impressions', rate: 'impressions' },
};
