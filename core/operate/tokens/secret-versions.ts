/**
 * A secret whose value is replaced in steps: a new version is written as pending, tried, and then made the current one. Words of
 * Secrets Manager: `current` is AWSCURRENT, `pending` AWSPENDING, `previous` AWSPREVIOUS.
 */
import { AdsError } from '../../errors.ts';
import type { Secret } from '../../ports/secret-store.ts';

export type VersionLabel = 'current' | 'pending' | 'previous';

export interface SecretDescription {
  /** Says in which account and region the secret is. */
  arn: string;
  rotationEnabled: boolean;
  /** By version. A version that a rotation has only announced is among them. */
  labels: ReadonlyMap<string, readonly VersionLabel[]>;
}

export type WhichVersion = { label: 'current' } | { label: 'pending'; version: string };

export interface SecretVersions {
  describe(secretId: string): Promise<SecretDescription>;
  /** Undefined where there is no such version, or none that has a value. A value that is no JSON object reads as an empty one. */
  read(secretId: string, which: WhichVersion): Promise<Secret | undefined>;
  /** The same value twice is stored once; another value than the version has already is a SecretVersionTakenError. */
  putPending(secretId: string, pending: PendingVersion): Promise<void>;
  /** Fails when `instead` is not the current version any more. */
  makeCurrent(secretId: string, version: string, instead: string): Promise<void>;
  /** Takes the label away; no error when the version does not have it. */
  dropPending(secretId: string, version: string): Promise<void>;
}

export interface PendingVersion {
  version: string;
  secret: Secret;
  /** Proves the rotation's identity where a role of another account writes. */
  rotationToken?: string | undefined;
}

/** Versions are immutable: this one has a value already, and it is another. */
export class SecretVersionTakenError extends AdsError {
  constructor(secretId: string, version: string, options?: ErrorOptions) {
    super(
      `Version ${version} of ${secretId} already has a different value`,
      'Nothing was overwritten. The next attempt of the rotation continues with the value that is there.',
      options,
    );
  }
}

/** The version that has a label; undefined when none has. */
export function versionWith({ labels }: SecretDescription, label: VersionLabel): string | undefined {
  return [...labels].find(([, its]) => its.includes(label))?.[0];
}
