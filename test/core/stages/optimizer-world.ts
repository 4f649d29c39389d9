/** The ports of the optimizer in memory: canned rows in, objects in a map out. */
import { adsConfig } from '../../../core/config.ts';
import { type Decision, decision } from '../../../core/contracts.ts';
import { ObjectConflictError } from '../../../core/errors.ts';
import type { Metric, ObjectStore, SqlParameters } from '../../../core/ports.ts';
import type { OptimizerDeps } from '../../../core/stages/optimizer.ts';

export const decisionsKey = 'decisions/dt=2026-11-20/run-1.ndjson';

type Stored = Map<string, Uint8Array>;

export function worldOf(warehouseRows: Record<string, unknown>[], config: object = {}, stored: Stored = new Map()) {
  const asked: [string, SqlParameters | undefined][] = [];
  const warnings: string[] = [];
  const metrics: { namespace: string; sent: readonly Metric[] }[] = [];
  const deps: OptimizerDeps = {
    objects: storeOf(stored),
    warehouse: {
      setUp: async () => {},
      expose: async () => {},
      run: async () => {},
      close: async () => {},
      maintain: async () => {},
      rows: async (file, parameters) => {
        asked.push([file, parameters]);
        return warehouseRows;
      },
    },
    metrics: { put: async (namespace, sent) => void metrics.push({ namespace, sent }) },
    notifier: { notify: async () => {} },
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
  return { deps, stored, asked, warnings, metrics, decisions };
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
    list: async function* () {},
    delete: async (key) => void stored.delete(key),
  };
}
