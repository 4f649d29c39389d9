import { InvalidKeyError } from '../errors.ts';

/** S3's limit, in UTF-8 bytes. */
const maxKeyBytes = 1024;

/**
 * Throws InvalidKeyError for what no store may hold. Stricter than S3, so that a key good in one world is good in the other:
 * no empty part, no part that begins with a dot (`..` leaves the folder; `.tmp` and `.DS_Store` are the disk's own), no
 * backslash, no NUL, no half of a surrogate pair (it has no UTF-8), at most 1024 bytes.
 */
export function assertObjectKey(key: string): void {
  const badPart = key.split('/').some((part) => part === '' || part.startsWith('.'));
  const badCharacter = key.includes('\\') || key.includes('\0') || /\p{Surrogate}/u.test(key);
  if (badPart || badCharacter || new TextEncoder().encode(key).length > maxKeyBytes) throw new InvalidKeyError(key);
}
