/** What a striking fault does to a request before it is handled, and to the answer after. */

import { throttled } from '../api/quotas.ts';
import { ApiError, type Reply } from '../api/reply.ts';
import type { ApiRequest } from '../api/request.ts';
import type { Twin } from '../twin.ts';
import type { FaultKind, FaultRule } from './fault-rules.ts';

/** Faults that answer in the resource's place. */
export function strikeBefore(faults: FaultRule[], request: ApiRequest, endpoint: string, twin: Twin): void {
  for (const fault of faults) {
    if (fault.kind === 'throttle-day') {
      twin.quotas.exhaustDay(endpoint);
      throw throttled.day();
    }
    if (fault.kind === 'throttle') throw throttled.plain();
    if (fault.kind === 'throttle-values') throw throttled.values();
    if (fault.kind === 'server-error')
      throw new ApiError({ status: fault.status, body: serverErrorBody(fault.status) });
    if (fault.kind === 'duplicate-page' || fault.kind === 'missing-page') request.pageFault = fault.kind;
  }
}

/** Codes and texts of the error registry; the rest is an internal error. */
const serverErrors: Record<number, { code: string; message: string }> = {
  408: { code: 'TIMEOUT', message: 'Request Timeout' },
  409: { code: 'CONFLICT', message: 'Write Conflict' },
  412: { code: 'PRECONDITION_FAILED', message: 'HTTP precondition header failed' },
  503: { code: 'UNDER_MAINTENANCE', message: 'Under Maintenance' },
};

const serverErrorBody = (status: number): Record<string, unknown> => ({
  status,
  ...(serverErrors[status] ?? { code: 'INTERNAL_ERROR', message: 'Internal Error' }),
});

/** Fields that no documentation knows; objects too, for a mapper that only expects flat values. */
const unknownFields = { engagementQualityIndex: 0.5, deliveryInsights: { tier: 'EXPERIMENTAL', notes: [] } };

/** Faults that change what the resource answered. */
export function strikeAfter(faults: FaultRule[], reply: Reply): Reply {
  const kinds = faults.map(({ kind }) => kind);
  return kinds.reduce((changed, kind) => changes[kind]?.(changed) ?? changed, reply);
}

const changes: Partial<Record<FaultKind, (reply: Reply) => Reply>> = {
  'empty-answer': (reply) =>
    elementsOf(reply)
      ? { ...reply, body: { ...bodyOf(reply), elements: [], ...(bodyOf(reply).metadata ? { metadata: {} } : {}) } }
      : { ...reply, body: {} },
  'unknown-fields': (reply) => {
    const elements = elementsOf(reply);
    if (elements)
      return {
        ...reply,
        body: { ...bodyOf(reply), elements: elements.map((element) => ({ ...element, ...unknownFields })) },
      };
    return reply.body ? { ...reply, body: { ...bodyOf(reply), ...unknownFields } } : reply;
  },
};

const bodyOf = (reply: Reply): Record<string, unknown> => (reply.body ?? {}) as Record<string, unknown>;

function elementsOf(reply: Reply): Record<string, unknown>[] | null {
  const { elements } = bodyOf(reply);
  return Array.isArray(elements) ? elements : null;
}

export const strikes = (faults: FaultRule[], kind: FaultKind): FaultRule | undefined =>
  faults.find((fault) => fault.kind === kind);
