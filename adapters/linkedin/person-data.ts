/**
 * Keeps members out of everything that leaves the adapter. Their URNs are identifiers of persons; other members' data may be
 * kept for 24 hours at most, so none is kept at all.
 */

/** Always an actor, whoever it is: also `urn:li:system:0` goes, for a stable shape. */
const actorFields = new Set(['actor', 'impersonator', 'createdBy', 'lastModifiedBy']);
const personUrn = /urn(?::|%3A)li(?::|%3A)(?:person|member)(?::|%3A)[\w-]+/gi;

/** The value without actor fields and without fields, elements and keys that are a member's URN; inside a text it is blotted out. */
export function withoutPersons(value: unknown): unknown {
  if (typeof value === 'string') return blotted(value);
  if (Array.isArray(value)) return value.filter((item) => !isPerson(item)).map(withoutPersons);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !actorFields.has(key) && !isPerson(key) && !isPerson(inner))
      .map(([key, inner]) => [blotted(key), withoutPersons(inner)]),
  );
}

/** For texts that are no JSON: messages of errors. */
export const blotted = (text: string): string => text.replace(personUrn, 'urn:li:person:removed');

const isPerson = (value: unknown): boolean =>
  typeof value === 'string' && value.trim().replace(personUrn, '') === '' && value.trim() !== '';
