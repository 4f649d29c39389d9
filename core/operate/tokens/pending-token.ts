/**
 * The first step of a rotation: a pending version with a renewed token. Only here is a refresh token spent. It is spent under a
 * lease, once a rotation: the answer goes to the journal and to the pending version in the very next statements, and a repeat of
 * the step finds it in one of the two.
 */

import { keys } from '../../contracts/keys.ts';
import type { RotationRequest } from '../../contracts/rotation.ts';
import { GrantRefusedError } from '../../ports/ad-platform-errors.ts';
import type { Secret, SecretStore } from '../../ports/secret-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import type { IssuedToken, TokenIssuer } from '../../ports/token-issuer.ts';
import { holdUnderLease, LeaseBusyError } from '../../running/lease.ts';
import { retryWrite } from '../../running/retry-write.ts';
import { PendingTokenMissingError, ReauthorisationNeededError } from './rotation-errors.ts';
import { type Journal, type JournalEntry, openJournal } from './rotation-journal.ts';
import { type SecretVersions, SecretVersionTakenError } from './secret-versions.ts';
import { grantOf, issuedIn, type Refreshable, refreshableOf, renewedSecret } from './token-secret.ts';

export interface PendingTokenDeps extends Pick<StageDeps, 'objects' | 'logger' | 'now' | 'newId' | 'deadline'> {
  versions: SecretVersions;
  /** Where the journal is. */
  secrets: SecretStore;
  journalName: string;
  issuer: Pick<TokenIssuer, 'refresh'>;
  wait(milliseconds: number): Promise<void>;
}

/** Longer than one refresh (30 s at most) and its writes take; a step that died keeps its repeat away no longer. */
const leaseSeconds = 120;
const pollMilliseconds = 5000;
/** Left for the refresh and its writes once the lease is free. */
const reserveMilliseconds = 60_000;

const busy = {
  activity: 'The refresh token is being used',
  remedy: 'Nothing was changed. Secrets Manager retries the step automatically.',
};

/** False when the pending version was there already. */
export async function createPending(request: RotationRequest, deps: PendingTokenDeps): Promise<boolean> {
  if (await isThere(request, deps)) return false;
  return await whenFree(deps, async () => {
    if (await isThere(request, deps)) return false;
    await putAnswer(request, deps);
    return true;
  });
}

/** Whether a version holds a token that this very rotation made. */
export const isOwn = (pending: Secret | undefined, request: RotationRequest): pending is Secret =>
  pending?.rotation === request.ClientRequestToken;

export const readPending = (request: RotationRequest, { versions }: Pick<PendingTokenDeps, 'versions'>) =>
  versions.read(request.SecretId, { label: 'pending', version: request.ClientRequestToken });

/** A pending version whose answer did not reach the journal is brought there now: then it survives a rotation that is given up. */
async function isThere(request: RotationRequest, deps: PendingTokenDeps): Promise<boolean> {
  const pending = await readPending(request, deps);
  if (!pending) return false;
  const { SecretId, ClientRequestToken: rotation } = request;
  if (!isOwn(pending, request)) throw new PendingTokenMissingError(SecretId, rotation);
  const journal = await openJournal(deps.secrets, deps.journalName);
  if (!journal.holds(rotation)) {
    const refreshedAt = new Date(pending.refreshed_at ?? deps.now());
    const entry = { rotation, grant: pending.rotated_from ?? '', refreshedAt, issued: issuedIn(pending) };
    await retryWrite(() => journal.keep(entry), deps.wait);
  }
  return true;
}

async function whenFree<T>(deps: PendingTokenDeps, work: () => Promise<T>): Promise<T> {
  const giveUpAt = (deps.deadline?.getTime() ?? Number.POSITIVE_INFINITY) - reserveMilliseconds;
  const lease = {
    key: keys.tokenLease,
    // Never the rotation's own token: a second delivery of the same step must wait too.
    holder: deps.newId(),
    seconds: leaseSeconds,
    busy,
  };
  for (;;) {
    try {
      return await holdUnderLease(deps, lease, work);
    } catch (error) {
      if (!(error instanceof LeaseBusyError) || deps.now().getTime() + pollMilliseconds > giveUpAt) throw error;
      await deps.wait(pollMilliseconds);
    }
  }
}

async function putAnswer(request: RotationRequest, deps: PendingTokenDeps): Promise<void> {
  const { SecretId: secretId, ClientRequestToken: rotation } = request;
  const current = (await deps.versions.read(secretId, { label: 'current' })) ?? {};
  const refreshable = refreshableOf(secretId, current);
  const journal = await openJournal(deps.secrets, deps.journalName);
  const known = journal.answerFor(refreshable.refreshToken);
  if (known?.rotation === rotation) {
    deps.logger.info('the pending version is made from the journal', { rotation });
    await putPending(request, renewedSecret(current, known.issued, known.refreshedAt), refreshable, deps);
    return;
  }
  // Whatever an earlier rotation got and could not finish is newer than what is current.
  const base = known ? renewedSecret(current, known.issued, known.refreshedAt) : current;
  const issued = await refresh(request, refreshableOf(secretId, base), journal, deps);
  await keepBoth(request, { base, current: refreshable, issued }, journal, deps);
}

async function refresh(
  { ClientRequestToken: rotation }: RotationRequest,
  { client, refreshToken }: Refreshable,
  journal: Journal,
  { issuer, wait }: PendingTokenDeps,
): Promise<IssuedToken> {
  if (journal.wasRefused(rotation, refreshToken)) throw new ReauthorisationNeededError('deployment');
  try {
    return await issuer.refresh(client, refreshToken);
  } catch (error) {
    if (!(error instanceof GrantRefusedError)) throw error;
    // So that the repeats of this rotation do not ask again.
    await retryWrite(() => journal.keepRefusal(rotation, refreshToken), wait).catch(() => undefined);
    throw new ReauthorisationNeededError('deployment', { cause: error });
  }
}

/** At once, and each whatever becomes of the other: one of the two is enough to lose nothing, both are needed to go on. */
async function keepBoth(
  request: RotationRequest,
  { base, current, issued }: { base: Secret; current: Refreshable; issued: IssuedToken },
  journal: Journal,
  deps: PendingTokenDeps,
): Promise<void> {
  const refreshedAt = deps.now();
  const secret = renewedSecret(base, issued, refreshedAt);
  const entry: JournalEntry = {
    rotation: request.ClientRequestToken,
    grant: grantOf(current.refreshToken),
    refreshedAt,
    issued: issuedIn(secret),
  };
  const kept = await Promise.allSettled([
    retryWrite(() => journal.keep(entry), deps.wait),
    putPending(request, secret, current, deps),
  ]);
  for (const result of kept) if (result.status === 'rejected') throw result.reason;
}

async function putPending(
  { SecretId, ClientRequestToken: version, RotationToken: rotationToken }: RotationRequest,
  renewed: Secret,
  current: Refreshable,
  { versions, wait }: PendingTokenDeps,
): Promise<void> {
  const secret = { ...renewed, rotation: version, rotated_from: grantOf(current.refreshToken) };
  const put = () => versions.putPending(SecretId, { version, secret, rotationToken });
  await retryWrite(put, wait, (error) => error instanceof SecretVersionTakenError);
}
