/** Where the LinkedIn token of a command is: a file of this machine, or a secret of the deployment. */
import { join } from 'node:path';
import { localSecrets } from '../../adapters/local/secrets.ts';
import type { SecretDescription } from '../../core/operate/tokens/secret-versions.ts';
import type { Secret } from '../../core/ports/secret-store.ts';
import { projectRoot, shownPath } from '../runtime.ts';

/** The same in the secrets file and, unless the prefix is another, in the deployment. */
export const tokenSecretName = 'linkedin-access-token';

export interface TokenPlace {
  /** As a person knows it: printed before anything is written. */
  name: string;
  /** The command that signs in here. */
  authorize: string;
  /** Of the deployment's secret: its name, and how its versions stand. */
  rotation?: { secretName: string; description: SecretDescription };
  read(): Promise<Secret | undefined>;
  write(secret: Secret): Promise<void>;
}

export const secretsFileOf = ({ secrets }: { secrets: string | undefined }): string =>
  secrets ?? join(projectRoot, '.local', 'secrets.json');

export function localTokenPlace(secretsFile: string): TokenPlace {
  const store = localSecrets(secretsFile);
  return {
    name: `${shownPath(secretsFile)} on this machine`,
    authorize: 'npm run ads -- authorize',
    read: () => store.read(tokenSecretName),
    write: (secret) => store.write(tokenSecretName, secret),
  };
}
