/** `?ids=List(...)` in place of a finder: several entities by their ids, each with its own fate (docs/linkedin-api.md §6). */
import { readParameters } from './parameters.ts';
import type { Handler } from './reads.ts';
import { ApiError, ok, paramInvalid } from './reply.ts';

/** Answers with the finder unless ids are asked for. */
export const orByIds =
  (find: Handler, getOne: Handler): Handler =>
  (request, twin) =>
    /(^|&)ids=/.test(request.rawQuery) ? batchGet(getOne)(request, twin) : find(request, twin);

const batchGet =
  (getOne: Handler): Handler =>
  (request, twin) => {
    const parameters = readParameters(request, ['ids']);
    const ids = parameters.list('ids') ?? [];
    if (ids.length === 0) throw paramInvalid('ids');
    const fields = parameters.optionalText('fields');
    const rawQuery = fields === null ? '' : `fields=${fields}`;
    const results: Record<string, unknown> = {};
    const statuses: Record<string, number> = {};
    const errors: Record<string, unknown> = {};
    for (const id of ids) {
      try {
        results[id] = getOne({ ...request, rawQuery, segments: [...request.segments, id] }, twin).body;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        statuses[id] = error.reply.status;
        errors[id] = error.reply.body;
      }
    }
    return ok({ results, statuses, errors });
  };
