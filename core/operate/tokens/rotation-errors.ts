/** Why a rotation step does not go on. All are thrown: Secrets Manager repeats the rotation, and alarms see the failure. */
import { AdsError } from '../../errors.ts';

/** Where a person sees the application, its secret and its redirect addresses. */
export const developerPortal = 'https://www.linkedin.com/developers/apps';

/** Secrets Manager's record of the secret does not allow the step. */
export class RotationRefusedError extends AdsError {
  constructor(step: string, secretId: string, reason: string) {
    super(
      `${step} of ${secretId} was refused: ${reason}`,
      'Only Secrets Manager calls this function. Start a rotation with: aws secretsmanager rotate-secret --secret-id …',
    );
  }
}

/** The refresh token is expired, revoked or unknown. Only a person can grant a new one; the current token stays as it is. */
export class ReauthorisationNeededError extends AdsError {
  constructor(place: 'deployment' | 'machine', options?: ErrorOptions) {
    const command = `npm run ads -- authorize${place === 'deployment' ? ' --aws' : ''}`;
    super(
      'LinkedIn no longer accepts the refresh token',
      `A person must sign in again: ${command} (the application: ${developerPortal}). Until the access token expires, everything keeps working.`,
      options,
    );
  }
}

/** The version that should become current is not one that this rotation made. */
export class PendingTokenMissingError extends AdsError {
  constructor(secretId: string, version: string) {
    super(
      `The pending version ${version} of ${secretId} holds no token of this rotation`,
      'The current token was not changed. Secrets Manager restarts the rotation from its first step.',
    );
  }
}
