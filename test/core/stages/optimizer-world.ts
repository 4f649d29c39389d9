/** The ports of the optimizer in memory: canned rows in, objects in a map out. */

import { type Decision, decision } from '../../../core/contracts/decisions.ts';
import { ObjectConflictError } from '../../../core/errors.ts';
import type { OptimizerDeps } from '../../../core/optimize/acting/optimizer-deps.ts';
import type { Metric } from '../../../core/ports/metrics.ts';
import type { Notification } from '../../../core/ports/notifier.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import type { SqlParameters } from '../../../core/ports/warehouse.ts';
import { adsConfig } from '../../../core/settings/config.ts';

export const decisionsKey = 'decisions/dt=2026-11-20/run-1.ndjson';

type Stored = Map<string, Uint8Array>;

/** Rows by the file that selects them. */
export type Rows = Readonly<Record<string, Record<string, unknown>[]>>;

export function worldOf(warehouseRows: Rows, config: object = {}, stored: Stored = new Map()) {
  const asked: [string, SqlParameters | undefined][] = [];
  const warnings: string[] = [];
  const metrics: { namespace: string; sent: readonly Metric[] }[] = [];
  const notified: Notification[] = [];
  const deps: OptimizerDeps = {
    objects: storeOf(stored),
    warehouse: {
      setUp: async () => {},
      expose: async () => {},
      run: async () => {},
      write: async () => {},
      close: async () => {},
      maintain: async () => {},
      rows: async (file, parameters) => {
        asked.push([file, parameters]);
        return warehouseRows[file] ?? [];
      },
    },
    metrics: { put: async (namespace, sent) => void metrics.push({ namespace, sent }) },
    notifier: { notify: async (told) => void notified.push(told) },
    logger: { info: () => {}, warn: (message) => warnings.push(message) },
    config: adsConfig.parse(config),
    simulated: true,
    now: () => new Date('2026-11-20T08:00:00Z'),
    newId: () => '01J',
  };
  const decisions = (): Decision[] =>
    new TextDecoder()
      .decode(stored.get(decisionsKey))
      .trimEnd()
      .split('\n')
      .map((line) => decision.parse(JSON.parse(line)));
  return { deps, stored, asked, warnings, notified, metrics, decisions };
}

function storeOf(stored: Stored): ObjectStore {
  return {
    get: async (key) => {
      const body = stored.get(key);
      return body && { body, etag: 'etag' };
    },
    put: async (key, body, condition) => {
      if (condition && 'ifNoneMatch' in condition && stored.has(key)) throw new ObjectConflictError(key);
      stored.set(key, body as Uint8Array);
      return { etag: 'etag' };
    },
    list: async function* (prefix) {
      for (const [key, { length }] of stored) if (key.startsWith(prefix)) yield { key, bytes: length };
    },
    delete: async (key) => void stored.delete(key),
  };
}
