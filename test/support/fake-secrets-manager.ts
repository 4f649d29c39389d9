/**
 * Secrets Manager as its documentation describes it, behind the real client: only what a rotation uses. Versions are immutable,
 * labels are unique, a version without a label is gone, and a rotation that is not complete keeps the next one away.
 */
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

interface Version {
  value?: string;
  labels: Set<string>;
}

interface StoredSecret {
  rotationEnabled: boolean;
  versions: Map<string, Version>;
}

type Input = Record<string, string | string[] | undefined> & { SecretId: string };

class ServiceError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export interface FakeSecretsManager {
  client: SecretsManagerClient;
  /** What the service answers to an operation: for those who serve it to another process. */
  answer(operation: string, input: unknown): { status: number; body: object };
  /** Names of the operations that were called. */
  calls: string[];
  /** The value under a label, parsed; undefined where there is none. */
  value(name: string, label: string): Record<string, string> | undefined;
  /** Labels by version. */
  labels(name: string): Record<string, string[]>;
  /** Creates a secret, empty without a value, and switches rotation on for it. */
  create(name: string, value?: object | string): void;
  switchRotation(name: string, on: boolean): void;
  /** What RotateSecret does before it calls the function. */
  announce(name: string, version: string): void;
  /** Takes AWSPENDING away, as the runbook says after a rotation that was given up. */
  giveUp(name: string): void;
  /** A version that exists for one call of testSecret. */
  temporary(name: string, version: string, value?: string): void;
  /** Makes these operations answer 500 until it is called again. */
  breakDown(...operations: string[]): void;
}

