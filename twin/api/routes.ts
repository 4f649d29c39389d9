/** Which path is what. `:` stands for one part; the endpoint's name is what quotas, faults and the call log go by. */
import { findAnalytics } from './analytics.ts';
import { orByIds } from './batch-reads.ts';
import { getImage, getPost, getVideo } from './content.ts';
import {
  findAccountUsers,
  findConversions,
  findCreatives,
  getAccount,
  getCampaign,
  getCreative,
  getGroup,
  type Handler,
  searchAccounts,
  searchCampaigns,
  searchGroups,
} from './reads.ts';
import { plainError } from './reply.ts';
import type { ApiRequest } from './request.ts';
import {
  batchUpdateCampaigns,
  batchUpdateCreatives,
  batchUpdateGroups,
  updateCampaign,
  updateCreative,
  updateGroup,
} from './writes.ts';

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  endpoint: string;
  /** Scopes of which one is enough. */
  scopes: readonly string[];
  handle: Handler;
}

const readAds = ['r_ads', 'rw_ads'];
const writeAds = ['rw_ads'];
const readReports = ['r_ads_reporting'];
const readPosts = ['r_organization_social', 'w_organization_social'];

const route = (
  method: Route['method'],
  path: string,
  endpoint: string,
  scopes: readonly string[],
  handle: Handler,
): Route => ({
  method,
  path,
  endpoint,
  scopes,
  handle,
});

const routes: readonly Route[] = [
  route('GET', 'rest/adAccounts', 'adAccounts', readAds, searchAccounts),
  route('GET', 'rest/adAccounts/:', 'adAccounts', readAds, getAccount),
  route('GET', 'rest/adAccountUsers', 'adAccountUsers', readAds, findAccountUsers),
  route('GET', 'rest/adAccounts/:/adCampaignGroups', 'adCampaignGroups', readAds, orByIds(searchGroups, getGroup)),
  route('GET', 'rest/adAccounts/:/adCampaignGroups/:', 'adCampaignGroups', readAds, getGroup),
  route('GET', 'rest/adAccounts/:/adCampaigns', 'adCampaigns', readAds, orByIds(searchCampaigns, getCampaign)),
  route('GET', 'rest/adAccounts/:/adCampaigns/:', 'adCampaigns', readAds, getCampaign),
  route('GET', 'rest/adAccounts/:/creatives', 'creatives', readAds, orByIds(findCreatives, getCreative)),
  route('GET', 'rest/adAccounts/:/creatives/:', 'creatives', readAds, getCreative),
  route('GET', 'rest/posts/:', 'posts', readPosts, getPost),
  route('GET', 'rest/images/:', 'images', readAds, getImage),
  route('GET', 'rest/videos', 'videos', readAds, getVideo),
  route('GET', 'rest/videos/:', 'videos', readAds, getVideo),
  route('GET', 'rest/conversions', 'conversions', readAds, findConversions),
  route('GET', 'rest/adAnalytics', 'adAnalytics', readReports, findAnalytics),
  route('POST', 'rest/adAccounts/:/adCampaignGroups', 'adCampaignGroups', writeAds, batchUpdateGroups),
  route('POST', 'rest/adAccounts/:/adCampaignGroups/:', 'adCampaignGroups', writeAds, updateGroup),
  route('POST', 'rest/adAccounts/:/adCampaigns', 'adCampaigns', writeAds, batchUpdateCampaigns),
  route('POST', 'rest/adAccounts/:/adCampaigns/:', 'adCampaigns', writeAds, updateCampaign),
  route('POST', 'rest/adAccounts/:/creatives', 'creatives', writeAds, batchUpdateCreatives),
  route('POST', 'rest/adAccounts/:/creatives/:', 'creatives', writeAds, updateCreative),
];

export function findRoute({ method, segments }: ApiRequest): Route {
  const fitting = routes.filter((candidate) => fits(candidate.path.split('/'), segments));
  const found = fitting.find((candidate) => candidate.method === method);
  if (found) return found;
  if (fitting.length > 0) throw plainError(405, `HTTP method ${method} is not supported by this resource`);
  throw plainError(404, 'No virtual resource found', { code: 'RESOURCE_NOT_FOUND' });
}

const fits = (pattern: string[], segments: string[]): boolean =>
  pattern.length === segments.length && pattern.every((part, index) => part === ':' || part === segments[index]);
