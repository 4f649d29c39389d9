import { randomUUID } from 'node:crypto';
import { awsSecrets } from '../../../adapters/aws/secrets.ts';
import type { SecretStore } from '../../../core/ports/secret-store.ts';
import { secretStoreConformance } from '../../conformance/secrets.ts';
import { secretsManager } from '../moto.ts';

secretStoreConformance('awsSecrets', async () => below(randomUUID(), awsSecrets(secretsManager)));

/** moto has one space of names: each store of the suite gets a folder of its own in it. */
const below = (folder: string, store: SecretStore): SecretStore => ({
  read: (name) => store.read(`${folder}/${name}`),
  write: (name, secret) => store.write(`${folder}/${name}`, secret),
});
