/** Writes: read, compare with what the decision saw, write, read again. LinkedIn has no If-Match and no idempotency key. */

import { UsageError } from '../../core/errors.ts';
import type { AdChanges, Change, ChangeResult } from '../../core/ports/ad-changes.ts';
import type { Amount, JsonObject } from '../../core/ports/ad-platform.ts';
import { PlatformUnavailableError, WriteConflictError } from '../../core/ports/ad-platform-errors.ts';
import type { ApiCall, Send } from './api-call.ts';
import { sameDecimal } from './decimals.ts';
import { campaignCall, creativeCall, setFieldsCall } from './endpoints.ts';
import type { EntityReader } from './entity-reader.ts';

/** A write is seen by the next read as a rule; these are for when it is not. */
const readBackTries = 3;
const readBackPauseMs = 1000;

interface Deps {
  send: Send;
  entities: Pick<EntityReader, 'campaign' | 'creative'>;
  sleep: (milliseconds: number) => Promise<void>;
}

export function changeWriter({ send, entities, sleep }: Deps): AdChanges {
  const apply = <T>(change: Change<T>, field: Field<T>) => applyChange(change, field, send, sleep);
  return {
    setCreativeStatus: (change) =>
      apply(change, {
        entity: creativeCall(change.account, change.entity),
        read: async () => (await entities.creative(change.account, change.entity)).intended_status,
        patch: (intendedStatus) => ({ intendedStatus }),
        same: (one, other) => one === other,
      }),
    setCampaignStatus: (change) =>
      apply(change, {
        entity: campaignCall(change.account, change.entity),
        read: async () => (await entities.campaign(change.account, change.entity)).status,
        patch: (status) => ({ status }),
        same: (one, other) => one === other,
      }),
    setBid: async (change) => apply(inOneCurrency(change), amountField(entities, change, 'bid', 'unitCost')),
    setDailyBudget: async (change) =>
      apply(inOneCurrency(change), amountField(entities, change, 'daily_budget', 'dailyBudget')),
  };
}

/** One field of one entity. */
interface Field<T> {
  /** The call that reads the entity; a write goes to the same path. */
  entity: ApiCall;
  read(): Promise<T>;
  patch(value: T): JsonObject;
  same(one: T, other: T): boolean;
}

async function applyChange<T>(
  { expected, to }: Change<T>,
  field: Field<T>,
  send: Send,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<ChangeResult<T>> {
  const before = await field.read();
  if (!field.same(before, expected)) return { outcome: 'conflict', expected, found: before };
  const written = await write(setFieldsCall(field.entity, field.patch(to)), send);
  if (written.outcome === 'conflict') return { outcome: 'conflict', expected, found: await field.read() };
  const after = await readBack(field, before, to, sleep);
  if (field.same(after, to)) return { outcome: 'applied', before, after, request_id: written.requestId };
  // No answer and no trace: it did not happen, and the caller may try again.
  if (written.outcome === 'unknown' && field.same(after, before)) throw written.error;
  return { outcome: 'unconfirmed', before, after, request_id: written.requestId };
}

type Written =
  | { outcome: 'accepted'; requestId: string | null }
  | { outcome: 'unknown'; requestId: string | null; error: PlatformUnavailableError }
  | { outcome: 'conflict'; requestId: null };

/** Never repeated blindly: after a time-out it is unknown whether it happened, and a person may have acted since. */
async function write(call: ApiCall, send: Send): Promise<Written> {
  try {
    return { outcome: 'accepted', requestId: (await send(call)).requestId };
  } catch (error) {
    if (error instanceof WriteConflictError) return { outcome: 'conflict', requestId: null };
    if (error instanceof PlatformUnavailableError) return { outcome: 'unknown', requestId: error.requestId, error };
    throw error;
  }
}

async function readBack<T>(field: Field<T>, before: T, to: T, sleep: Deps['sleep']): Promise<T> {
  let after = await field.read();
  for (let tries = 1; tries < readBackTries && !field.same(after, to) && field.same(after, before); tries += 1) {
    await sleep(readBackPauseMs);
    after = await field.read();
  }
  return after;
}

function amountField(
  entities: Deps['entities'],
  { account, entity }: Change<Amount | null>,
  name: 'bid' | 'daily_budget',
  wireName: 'unitCost' | 'dailyBudget',
): Field<Amount | null> {
  return {
    entity: campaignCall(account, entity),
    read: async () => (await entities.campaign(account, entity))[name],
    patch: (value) => ({ [wireName]: { amount: value?.amount, currencyCode: value?.currency } }),
    same: sameAmount,
  };
}

const sameAmount = (one: Amount | null, other: Amount | null): boolean =>
  one === null || other === null
    ? one === other
    : one.currency === other.currency && sameDecimal(one.amount, other.amount);

/** A bid in another currency would be refused by LinkedIn at best. */
function inOneCurrency(change: Change<Amount | null> & { to: Amount }): Change<Amount | null> {
  const { expected, to, entity } = change;
  if (expected === null || expected.currency === to.currency) return change;
  throw new UsageError(
    `Campaign ${entity} is in ${expected.currency}, but the change is in ${to.currency}`,
    'Make the decision again in the currency of the account.',
  );
}
