/** Every call that is made, byte for byte. Pure, so that each can be compared with a golden request. */
import type { AnalyticsPivot } from '../../core/ports/ad-performance.ts';
import type { JsonObject } from '../../core/ports/ad-platform.ts';
import type { ApiCall } from './api-call.ts';
import { encodeQuery, encodeRestli } from './encoding.ts';
import { accountUrn, campaignUrn } from './urns.ts';

/** Largest that LinkedIn takes. It must be the same on every page. */
export const entityPageSize = 1000;
export const creativePageSize = 100;
export const conversionPageSize = 1000;

/** All of them by name: what a search without a status filter leaves out is not documented. */
const groupStatuses = ['ACTIVE', 'PAUSED', 'DRAFT', 'ARCHIVED', 'CANCELED', 'PENDING_DELETION', 'REMOVED'];
const campaignStatuses = [...groupStatuses, 'COMPLETED'];

export const accountsCall = (pageToken?: string): ApiCall => ({
  endpoint: '/adAccounts',
  path: '/adAccounts',
  query: encodeQuery({ q: 'search', pageSize: entityPageSize, pageToken }),
});

export const campaignGroupsCall = (account: string, pageToken?: string): ApiCall => ({
  endpoint: '/adAccounts/{account}/adCampaignGroups',
  path: `/adAccounts/${encodeRestli(account)}/adCampaignGroups`,
  query: encodeQuery({ q: 'search', search: statusIn(groupStatuses), pageSize: entityPageSize, pageToken }),
});

export const campaignsCall = (account: string, pageToken?: string): ApiCall => ({
  endpoint: '/adAccounts/{account}/adCampaigns',
  path: `/adAccounts/${encodeRestli(account)}/adCampaigns`,
  query: encodeQuery({ q: 'search', search: statusIn(campaignStatuses), pageSize: entityPageSize, pageToken }),
});

/** Ascending, so that a creative made while we page cannot move the others. */
export const creativesCall = (account: string, pageToken?: string): ApiCall => ({
  endpoint: '/adAccounts/{account}/creatives',
  path: `/adAccounts/${encodeRestli(account)}/creatives`,
  query: encodeQuery({ q: 'criteria', sortOrder: 'ASCENDING', pageSize: creativePageSize, pageToken }),
  restliMethod: 'FINDER',
});

export const conversionsCall = (account: string, start: number): ApiCall => ({
  endpoint: '/conversions',
  path: '/conversions',
  query: encodeQuery({ q: 'account', account: accountUrn(account), start, count: conversionPageSize }),
});

export const campaignCall = (account: string, campaign: string): ApiCall => ({
  endpoint: '/adAccounts/{account}/adCampaigns/{campaign}',
  path: `/adAccounts/${encodeRestli(account)}/adCampaigns/${encodeRestli(campaign)}`,
});

export const creativeCall = (account: string, creativeUrn: string): ApiCall => ({
  endpoint: '/adAccounts/{account}/creatives/{creative}',
  path: `/adAccounts/${encodeRestli(account)}/creatives/${encodeRestli(creativeUrn)}`,
});

export const postCall = (urn: string): ApiCall => ({ endpoint: '/posts/{post}', path: `/posts/${encodeRestli(urn)}` });
export const imageCall = (urn: string): ApiCall => ({
  endpoint: '/images/{image}',
  path: `/images/${encodeRestli(urn)}`,
});

/** A write to the entity that a reading call names: 204 without a body. */
export const setFieldsCall = (entity: ApiCall, fields: JsonObject): ApiCall => ({
  ...entity,
  restliMethod: 'PARTIAL_UPDATE',
  body: { patch: { $set: fields } },
});

export interface AnalyticsCall {
  account: string;
  pivot: AnalyticsPivot;
  from: string;
  to: string;
  /** Facet instead of the account. */
  campaigns?: readonly string[] | undefined;
  /** At most 20, `dateRange` and `pivotValues` among them. */
  fields: readonly string[];
}

export function analyticsCall({ account, pivot, from, to, campaigns, fields }: AnalyticsCall): ApiCall {
  return {
    endpoint: '/adAnalytics',
    path: '/adAnalytics',
    query: encodeQuery(
      {
        q: 'analytics',
        pivot,
        timeGranularity: 'DAILY',
        dateRange: { start: calendarDay(from), end: calendarDay(to) },
        ...(campaigns ? { campaigns: campaigns.map(campaignUrn) } : { accounts: [accountUrn(account)] }),
      },
      fields,
    ),
  };
}

const statusIn = (values: readonly string[]) => ({ status: { values } });

function calendarDay(isoDate: string): { year: number; month: number; day: number } {
  const [year, month, day] = isoDate.split('-').map(Number);
  return { year: year!, month: month!, day: day! };
}
