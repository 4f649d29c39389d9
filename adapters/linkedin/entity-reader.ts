/** What exists in an account: every page of every list, read into records. */

import type { AdEntities, Campaign, Creative, JsonObject, ListResult } from '../../core/ports/ad-platform.ts';
import { AnswerUnusableError } from '../../core/ports/ad-platform-errors.ts';
import { type ApiCall, nameOf, type Send } from './api-call.ts';
import { listResult } from './drift.ts';
import {
  accountsCall,
  campaignCall,
  campaignGroupsCall,
  campaignsCall,
  conversionPageSize,
  conversionsCall,
  creativeCall,
  creativesCall,
} from './endpoints.ts';
import { accountRecord, campaignRecord, conversionRecord, creativeRecord, groupRecord } from './entity-records.ts';
import { cursorPages, offsetPages } from './paging.ts';
import { creativeAnswer } from './schemas/creatives.ts';
import { accountAnswer, campaignAnswer, conversionAnswer, groupAnswer } from './schemas/entities.ts';
import { elementsOf, nextPageTokenOf } from './schemas/list-answer.ts';

/** Besides the lists, the two single reads that a change needs. */
export interface EntityReader extends AdEntities {
  campaign(accountId: string, campaignId: string): Promise<Campaign>;
  creative(accountId: string, creativeUrn: string): Promise<Creative>;
}

export function entityReader(send: Send): EntityReader {
  return {
    async accounts() {
      return listResult('account', await everyCursorPage(send, accountsCall), accountAnswer, accountRecord);
    },
    async campaignGroups(account) {
      const elements = await everyCursorPage(send, (token) => campaignGroupsCall(account, token));
      return listResult('campaign_group', elements, groupAnswer, groupRecord);
    },
    async campaigns(account) {
      const elements = await everyCursorPage(send, (token) => campaignsCall(account, token));
      return listResult('campaign', elements, campaignAnswer, campaignRecord);
    },
    async creatives(account) {
      const elements = await everyCursorPage(send, (token) => creativesCall(account, token));
      return listResult('creative', elements, creativeAnswer, creativeRecord(account));
    },
    async conversions(account) {
      const elements = await everyOffsetPage(send, account);
      return listResult('conversion', elements, conversionAnswer, conversionRecord);
    },
    async campaign(account, campaign) {
      return await one(send, campaignCall(account, campaign), (json) =>
        listResult('campaign', [json], campaignAnswer, campaignRecord),
      );
    },
    async creative(account, urn) {
      return await one(send, creativeCall(account, urn), (json) =>
        listResult('creative', [json], creativeAnswer, creativeRecord(account)),
      );
    },
  };
}

async function everyCursorPage(send: Send, callFor: (pageToken?: string) => ApiCall): Promise<unknown[]> {
  const pages = cursorPages(nameOf(callFor()), async (token) => {
    const call = callFor(token);
    const { json, requestId } = await send(call);
    return { elements: elementsOf(json, call, requestId), nextPageToken: nextPageTokenOf(json) };
  });
  return await withoutRepeats(pages);
}

async function everyOffsetPage(send: Send, account: string): Promise<unknown[]> {
  const pages = offsetPages(nameOf(conversionsCall(account, 0)), conversionPageSize, async (start) => {
    const call = conversionsCall(account, start);
    const { json, requestId } = await send(call);
    return elementsOf(json, call, requestId);
  });
  return await withoutRepeats(pages);
}

/** Something that moved to a later page while we read is there twice: the later one is the newer one. */
async function withoutRepeats(pages: AsyncIterable<readonly unknown[]>): Promise<unknown[]> {
  const byId = new Map<unknown, unknown>();
  for await (const elements of pages) {
    for (const element of elements) byId.set((element as JsonObject | null)?.id ?? Symbol(), element);
  }
  return [...byId.values()];
}

async function one<T>(send: Send, call: ApiCall, read: (json: JsonObject) => ListResult<T>): Promise<T> {
  const { json, requestId } = await send(call);
  const { records, rejected } = read(json);
  if (records[0] !== undefined) return records[0];
  const said = `${rejected[0]?.path}: ${rejected[0]?.reason}`;
  throw new AnswerUnusableError(
    { call: nameOf(call), said, requestId },
    'Nothing was changed. Compare the response with the documentation of the API version in use.',
  );
}
