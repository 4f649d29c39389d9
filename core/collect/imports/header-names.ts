import type { MappedField } from '../../contracts/imports.ts';
import type { Platform } from '../../contracts/values.ts';

/** A header cell, read: the bare name, and the currency that stood behind it, as in "Amount spent (EUR)". */
export interface HeaderName {
  name: string;
  currency: string | null;
}

/** Makes spellings that drift between exports equal: case, spaces, underscores, "# of", units in brackets. */
export function readHeaderName(cell: string): HeaderName {
  let name = cell
    .normalize('NFKC')
    .replace(/[_\s]+/g, ' ')
    .trim();
  let currency: string | null = null;
  name = name.replace(/\s*[([]\s*([A-Z]{3})\s*[)\]]$/, (whole, code: string) => {
    if (code === 'UTC') return '';
    if (name.length === whole.length) return whole;
    currency = code;
    return '';
  });
  name = name
    .toLowerCase()
    .replace(/\s*[([]in utc[)\]]$/, '')
    .replace(/^(#|no\.?|number)?\s*of\s+/, '')
    .replace(/^#\s*/, '')
    .trim();
  return { name, currency };
}

/** Cost columns in millionths of the currency, as Google's API gives them. */
export const microsColumns: ReadonlySet<string> = new Set(['cost micros', 'metrics.cost micros']);

/**
 * Names of each field, best first. Sources: the three platforms' export headers (LinkedIn Campaign Manager "ad performance",
 * Meta Ads Manager, Google Ads report editor) and the snake_case columns of common warehouse connectors.
 */
export const fieldNames: Record<
  Exclude<MappedField, 'campaign' | 'campaign_name' | 'creative' | 'creative_name'>,
  string[]
> = {
  date: ['date', 'start date', 'day', 'stat date', 'report date', 'reporting starts', 'segments.date'],
  account: ['account id', 'customer id', 'ad account id', 'account name', 'account', 'customer'],
  currency: ['currency', 'currency code', 'account currency'],
  impressions: ['impressions', 'impr.', 'impr', 'metrics.impressions'],
  clicks: ['link clicks', 'inline link clicks', 'clicks', 'clicks (all)', 'website clicks', 'metrics.clicks'],
  cost: [
    'total spent',
    'amount spent',
    'cost in local currency',
    'cost micros',
    'metrics.cost micros',
    'cost',
    'spend',
    'spent',
    'total cost',
    'costs',
    'cost in usd',
  ],
  conversions: [
    'external website conversions',
    'conversions',
    'total conversions',
    'total conversion',
    'purchases',
    'website purchases',
    'purchase',
    'results',
  ],
  conversion_value: [
    'total conversion value',
    'conversion value',
    'conv. value',
    'conversions value',
    'conversion value in local currency',
    'purchases conversion value',
    'website purchases conversion value',
  ],
  leads: ['leads', 'one click leads', 'lead', 'on-facebook leads', 'website leads'],
};

interface LevelNames {
  campaign: string[];
  campaign_name: string[];
  creative: string[];
  creative_name: string[];
}

/** LinkedIn's "campaign" is what Meta calls an ad set and Google an ad group; see the glossary. */
export const levelNames: Record<Platform, LevelNames> = {
  linkedin: {
    campaign: ['campaign id', 'campaign name', 'campaign'],
    campaign_name: ['campaign name', 'campaign'],
    creative: ['creative id', 'ad id', 'creative name', 'ad name', 'ad headline'],
    creative_name: ['creative name', 'ad name', 'ad headline'],
  },
  meta: {
    campaign: ['ad set id', 'ad set name', 'campaign id', 'campaign name', 'campaign'],
    campaign_name: ['ad set name', 'campaign name'],
    creative: ['ad id', 'ad name'],
    creative_name: ['ad name'],
  },
  google: {
    campaign: ['ad group id', 'campaign id', 'ad group', 'ad group name', 'campaign', 'campaign name'],
    campaign_name: ['ad group', 'ad group name', 'campaign', 'campaign name'],
    creative: ['ad id', 'ad name'],
    creative_name: ['ad name'],
  },
  other: {
    campaign: ['campaign id', 'campaign name', 'campaign'],
    campaign_name: ['campaign name', 'campaign'],
    creative: ['creative id', 'ad id', 'creative name', 'creative', 'ad name'],
    creative_name: ['creative name', 'creative', 'ad name'],
  },
};

/** Header names that only one platform's exports carry. */
export const platformSigns = {
  linkedin: [
    'campaign group name',
    'campaign group id',
    'total spent',
    'company page clicks',
    'cost in local currency',
    'one click leads',
    'total social actions',
  ],
  meta: ['amount spent', 'ad set name', 'ad set id', 'reporting starts', 'inline link clicks', 'clicks (all)'],
  google: ['impr.', 'ad group', 'ad group id', 'conv. value', 'cost micros', 'search impression share', 'customer id'],
} as const;

/**
 * Columns that cut an ad's numbers by who saw it or what was searched. Such rows do not add up to the ad's own totals
 * (platforms drop small groups), and beside the ads' own export they would count its spend twice.
 */
export const breakdownNames: readonly string[] = [
  'country',
  'region',
  'member country',
  'member region',
  'member company',
  'member company size',
  'member industry',
  'member job title',
  'member job function',
  'member seniority',
  'company size',
  'job title',
  'job function',
  'job seniority',
  'age',
  'gender',
  'search term',
  'keyword',
  'keyword text',
  'ad group criterion criterion id',
  'conversion name',
  'action type',
];

/** Time columns coarser than a day. */
export const coarseTimeNames: readonly string[] = ['month', 'week', 'quarter', 'year', 'reporting month'];
