/** The access token in use, read from the secret store and never kept anywhere else. */
import { ConfigError } from '../../core/errors.ts';
import type { SecretStore } from '../../core/ports/secret-store.ts';

export interface AccessTokens {
  current(): Promise<string>;
  /** Another token than the rejected one: reads the secret again unless that was done since. Undefined when there is none. */
  replacementFor(rejected: string): Promise<string | undefined>;
}

/** `access_token` of a secret. Parallel callers share one reading. */
export function tokensFromSecret(secrets: Pick<SecretStore, 'read'>, name: string): AccessTokens {
  let reading: Promise<string> | undefined;
  const read = (): Promise<string> => {
    reading = readToken(secrets, name);
    // A failed reading must not be remembered.
    reading.catch(() => {
      reading = undefined;
    });
    return reading;
  };
  const current = () => reading ?? read();
  return {
    current,
    async replacementFor(rejected) {
      const known = current();
      if ((await known) !== rejected) return await known;
      // Of several calls with the same rejected token one reads.
      const token = await (reading === known ? read() : current());
      return token === rejected ? undefined : token;
    },
  };
}

async function readToken(secrets: Pick<SecretStore, 'read'>, name: string): Promise<string> {
  const token = (await secrets.read(name))?.access_token;
  if (!token) throw new ConfigError(`The secret ${name}`, ['access_token is missing']);
  return token;
}
