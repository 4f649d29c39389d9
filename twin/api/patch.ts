/** A partial update: `{"patch":{"$set":{...},"$delete":[...]}}` (docs/linkedin-api.md §10). */
import { z } from 'zod';
import type { Twin } from '../twin.ts';
import { type Account, type Money, touch, urnOf } from '../world/entities.ts';
import { fieldError, noPermissionOnEntity, plainError } from './reply.ts';

const patchBody = z.strictObject({
  patch: z.strictObject({
    $set: z.record(z.string(), z.unknown()).optional(),
    $delete: z.array(z.string()).optional(),
  }),
});

export interface Patch {
  set: Record<string, unknown>;
  remove: string[];
}

export function readPatch(body: unknown): Patch {
  const parsed = patchBody.safeParse(body);
  if (!parsed.success) throw plainError(400, 'Patch document is invalid: {"patch":{"$set":{...}}} is expected');
  const { $set = {}, $delete = [] } = parsed.data.patch;
  if (Object.keys($set).length + $delete.length === 0) throw plainError(400, 'Patch document is empty');
  return { set: $set, remove: $delete };
}

/** Changes one kind of entity: each field checks first and gives back what to do, so that nothing is half done. */
export type FieldWrites<T> = Record<string, (context: WriteContext<T>, value: unknown) => () => void>;

export interface WriteContext<T> {
  twin: Twin;
  entity: T;
  patch: Patch;
  /** As in the registry's paths, such as `/Campaign/unitCost`. */
  path: string;
}

/** Writing needs the scope (checked before) and a role that may. */
export function checkWriter(account: Account): void {
  if (account.plan.role === 'VIEWER') throw noPermissionOnEntity('WRITE', urnOf.account(account.id));
}

export function applyPatch<T extends Parameters<typeof touch>[0]>(
  kind: string,
  context: Omit<WriteContext<T>, 'path'>,
  writes: FieldWrites<T>,
  settle: () => void,
): void {
  const { patch, entity, twin } = context;
  const changes = [...Object.entries(patch.set), ...patch.remove.map((name): [string, unknown] => [name, null])].map(
    ([name, value]) => {
      const path = `/${kind}/${name}`;
      const write = writes[name];
      if (!write) throw fieldError('FIELD_NOT_ALLOWED', `${path} is not allowed to be set`, path);
      return write({ ...context, path }, value);
    },
  );
  // What was delivered until now was delivered as things were.
  settle();
  for (const change of changes) change();
  touch(entity, twin.clock);
}

/** A status that the present one may become; staying is allowed. */
export function checkStatus({ twin, path }: { twin: Twin; path: string }, before: string, after: unknown): string {
  const known = Object.keys(twin.behaviours.statusChanges);
  if (typeof after !== 'string' || !known.includes(after))
    throw fieldError('INVALID_VALUE_FOR_FIELD', `${path} can't be set to ${after}`, path);
  if (after !== before && !twin.behaviours.statusChanges[before]?.includes(after)) {
    throw fieldError('STATUS_CHANGE_NOT_ALLOWED', `${path} can't be changed from ${before} to ${after}`, path);
  }
  return after;
}

const moneyBody = z.strictObject({ amount: z.string().regex(/^\d+(\.\d+)?$/), currencyCode: z.string() });

/** Money in the account's currency and not below the least in USD. */
export function checkMoney({ path }: { path: string }, value: unknown, account: Account, leastUsd: number): Money {
  const parsed = moneyBody.safeParse(value);
  if (!parsed.success)
    throw fieldError('INVALID_VALUE_FOR_FIELD', `${path} can't be set to ${JSON.stringify(value)}`, path);
  const { amount, currencyCode } = parsed.data;
  if (currencyCode !== account.currency) {
    const text = `The currency ${currencyCode} of the ${path} doesn't match the currency ${account.currency} of the account.`;
    throw fieldError('CURRENCY_MISMATCH', text, `${path}/currencyCode`);
  }
  const least = leastUsd / account.plan.usdPerUnit;
  if (Number(amount) < least - 1e-9) {
    const text = `${path}/amount value ${amount} can't be lower than ${least.toFixed(2)}`;
    throw fieldError('FIELD_VALUE_TOO_LOW', text, `${path}/amount`);
  }
  return parsed.data;
}

export function checkText({ path }: { path: string }, value: unknown, maxLength: number): string {
  if (typeof value !== 'string' || value.trim() === '')
    throw fieldError('INVALID_VALUE_BLANK_FIELD', `${path} can't be blank`, path);
  if (value.length > maxLength) {
    throw fieldError(
      'FIELD_LENGTH_TOO_LONG',
      `${path} length ${value.length} can't exceeded maximum ${maxLength} length`,
      path,
    );
  }
  return value;
}
