/**
 * Stage `token-rotator`: one call is one of the four steps by which Secrets Manager rotates the LinkedIn token. Every step may come
 * again with the same token, out of order, or after a step that died half way; none of that spends a second refresh, loses the
 * refresh token, or makes a token current that does not work.
 */

import type { RotationRequest, TokenRotatorOutput } from '../contracts/rotation.ts';
import { AdsError } from '../errors.ts';
import {
  conclude,
  type FinishDeps,
  makePendingCurrent,
  rotatorName,
  rotatorTiming,
} from '../operate/tokens/finished-rotation.ts';
import { createPending, isOwn, type PendingTokenDeps, readPending } from '../operate/tokens/pending-token.ts';
import { RotationRefusedError } from '../operate/tokens/rotation-errors.ts';
import type { SecretDescription, VersionLabel } from '../operate/tokens/secret-versions.ts';
import { tryToken } from '../operate/tokens/token-trial.ts';
import { announce } from '../running/announce.ts';

export type TokenRotatorDeps = PendingTokenDeps & FinishDeps;

/** Throws what keeps the step from being done, so that Secrets Manager repeats it; the failure is reported once a day. */
export async function tokenRotator(request: RotationRequest, deps: TokenRotatorDeps): Promise<TokenRotatorOutput> {
  const { Step: step, ClientRequestToken: version } = request;
  try {
    const result = await runStep(request, deps);
    deps.logger.info('rotation step', { step, version, result });
    return { step, result };
  } catch (error) {
    await tellFailure(step, error, deps).catch(() => undefined);
    throw error;
  }
}

async function runStep(request: RotationRequest, deps: TokenRotatorDeps): Promise<TokenRotatorOutput['result']> {
  const description = await deps.versions.describe(request.SecretId);
  const labels = admittedLabels(request, description);
  if (labels.includes('current')) return await repeatEnding(request, labels, deps);
  switch (request.Step) {
    case 'createSecret':
      return (await createPending(request, deps)) ? 'done' : 'nothing_to_do';
    case 'setSecret':
      // The token server made the token, so it knows it.
      return 'nothing_to_do';
    case 'testSecret':
      return await tryPending(request, deps);
    case 'finishSecret':
      return await makePendingCurrent(request, description, deps);
  }
}

/** The checks of AWS's own template, in its order. */
function admittedLabels(
  { Step, SecretId, ClientRequestToken: version }: RotationRequest,
  { rotationEnabled, labels }: SecretDescription,
): readonly VersionLabel[] {
  const refuse = (reason: string) => new RotationRefusedError(Step, SecretId, reason);
  if (!rotationEnabled) throw refuse('rotation is not switched on');
  const its = labels.get(version);
  if (!its) throw refuse(`it has no version ${version}`);
  if (!its.includes('current') && !its.includes('pending')) throw refuse(`version ${version} is not pending`);
  return its;
}

/** The version is current already. Its label tells whether the last step came to its end. */
async function repeatEnding(
  request: RotationRequest,
  labels: readonly VersionLabel[],
  deps: TokenRotatorDeps,
): Promise<TokenRotatorOutput['result']> {
  if (request.Step !== 'finishSecret' || !labels.includes('pending')) return 'nothing_to_do';
  await conclude(request, (await deps.versions.read(request.SecretId, { label: 'current' })) ?? {}, deps);
  return 'done';
}

/**
 * Where rotation is set up without rotating at once, Secrets Manager calls this step alone, with a version for the occasion. There
 * is no token of a rotation in it, and so nothing to try.
 */
async function tryPending(request: RotationRequest, deps: TokenRotatorDeps): Promise<TokenRotatorOutput['result']> {
  const pending = await readPending(request, deps);
  if (!isOwn(pending, request)) return 'nothing_to_do';
  await tryToken(pending, deps);
  return 'done';
}

async function tellFailure(step: string, error: unknown, deps: TokenRotatorDeps): Promise<void> {
  const remedy = error instanceof AdsError ? error.remedy : 'See "The rotation fails" in docs/runbook.md.';
  const { name, message } = error as Error;
  const condition = {
    id: name,
    severity: 'error',
    level: 1,
    repeats: true,
    title: `${step} failed: ${message}`,
    remedy,
  } as const;
  const about = 'LinkedIn token rotation';
  await announce({ stage: rotatorName, about, conditions: [condition], ...rotatorTiming, settleHours: 24 }, deps);
}
