/** From a request to a reply: control, media, OAuth or the gated API, with the faults that strike on the way. */

import { serveMedia } from './api/content.ts';
import { passGate } from './api/gate.ts';
import { handleOauth } from './api/oauth.ts';
import { ApiError, type Reply } from './api/reply.ts';
import type { ApiRequest } from './api/request.ts';
import { findRoute, type Route } from './api/routes.ts';
import { handleControl } from './control/control-api.ts';
import type { FaultRule } from './control/fault-rules.ts';
import { strikeAfter, strikeBefore } from './control/strike.ts';
import type { Twin } from './twin.ts';

export interface Answer {
  reply: Reply;
  /** Faults that struck; those of the wire are the listener's to carry out. */
  faults: FaultRule[];
}

export function answer(request: ApiRequest, twin: Twin): Answer {
  if (request.segments[0] === '_twin') return { reply: caught(() => handleControl(request, twin)), faults: [] };
  const target = targetOf(request, twin);
  const address = request.tunnelled ? `${request.target}?${request.rawQuery}` : request.target;
  const faults = twin.faults.strike(target.endpoint, address);
  const reply = caught(() => {
    strikeBefore(faults, request, target.endpoint, twin);
    return strikeAfter(faults, target.handle());
  });
  twin.calls.add({
    at: new Date(twin.clock.now()).toISOString(),
    method: request.method,
    endpoint: target.endpoint,
    target: address,
    status: reply.status,
    faults: faults.map(({ kind }) => kind),
  });
  return { reply, faults };
}

interface Target {
  endpoint: string;
  handle: () => Reply;
}

function targetOf(request: ApiRequest, twin: Twin): Target {
  const [first, , third] = request.segments;
  if (first === 'media') return { endpoint: 'media', handle: () => serveMedia(request, twin) };
  if (first === 'oauth') return { endpoint: third ?? 'oauth', handle: () => handleOauth(request, twin) };
  try {
    const route: Route = findRoute(request);
    return { endpoint: route.endpoint, handle: () => passGate(request, route, twin) };
  } catch (error) {
    return {
      endpoint: 'unknown',
      handle: () => {
        throw error;
      },
    };
  }
}

function caught(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    if (error instanceof ApiError) return error.reply;
    throw error;
  }
}
