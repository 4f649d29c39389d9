/**
 * Keeps members out of everything that leaves the adapter. Their URNs are identifiers of persons; other members' data may be
 * kept for 24 hours at most, so none is kept at all.
 */

/** Always an actor, whoever it is: also `urn:li:system:0` goes, for a stable shape. */
const actorFields = new Set(['actor', 'impersonator', 'createdBy', 'lastModifiedBy']);
const personUrn = /urn(?::|%3A)li(?::|%3A)(?:person|member)(?::|%3A)[\w-]+/gi;

/** Tells quickly what cannot name a person: an answer has tens of thousands of texts. */
const mayName = /person|member/i;

/** The value without actor fields and without fields, elements and keys that are a member's URN; inside a text it is redacted. */
export function withoutPersons(value: unknown): unknown {
  if (typeof value === 'string') return redacted(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.filter((item) => !isPerson(item)).map(withoutPersons);
  const kept: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (!actorFields.has(key) && !isPerson(key) && !isPerson(inner)) kept.push([redacted(key), withoutPersons(inner)]);
  }
  return Object.fromEntries(kept);
}

/** For texts that are no JSON: messages of errors. */
export const redacted = (text: string): string =>
  mayName.test(text) ? text.replace(personUrn, 'urn:li:person:removed') : text;

const isPerson = (value: unknown): boolean =>
  typeof value === 'string' && mayName.test(value) && value.trim().replace(personUrn, '') === '' && value.trim() !== '';
