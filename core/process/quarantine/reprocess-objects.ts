/** Tries again what lies in quarantine. One object that cannot be reprocessed does not stop the others. */
import { dateOf, prefixes, pulledAt, runIdOf } from '../../contracts/keys.ts';
import { AdsError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import type { ReadKeptElements } from './kept-elements.ts';
import type { ReprocessOutcome } from './mark-reprocessed.ts';
import type { QuarantineObject } from './open-records.ts';
import { pullReprocessor } from './reprocess-pull.ts';

type Deps = Pick<StageDeps, 'objects' | 'now' | 'newId' | 'simulated' | 'progress'>;

/** What reads the texts in quarantine again, with today's program. */
export interface Readers {
  readElements: ReadKeptElements;
  reprocessImport(object: QuarantineObject): Promise<ReprocessOutcome>;
}

/** In the order of their time, the oldest first. */
export async function reprocessObjects(
  objects: readonly QuarantineObject[],
  deps: Deps,
  { readElements, reprocessImport }: Readers,
): Promise<ReprocessOutcome[]> {
  const reprocessPull = pullReprocessor({ ...deps, now: await clockOf(deps) }, readElements);
  const outcomes: ReprocessOutcome[] = [];
  for (const [index, object] of objects.toSorted(byTime).entries()) {
    deps.progress('reprocessing rejected records', index, objects.length);
    const attempt = object.kind === 'import' ? reprocessImport(object) : reprocessPull(object);
    outcomes.push(await attempt.catch((error) => leftAsItWas(object, error)));
  }
  return outcomes;
}

/** A simulated account lives by a clock of its own: its newest pull is its now. Else its next pulls would lie before what was merged. */
async function clockOf({ objects, simulated, now }: Deps): Promise<() => Date> {
  if (!simulated) return now;
  let newest: Date | undefined;
  for await (const { key } of objects.list(prefixes.analytics)) {
    const at = pulledAt(decodeURIComponent(runIdOf(key)));
    if (at && (newest === undefined || at > newest)) newest = at;
  }
  return newest === undefined ? now : () => newest;
}

/** Names begin with the instant of the pull, or are sortable by time; the folder is the day. */
const byTime = (one: QuarantineObject, other: QuarantineObject): number => {
  const [left, right] = [one, other].map(({ key, id }) => `${dateOf(key)} ${id}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
};

function leftAsItWas(object: QuarantineObject, error: unknown): ReprocessOutcome {
  if (!(error instanceof AdsError)) throw error;
  const { message: reason, remedy } = error;
  return { object, run: null, still: object.open.map((at) => ({ at, reason, remedy })) };
}
