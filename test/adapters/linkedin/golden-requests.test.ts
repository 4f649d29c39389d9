import { describe, expect, test } from 'vitest';
import { type ApiCall, wireRequest } from '../../../adapters/linkedin/api-call.ts';
import {
  accountsCall,
  analyticsCall,
  campaignCall,
  campaignGroupsCall,
  campaignsCall,
  conversionsCall,
  creativeCall,
  creativesCall,
  imageCall,
  postCall,
  setFieldsCall,
} from '../../../adapters/linkedin/endpoints.ts';
import { onPlatformBodies } from '../../support/platform-bodies.ts';

const wire = (call: ApiCall) => wireRequest(call, 'https://api.linkedin.com/rest', '202607', 'TOKEN');
const readHeaders = {
  Authorization: 'Bearer TOKEN',
  'LinkedIn-Version': '202607',
  'X-Restli-Protocol-Version': '2.0.0',
};

describe('requests, byte for byte', () => {
  const groupStatuses = 'ACTIVE,PAUSED,DRAFT,ARCHIVED,CANCELED,PENDING_DELETION,REMOVED';

  test.each([
    ['accounts', accountsCall(), '/adAccounts?q=search&pageSize=1000'],
    ['the next accounts', accountsCall('Dg_W-1='), '/adAccounts?q=search&pageSize=1000&pageToken=Dg_W-1%3D'],
    [
      'campaign groups',
      campaignGroupsCall('123'),
      `/adAccounts/123/adCampaignGroups?q=search&search=(status:(values:List(${groupStatuses})))&pageSize=1000`,
    ],
    [
      'campaigns',
      campaignsCall('123'),
      `/adAccounts/123/adCampaigns?q=search&search=(status:(values:List(${groupStatuses},COMPLETED)))&pageSize=1000`,
    ],
    [
      'conversions',
      conversionsCall('123', 1000),
      '/conversions?q=account&account=urn%3Ali%3AsponsoredAccount%3A123&start=1000&count=1000',
    ],
    ['one campaign', campaignCall('123', '10'), '/adAccounts/123/adCampaigns/10'],
    [
      'one creative',
      creativeCall('123', 'urn:li:sponsoredCreative:119962155'),
      '/adAccounts/123/creatives/urn%3Ali%3AsponsoredCreative%3A119962155',
    ],
    ['a post', postCall('urn:li:share:6823991265126957056'), '/posts/urn%3Ali%3Ashare%3A6823991265126957056'],
    ['an image', imageCall('urn:li:image:C4E'), '/images/urn%3Ali%3Aimage%3AC4E'],
    [
      'analytics of some campaigns',
      analyticsCall({
        account: '123',
        pivot: 'CREATIVE',
        from: '2026-01-01',
        to: '2026-01-31',
        campaigns: ['1', '2'],
        fields: ['dateRange', 'pivotValues', 'clicks'],
      }),
      '/adAnalytics?q=analytics&pivot=CREATIVE&timeGranularity=DAILY' +
        '&dateRange=(start:(year:2026,month:1,day:1),end:(year:2026,month:1,day:31))' +
        '&campaigns=List(urn%3Ali%3AsponsoredCampaign%3A1,urn%3Ali%3AsponsoredCampaign%3A2)' +
        '&fields=dateRange,pivotValues,clicks',
    ],
  ])('%s', (_name, call, target) => {
    expect(wire(call)).toEqual({ url: `https://api.linkedin.com/rest${target}`, method: 'GET', headers: readHeaders });
  });

  test('creatives, which ask for FINDER', () => {
    expect(wire(creativesCall('123'))).toEqual({
      url: 'https://api.linkedin.com/rest/adAccounts/123/creatives?q=criteria&sortOrder=ASCENDING&pageSize=100',
      method: 'GET',
      headers: { ...readHeaders, 'X-RestLi-Method': 'FINDER' },
    });
  });

  test('pausing a creative is a POST with PARTIAL_UPDATE, never a PATCH', () => {
    const call = setFieldsCall(creativeCall('5', 'urn:li:sponsoredCreative:1'), { intendedStatus: 'PAUSED' });
    expect(wire(call)).toEqual({
      url: 'https://api.linkedin.com/rest/adAccounts/5/creatives/urn%3Ali%3AsponsoredCreative%3A1',
      method: 'POST',
      headers: { ...readHeaders, 'X-RestLi-Method': 'PARTIAL_UPDATE', 'Content-Type': 'application/json' },
      body: '{"patch":{"$set":{"intendedStatus":"PAUSED"}}}',
    });
  });
});

onPlatformBodies('requests as other clients send them', ({ body }) => {
  test('the analytics of an account', () => {
    const { endpoint, params } = body('analytics-request') as { endpoint: string; params: Record<string, string> };
    const query = Object.entries(params)
      .map(([name, value]) => `${name}=${value}`)
      .join('&')
      .replaceAll('{{YEAR}}', '2026')
      .replaceAll('{{MONTH}}', '4')
      .replaceAll('{{DAY_END}}', '30')
      .replaceAll('{{AD_ACCOUNT_ID}}', '500400100');
    const call = analyticsCall({
      account: '500400100',
      pivot: params.pivot as 'CAMPAIGN' | 'CREATIVE',
      from: '2026-04-01',
      to: '2026-04-30',
      fields: params.fields!.split(','),
    });
    expect(wire(call).url).toBe(`https://api.linkedin.com/rest${endpoint}?${query}`);
  });

  test('the body of a status change', () => {
    const request = body('status-change-request') as { patch: { $set: { status: string } } };
    const { status } = request.patch.$set;
    const call = setFieldsCall(campaignCall('500400100', '200400300'), { status });
    expect(JSON.parse(wire(call).body!)).toEqual(request);
    expect(wire(call).body).toBe(`{"patch":{"$set":{"status":"${status}"}}}`);
  });
});
