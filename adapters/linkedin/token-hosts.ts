/** Where a token may go: LinkedIn's two hosts over TLS, or this machine. */
import { AdsError } from '../../core/errors.ts';

const linkedInOrigins = new Set(['https://api.linkedin.com', 'https://www.linkedin.com']);
const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A token was about to go to a host that must never have it. */
export class UntrustedHostError extends AdsError {
  constructor(address: string) {
    super(
      `The token is not sent to ${address}`,
      'linkedin.apiUrl and linkedin.oauthUrl must be https://api.linkedin.com, https://www.linkedin.com or a loopback address.',
    );
  }
}

/** Throws before anything is sent. Compares origins, so that neither a port nor a name before an @ deceives. */
export function assertTokenMayGoTo(address: string): void {
  const url = new URL(address);
  const loopback = /^https?:$/.test(url.protocol) && loopbackHosts.test(url.hostname);
  if (!loopback && !linkedInOrigins.has(url.origin)) throw new UntrustedHostError(url.origin);
}
