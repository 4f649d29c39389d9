/** Platform vocabularies as one 0/1 feature a choice; what is not in the list is `other`, what is missing has none. */

export const callsToAction = [
  'learn_more',
  'download',
  'sign_up',
  'register',
  'subscribe',
  'request_demo',
  'apply',
  'get_quote',
  'view',
  'join',
  'attend',
  'buy',
  'other',
] as const;

export const formats = ['standard_update', 'single_video', 'carousel', 'text_ad', 'standard_inmail', 'other'] as const;

export const objectives = [
  'brand_awareness',
  'website_visit',
  'engagement',
  'video_view',
  'lead_generation',
  'website_conversion',
  'job_applicant',
  'other',
] as const;

/** Other names of the same: labels for people, plurals in documents, names of single posts. */
const synonyms: Readonly<Record<string, string>> = {
  view_quote: 'get_quote',
  request_quote: 'get_quote',
  apply_now: 'apply',
  get_the_app: 'download',
  shop_now: 'buy',
  buy_now: 'buy',
  website_visits: 'website_visit',
  video_views: 'video_view',
  website_conversions: 'website_conversion',
  job_applicants: 'job_applicant',
  single_image: 'standard_update',
  image: 'standard_update',
  article: 'standard_update',
  video: 'single_video',
  textad: 'text_ad',
};

/** All 0 for null, else one 1: at the name's place, or at `other`. */
export function oneHot(choices: readonly string[], raw: string | null): number[] {
  const name = (raw ?? '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const known = synonyms[name] ?? name;
  const place = choices.indexOf(known);
  const chosen = name === '' ? -1 : place >= 0 ? place : choices.indexOf('other');
  return choices.map((_, at) => (at === chosen ? 1 : 0));
}
