/** The way into /rest: version, token, scope, quota, protocol, lengths, and only then the resource. */
import type { Twin } from '../twin.ts';
import { notPermitted, plainError, type Reply } from './reply.ts';
import { type ApiRequest, checkForm } from './request.ts';
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
  checkForm(request);
  return route.handle(request, twin);
}

function checkProtocol({ protocol }: ApiRequest): void {
  if (!['1.0.0', '2.0.0'].includes(protocol)) throw plainError(400, `Invalid RestLi protocol version: ${protocol}`);
}
