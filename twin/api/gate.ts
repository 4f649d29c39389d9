/** The way into /rest: version, token, scope, quota, protocol, lengths, and only then the resource. */
import type { Twin } from '../twin.ts';
import { notPermitted, plainError, type Reply } from './reply.ts';
import { type ApiRequest, checkLengths } from './request.ts';
import type { Route } from './routes.ts';
import { checkVersion } from './versions.ts';

export function passGate(request: ApiRequest, route: Route, twin: Twin): Reply {
  const { headers } = request;
  checkVersion(headers['linkedin-version']?.toString(), twin.clock.now(), twin.behaviours);
  const token = twin.tokens.authorize(headers.authorization);
  if (!route.scopes.some((scope) => token.scopes.includes(scope)))
    throw notPermitted(`${request.method} /${route.endpoint}`);
  twin.quotas.countCall(route.endpoint);
  checkProtocol(request);
  checkLengths(request);
  return route.handle(request, twin);
}

/** Without the header protocol 1.0 is meant, in which lists and records are written otherwise (fact sheet section 2). */
function checkProtocol({ headers, rawQuery }: ApiRequest): void {
  const version = headers['x-restli-protocol-version']?.toString();
  if (version === '2.0.0') return;
  if (version !== undefined && version !== '1.0.0')
    throw plainError(400, `Invalid RestLi protocol version: ${version}`);
  if (/[=,:(](List)?\(/.test(rawQuery)) {
    throw plainError(400, 'Lists and records in this form need the header X-Restli-Protocol-Version: 2.0.0');
  }
}
