/** Finding entities the caller may see: by path, by finder, by list of ids. */

import type { Twin } from '../twin.ts';
import { type Account, type Campaign, type CampaignGroup, type Creative, urnOf } from '../world/entities.ts';
import type { Parameters } from './parameters.ts';
import { noPermissionOnEntity, notFound, paramInvalid } from './reply.ts';
import { statusAt } from './shapes.ts';

/** The account of a path, if the member has any role in it. */
export function accountAt(twin: Twin, segment: string | undefined): Account {
  const account = twin.entities.accounts.get(numberOf(segment));
  if (!account) throw notFound();
  if (account.plan.role === null) throw noPermissionOnEntity('READ', urnOf.account(account.id));
  return account;
}

export function groupAt(twin: Twin, account: Account, segment: string | undefined): CampaignGroup {
  return present(twin.entities.groups.get(numberOf(segment)), account);
}

export function campaignAt(twin: Twin, account: Account, segment: string | undefined): Campaign {
  return present(twin.entities.campaigns.get(numberOf(segment)), account);
}

/** Creatives are named by their whole URN. */
export function creativeAt(twin: Twin, account: Account, segment: string | undefined): Creative {
  const id = /^urn:li:sponsoredCreative:(\d+)$/.exec(segment ?? '')?.[1];
  if (!id) throw paramInvalid('id', 'A creative is named by its URN');
  const creative = twin.entities.creatives.get(Number(id));
  if (creative?.campaign.account !== account || !isThere(creative, twin)) throw notFound();
  return creative;
}

/** Not deleted, and created by now. */
export const isThere = (entity: { deleted: boolean; createdAt: number; campaign?: Campaign }, twin: Twin): boolean =>
  !entity.deleted && !entity.campaign?.deleted && entity.createdAt <= twin.clock.now();

function present<T extends { account: Account; deleted: boolean }>(entity: T | undefined, account: Account): T {
  if (entity?.account !== account || entity.deleted) throw notFound();
  return entity;
}

function numberOf(segment: string | undefined): number {
  if (!/^\d{1,15}$/.test(segment ?? '')) throw paramInvalid('id');
  return Number(segment);
}

/** What a `search=(key:(values:List(...)))` may look at in an entity; each entry gives the texts it compares with. */
export type SearchKeys<T> = Record<string, (entity: T) => string[]>;

/** All conditions must hold; in each, any of the values. `test` is a plain boolean. */
export function searchFilter<T>(parameters: Parameters, keys: SearchKeys<T>): (entity: T) => boolean {
  const conditions = Object.entries(parameters.record('search') ?? {}).map(([key, condition]) => {
    const read = keys[key];
    if (!read) throw paramInvalid('search');
    const wanted = valuesOf(condition);
    return (entity: T): boolean => read(entity).some((text) => wanted.includes(text));
  });
  return (entity) => conditions.every((holds) => holds(entity));
}

function valuesOf(condition: unknown): string[] {
  if (condition === 'true' || condition === 'false') return [condition];
  const values = condition && typeof condition === 'object' && 'values' in condition ? condition.values : null;
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) throw paramInvalid('search');
  return values as string[];
}

export const accountKeys: SearchKeys<Account> = {
  id: ({ id }) => [String(id), urnOf.account(id)],
  name: ({ name }) => [name],
  reference: ({ plan }) => [urnOf.organization(plan.organization)],
  status: ({ status }) => [status],
  type: ({ plan }) => [plan.type],
  test: () => ['false'],
};

export const groupKeys: SearchKeys<CampaignGroup> = {
  id: ({ id }) => [String(id), urnOf.group(id)],
  name: ({ name }) => [name],
  status: ({ status }) => [status],
  test: () => ['false'],
};

export const campaignKeys = (now: number): SearchKeys<Campaign> => ({
  id: ({ id }) => [String(id), urnOf.campaign(id)],
  name: ({ name }) => [name],
  campaignGroup: ({ group }) => [urnOf.group(group.id)],
  status: (campaign) => [statusAt(campaign, now)],
  type: ({ type }) => [type],
  test: () => ['false'],
});
