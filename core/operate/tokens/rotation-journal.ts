/**
 * The newest answer of the token endpoint, kept in a secret of its own, so that a rotation that dies after a refresh does not lose
 * the only refresh token there is. It is written at the same moment as the pending version: two places hold the answer, whatever
 * becomes of either.
 */
import { z } from 'zod';
import type { Secret, SecretStore } from '../../ports/secret-store.ts';
import type { IssuedToken } from '../../ports/token-issuer.ts';
import { grantOf } from './token-secret.ts';

const issuedToken = z.object({
  access_token: z.string().min(1),
  expires_at: z.string().nullable(),
  refresh_token: z.string().min(1),
  refresh_token_expires_at: z.string().nullable(),
  scopes: z.array(z.string()),
});

export interface JournalEntry {
  /** The rotation's token, which is also the id of the version it makes. */
  rotation: string;
  /** Fingerprint of the refresh token that was current when the rotation began: a person's new sign-in outdates the entry. */
  grant: string;
  refreshedAt: Date;
  issued: IssuedToken;
}

export interface Journal {
  /** Whether the newest answer is that rotation's. */
  holds(rotation: string): boolean;
  /** The newest answer that descends from the current refresh token, whichever rotation it was for. */
  answerFor(currentRefreshToken: string): JournalEntry | undefined;
  /** Whether LinkedIn already refused this refresh token in this rotation. */
  wasRefused(rotation: string, refreshToken: string): boolean;
  keep(entry: JournalEntry): Promise<void>;
  keepRefusal(rotation: string, refreshToken: string): Promise<void>;
}

/** Throws when the journal cannot be read: the newest refresh token may be in it, so nothing may be refreshed. */
export async function openJournal(secrets: SecretStore, name: string): Promise<Journal> {
  const stored: Secret = (await secrets.read(name)) ?? {};
  const entry = entryOf(stored);
  return {
    holds: (rotation) => entry?.rotation === rotation,
    answerFor: (refreshToken) => (entry?.grant === grantOf(refreshToken) ? entry : undefined),
    wasRefused: (rotation, refreshToken) => stored.refused === refusal(rotation, refreshToken),
    keep: ({ rotation, grant, refreshedAt, issued }) =>
      secrets.write(name, { rotation, grant, refreshed_at: refreshedAt.toISOString(), issued: JSON.stringify(issued) }),
    keepRefusal: (rotation, refreshToken) =>
      secrets.write(name, { ...stored, refused: refusal(rotation, refreshToken) }),
  };
}

const refusal = (rotation: string, refreshToken: string): string => `${rotation} ${grantOf(refreshToken)}`;

/** Undefined for an empty journal and for what is no entry, such as the placeholder of a new secret. */
function entryOf({ rotation, grant, refreshed_at, issued }: Secret): JournalEntry | undefined {
  if (!rotation || !grant || !refreshed_at || !issued || Number.isNaN(Date.parse(refreshed_at))) return undefined;
  const { data } = issuedToken.safeParse(jsonOrUndefined(issued));
  return data && { rotation, grant, refreshedAt: new Date(refreshed_at), issued: data };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
