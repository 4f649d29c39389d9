/** The last step of a rotation: the pending token becomes the current one, if it works and nobody has signed in since. */

import type { RotationRequest, TokenRotatorOutput } from '../../contracts/rotation.ts';
import type { Secret } from '../../ports/secret-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { announce } from '../../running/announce.ts';
import { isOwn, type PendingTokenDeps, readPending } from './pending-token.ts';
import { PendingTokenMissingError, RotationRefusedError } from './rotation-errors.ts';
import { type SecretDescription, versionWith } from './secret-versions.ts';
import { clockMetrics, clocksOf } from './token-clocks.ts';
import { grantOf } from './token-secret.ts';
import { type TrialDeps, tryToken } from './token-trial.ts';

export type FinishDeps = Pick<PendingTokenDeps, 'versions'> &
  TrialDeps &
  Pick<StageDeps, 'objects' | 'metrics' | 'notifier' | 'logger' | 'now'>;

/** The name under which the announcements of rotations are remembered. */
export const rotatorName = 'token-rotator';
/** A rotation that fails is repeated within minutes and reported once a day. */
export const rotatorTiming = { coolDownHours: 24, settleHours: 0 };

export async function makePendingCurrent(
  request: RotationRequest,
  description: SecretDescription,
  deps: FinishDeps,
): Promise<TokenRotatorOutput['result']> {
  const { SecretId: secretId, ClientRequestToken: version } = request;
  const pending = await readPending(request, deps);
  if (!isOwn(pending, request)) throw new PendingTokenMissingError(secretId, version);
  const replaced = versionWith(description, 'current');
  if (replaced === undefined) throw new RotationRefusedError(request.Step, secretId, 'no version of it is current');
  if (await hasNewGrant(secretId, pending, deps)) {
    deps.logger.warn('a person signed in during the rotation: its token is dropped', { version });
    await deps.versions.dropPending(secretId, version);
    return 'superseded';
  }
  // Once more, as this step may come without the one before it: a bad token never becomes the current one.
  await tryToken(pending, deps);
  await deps.versions.makeCurrent(secretId, version, replaced);
  await conclude(request, pending, deps);
  return 'done';
}

/** The current secret came from a sign-in that the pending one knows nothing of. */
async function hasNewGrant(
  secretId: string,
  pending: Secret,
  { versions }: Pick<FinishDeps, 'versions'>,
): Promise<boolean> {
  const current = await versions.read(secretId, { label: 'current' });
  return grantOf(current?.refresh_token) !== pending.rotated_from;
}

/**
 * What remains once the token is current. The label goes last: as long as it is there, a repeat of the step knows that it may not
 * have been announced. Neither metrics nor messages may fail a rotation that is done.
 */
export async function conclude(
  { SecretId, ClientRequestToken }: RotationRequest,
  secret: Secret,
  deps: FinishDeps,
): Promise<void> {
  const clocks = clocksOf(secret, deps.now());
  const quietly = (error: Error) =>
    deps.logger.warn('the rotation is done, but could not be announced', { reason: error.message });
  await deps.metrics.put('LinkedInAds/Pipeline', clockMetrics(clocks)).catch(quietly);
  const done = [
    `the token was renewed: the access token is valid until ${secret.access_token_expires_at ?? 'an unknown date'}, the refresh token until ${secret.refresh_token_expires_at ?? 'an unknown date'}`,
  ];
  await announce(
    { stage: rotatorName, about: 'LinkedIn token rotation', conditions: [], done, ...rotatorTiming },
    deps,
  ).catch(quietly);
  await deps.versions.dropPending(SecretId, ClientRequestToken);
}