export function fakeSecretsManager(): FakeSecretsManager {
  const secrets = new Map<string, StoredSecret>();
  const calls: string[] = [];
  let broken: string[] = [];
  const find = (name: string): StoredSecret => {
    const secret = secrets.get(name);
    if (!secret)
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  };
  const operations: Record<string, (input: Input) => object> = {
    DescribeSecret: ({ SecretId }) => describeSecret(SecretId, find(SecretId)),
    GetSecretValue: (input) => getValue(input, find(input.SecretId)),
    PutSecretValue: (input) => putValue(input, find(input.SecretId)),
    UpdateSecretVersionStage: (input) => updateStage(input, find(input.SecretId)),
  };
  const answer = (operation: string, input: Input): { status: number; body: object } => {
    calls.push(operation);
    try {
      if (broken.includes(operation))
        throw new ServiceError('InternalServiceError', 'An error occurred on the server side.');
      return { status: 200, body: operations[operation]!(input) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const status = error.type === 'InternalServiceError' ? 500 : 400;
      return { status, body: { __type: error.type, message: error.message } };
    }
  };
  return {
    client: clientOf(answer),
    answer: (operation, input) => answer(operation, input as Input),
    calls,
    value: (name, label) => {
      const text = holderOf(find(name), label)?.[1].value;
      return text === undefined ? undefined : JSON.parse(text);
    },
    labels: (name) => Object.fromEntries([...labelled(find(name))].map(([id, { labels }]) => [id, [...labels].sort()])),
    create: (name, value) => {
      const versions = new Map<string, Version>();
      const text = typeof value === 'object' ? JSON.stringify(value) : value;
      if (text !== undefined) versions.set('version-one', { value: text, labels: new Set(['AWSCURRENT']) });
      secrets.set(name, { rotationEnabled: true, versions });
    },
    switchRotation: (name, on) => {
      find(name).rotationEnabled = on;
    },
    announce: (name, version) => {
      const secret = find(name);
      const pending = holderOf(secret, 'AWSPENDING')?.[1];
      if (pending && !pending.labels.has('AWSCURRENT'))
        throw new ServiceError('InvalidRequestException', 'A previous rotation isn’t complete.');
      moveLabel(secret, 'AWSPENDING', version);
    },
    giveUp: (name) => void holderOf(find(name), 'AWSPENDING')?.[1].labels.delete('AWSPENDING'),
    temporary: (name, version, value) => {
      find(name).versions.set(version, { labels: new Set(['AWSPENDING']), ...(value !== undefined && { value }) });
    },
    breakDown: (...names) => {
      broken = names;
    },
  };
}

function describeSecret(name: string, { rotationEnabled, versions }: StoredSecret): object {
  const its = [...labelled({ rotationEnabled, versions })];
  return {
    ARN: `arn:aws:secretsmanager:us-east-2:123456789012:secret:${name}-AbCdEf`,
    Name: name,
    RotationEnabled: rotationEnabled,
    VersionIdsToStages: Object.fromEntries(its.map(([id, { labels }]) => [id, [...labels]])),
  };
}

function getValue({ VersionId, VersionStage = 'AWSCURRENT' }: Input, secret: StoredSecret): object {
  const [id, version] =
    VersionId === undefined
      ? (holderOf(secret, String(VersionStage)) ?? [])
      : [String(VersionId), secret.versions.get(String(VersionId))];
  if (VersionId !== undefined && version && !version.labels.has(String(VersionStage))) {
    const message = 'You provided a VersionStage that is not associated to the provided VersionId.';
    throw new ServiceError('InvalidRequestException', message);
  }
  if (version?.value === undefined)
    throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.");
  return { VersionId: id, SecretString: version.value, VersionStages: [...version.labels] };
}

function putValue(input: Input, secret: StoredSecret): object {
  const id = String(input.ClientRequestToken);
  const existing = secret.versions.get(id);
  if (existing?.value !== undefined) {
    if (existing.value !== input.SecretString)
      throw new ServiceError('ResourceExistsException', 'A resource with the ID you requested already exists.');
    return { VersionId: id, VersionStages: [...existing.labels] };
  }
  secret.versions.set(id, { value: String(input.SecretString), labels: existing?.labels ?? new Set() });
  for (const label of (input.VersionStages as string[] | undefined) ?? ['AWSCURRENT']) moveLabel(secret, label, id);
  return { VersionId: id };
}

function updateStage(input: Input, secret: StoredSecret): object {
  const { VersionStage, MoveToVersionId: to, RemoveFromVersionId: from } = input;
  const label = String(VersionStage);
  const holder = holderOf(secret, label)?.[0];
  if (from !== undefined && holder !== from)
    throw new ServiceError(
      'InvalidParameterException',
      `The staging label ${label} isn’t attached to version ${from}.`,
    );
  if (to !== undefined && holder !== undefined && holder !== to && from === undefined)
    throw new ServiceError('InvalidParameterException', `The staging label ${label} is attached to version ${holder}.`);
  if (to === undefined) secret.versions.get(String(from))?.labels.delete(label);
  else moveLabel(secret, label, String(to));
  return {};
}

/** A label is on one version. Whoever loses AWSCURRENT becomes AWSPREVIOUS. */
function moveLabel(secret: StoredSecret, label: string, to: string): void {
  const [from, holder] = holderOf(secret, label) ?? [];
  if (from === to) return;
  holder?.labels.delete(label);
  const target = secret.versions.get(to) ?? { labels: new Set() };
  target.labels.add(label);
  secret.versions.set(to, target);
  if (label === 'AWSCURRENT' && from !== undefined) moveLabel(secret, 'AWSPREVIOUS', from);
}

const labelled = ({ versions }: StoredSecret) => [...versions].filter(([, { labels }]) => labels.size > 0);

const holderOf = (secret: StoredSecret, label: string) =>
  [...secret.versions].find(([, { labels }]) => labels.has(label));

/** The real client with its real encoding, on a network that ends here. */
function clientOf(answer: (operation: string, input: Input) => { status: number; body: object }): SecretsManagerClient {
  return new SecretsManagerClient({
    region: 'us-east-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { headers: Record<string, string>; body: string | Uint8Array }) => {
        const operation = request.headers['x-amz-target']!.split('.')[1]!;
        const text = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
        const { status, body } = answer(operation, JSON.parse(text));
        const response = {
          statusCode: status,
          headers: { 'content-type': 'application/x-amz-json-1.1' },
          body: new TextEncoder().encode(JSON.stringify(body)),
        };
        return { response };
      },
    } as never,
  });
}
