/** POST with X-RestLi-Method: PARTIAL_UPDATE on one entity, BATCH_PARTIAL_UPDATE on several (docs/linkedin-api.md §10). */
import { z } from 'zod';
import type { Twin } from '../twin.ts';
import type { Account } from '../world/entities.ts';
import { patchCampaign } from './campaign-writes.ts';
import { patchCreative } from './creative-writes.ts';
import { accountAt, campaignAt, creativeAt, groupAt } from './entities.ts';
import { patchGroup } from './group-writes.ts';
import { readParameters } from './parameters.ts';
import { type Patch, readPatch } from './patch.ts';
import type { Handler } from './reads.ts';
import { ApiError, ok, paramInvalid, plainError, type Reply } from './reply.ts';
import type { ApiRequest } from './request.ts';

type Write = (twin: Twin, account: Account, id: string, patch: Patch) => void;

const writeCampaign: Write = (twin, account, id, patch) => patchCampaign(twin, campaignAt(twin, account, id), patch);
const writeGroup: Write = (twin, account, id, patch) => patchGroup(twin, groupAt(twin, account, id), patch);
const writeCreative: Write = (twin, account, id, patch) => patchCreative(twin, creativeAt(twin, account, id), patch);

const single =
  (write: Write, resource: string): Handler =>
  (request, twin) => {
    const account = accountAt(twin, request.segments[2]);
    checkMethod(request, 'PARTIAL_UPDATE', resource);
    readParameters(request, []);
    write(twin, account, request.segments[4] ?? '', readPatch(jsonBody(request)));
    return { status: 204 };
  };

export const updateCampaign = single(writeCampaign, 'adCampaigns');
export const updateCreative = single(writeCreative, 'creatives');

export const updateGroup: Handler = (request, twin) => {
  if (twin.behaviours.groupSingleUpdate === 'rejected') {
    throw plainError(400, 'PARTIAL_UPDATE is not supported on adCampaignGroups; use BATCH_PARTIAL_UPDATE');
  }
  return single(writeGroup, 'adCampaignGroups')(request, twin);
};

const batchBody = z.strictObject({ entities: z.record(z.string(), z.unknown()) });

/** 200 does not mean that every item succeeded: each has its own status. */
const batch =
  (write: Write, resource: string): Handler =>
  (request, twin) => {
    const account = accountAt(twin, request.segments[2]);
    checkMethod(request, 'BATCH_PARTIAL_UPDATE', resource);
    const ids = readParameters(request, ['ids']).list('ids');
    const body = batchBody.safeParse(jsonBody(request));
    if (!ids || ids.length === 0) throw paramInvalid('ids');
    if (!body.success)
      throw plainError(400, 'Batch body is invalid: {"entities":{"<id>":{"patch":{...}}}} is expected');
    const results: Record<string, { status: number }> = {};
    const errors: Record<string, unknown> = {};
    for (const id of ids) {
      const failed = attempt(() => write(twin, account, id, readPatch(body.data.entities[id])));
      if (failed) errors[id] = failed.body;
      else results[id] = { status: 204 };
    }
    return ok({ results, errors });
  };

export const batchUpdateGroups = batch(writeGroup, 'adCampaignGroups');
export const batchUpdateCampaigns = batch(writeCampaign, 'adCampaigns');
export const batchUpdateCreatives = batch(writeCreative, 'creatives');

function attempt(write: () => void): Reply | null {
  try {
    write();
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error.reply;
    throw error;
  }
}

/** Without the header a POST would be a CREATE, which a single entity does not have. */
function checkMethod(request: ApiRequest, method: string, resource: string): void {
  const given = request.headers['x-restli-method']?.toString().toUpperCase();
  if (given === method) return;
  const text = given
    ? `X-RestLi-Method ${given} is not supported on ${resource}; ${method} is`
    : `POST operation named on resource ${resource} is not supported without the header X-RestLi-Method: ${method}`;
  throw plainError(400, text);
}

function jsonBody(request: ApiRequest): unknown {
  if (!request.tunnelled && !request.headers['content-type']?.startsWith('application/json')) {
    throw plainError(415, 'Content-Type must be application/json');
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw plainError(400, 'The body is not JSON');
  }
}
