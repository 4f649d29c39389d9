/** A server on this machine alone, for one redirect of one browser. */
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { counted } from '../../core/domain/language.ts';
import { AdsError, UsageError } from '../../core/errors.ts';
import type { Consent } from '../../core/ports/token-issuer.ts';

/** LinkedIn or the person there refused, or nobody answered. */
class NoConsentError extends AdsError {}

export interface RedirectWait {
  /** Where the browser must be sent back to. */
  redirectUrl: string;
  /** Settles at the first redirect with the right state, or when the time is up. */
  consent: Promise<Consent>;
  close(): void;
}

const hosts = ['localhost', '127.0.0.1'];

/** Whether a redirect to this address can be caught here. */
export const isLoopback = (url: string): boolean =>
  URL.canParse(url) && new URL(url).protocol === 'http:' && hosts.includes(new URL(url).hostname);

/** Listens before anyone is asked to sign in. Port 0 takes a free one, which only a test can use: LinkedIn knows its addresses. */
export async function awaitRedirect(address: string, state: string, timeoutSeconds: number): Promise<RedirectWait> {
  const wanted = new URL(address);
  const server = createServer();
  server.listen(Number(wanted.port || 80), '127.0.0.1');
  await once(server, 'listening').catch((error) => {
    throw new UsageError(
      `Cannot listen on port ${wanted.port} of this machine: ${error.message}`,
      'Stop what uses it, or register another redirect address with the application and pass it with --redirect-url.',
    );
  });
  wanted.port = String((server.address() as AddressInfo).port);
  let timer: NodeJS.Timeout | undefined;
  const close = () => {
    clearTimeout(timer);
    server.close();
    server.closeAllConnections();
  };
  const consent = new Promise<Consent>((resolve, reject) => {
    timer = setTimeout(() => reject(timeUp(timeoutSeconds)), timeoutSeconds * 1000);
    server.on('request', (request, response) => {
      const outcome = readRedirect(request, wanted, state);
      answer(response, outcome);
      if (outcome === 'not-ours') return;
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    });
  });
  // Closing without waiting must not bring the process down.
  consent.catch(() => undefined);
  return { redirectUrl: wanted.href, consent, close };
}

/** A request that does not know the state is someone else's, and must not end the waiting. */
function readRedirect(request: IncomingMessage, wanted: URL, state: string): Consent | Error | 'not-ours' {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (request.method !== 'GET' || pathname !== wanted.pathname || !hosts.includes(host)) return 'not-ours';
  return consentIn(new URLSearchParams(search), wanted.href, state) ?? 'not-ours';
}

/** Undefined when the state is not the one that was sent. */
export function consentIn(query: URLSearchParams, redirectUrl: string, state: string): Consent | Error | undefined {
  if (!sameText(query.get('state') ?? '', state)) return undefined;
  const code = query.get('code');
  return code ? { code, redirectUrl } : refusal(query);
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refusal(query: URLSearchParams): NoConsentError {
  const error = query.get('error') ?? 'no code';
  const remedy = error.includes('scope')
    ? 'The application lacks a product for one of the scopes: see its Products in the developer portal. Without the community product, sign in with --without-posts.'
    : 'Run the command again and allow access in the browser.';
  return new NoConsentError(
    `LinkedIn did not grant access: ${error} ${query.get('error_description') ?? ''}`.trim(),
    remedy,
  );
}

const timeUp = (seconds: number): NoConsentError =>
  new NoConsentError(
    `No answer came back from LinkedIn within ${counted(Math.round(seconds / 60), 'minute')}`,
    'Run the command again. If the browser ended on an address that it could not open, pass that address with --redirect-url and paste what it shows.',
  );

/** Nothing of the request comes back: the page is the same for everyone. */
function answer(response: ServerResponse, outcome: Consent | Error | 'not-ours'): void {
  const [status, text] =
    outcome === 'not-ours'
      ? [404, 'Nothing is here.']
      : [
          200,
          outcome instanceof Error
            ? 'Access was not granted. See the terminal.'
            : 'Signed in. You can close this window.',
        ];
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Connection: 'close',
  });
  response.end(`${text}\n`);
}
