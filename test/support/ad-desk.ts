/** A platform of a few campaigns and ads in memory: compares as the real adapter does, counts writes, and can fail. */

import { isSameValue } from '../../core/optimize/acting/entity-value.ts';
import type { AdWriter, Change, ChangeResult } from '../../core/ports/ad-changes.ts';
import type { Amount } from '../../core/ports/ad-platform.ts';
import {
  AccessDeniedError,
  EntityNotFoundError,
  PlatformUnavailableError,
  RequestRefusedError,
} from '../../core/ports/ad-platform-errors.ts';
import { creativeUrn } from './decided.ts';

/** `silent`: no answer, `lost`: no answer though it was written; `late`: accepted, but not seen by the reading back. */
export type Fault = 'none' | 'silent' | 'lost' | 'refused' | 'denied' | 'late';

export interface AdDesk {
  platform: AdWriter;
  /** By "status <urn>", "bid <campaign>" or "budget <campaign>". */
  values: Map<string, string | Amount | null>;
  /** Every write that had an effect, oldest first: "<name>: <from> > <to>". */
  writes: string[];
  /** What the next writes come to, one each; then none. */
  faults: Fault[];
}

const refusal = { call: 'POST /x', said: 'no', requestId: 'R-1' };

export function adDesk(
  campaigns: readonly string[] = ['10', '20'],
  onWrite: (entity: string) => void = () => undefined,
): AdDesk {
  const values = new Map<string, string | Amount | null>(
    campaigns.flatMap((id) => [
      [`bid ${id}`, { amount: '10.00', currency: 'USD' }],
      [`budget ${id}`, { amount: '120', currency: 'USD' }],
      ...[1, 2, 3].map((each) => [`status ${creativeUrn(Number(id) * 10 + each)}`, 'ACTIVE'] as [string, string]),
    ]),
  );
  const writes: string[] = [];
  const faults: Fault[] = [];
  const read = (name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new EntityNotFoundError(refusal);
    return value;
  };
  const shown = (value: string | Amount | null) => (typeof value === 'object' ? (value?.amount ?? 'null') : value);

  async function change<T extends string | Amount | null>(
    name: string,
    { entity, expected, to }: Change<T>,
  ): Promise<ChangeResult<T>> {
    const before = read(name) as T;
    if (!isSameValue(before, expected)) return { outcome: 'conflict', expected, found: before };
    const fault = faults.shift() ?? 'none';
    if (fault === 'denied') throw new AccessDeniedError(refusal);
    if (fault === 'refused') throw new RequestRefusedError('400', refusal);
    if (fault === 'silent') throw new PlatformUnavailableError(refusal);
    onWrite(entity);
    writes.push(`${name}: ${shown(before)} > ${shown(to)}`);
    values.set(name, to);
    if (fault === 'lost') throw new PlatformUnavailableError(refusal);
    if (fault === 'late') return { outcome: 'unconfirmed', before, after: before, request_id: 'W-1' };
    return { outcome: 'applied', before, after: to, request_id: 'W-1' };
  }

  return {
    values,
    writes,
    faults,
    platform: {
      setCreativeStatus: (wanted) => change(`status ${wanted.entity}`, wanted),
      setCampaignStatus: () => Promise.reject(new Error('nobody asks for this')),
      setBid: (wanted) => change(`bid ${wanted.entity}`, wanted),
      setDailyBudget: (wanted) => change(`budget ${wanted.entity}`, wanted),
      campaign: async (_, id) => ({
        status: 'ACTIVE',
        bid: read(`bid ${id}`) as Amount | null,
        daily_budget: read(`budget ${id}`) as Amount | null,
      }),
      creative: async (_, urn) => ({ intended_status: read(`status ${urn}`) as string, review_status: 'APPROVED' }),
    },
  };
}
