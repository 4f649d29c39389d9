/**
 * A number from 0 (included) to 1 (excluded) that a text always has: who is split by it stays where it is when data grows.
 * FNV-1a with 32 bits, then the finaliser of MurmurHash3 (public domain), without which names that differ at their end only lie
 * close together.
 */
export function stableShare(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
