/** Offset and prime of FNV-1a with 64 bits (Fowler, Noll, Vo). */
const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** A short name for a long text: 16 hex digits of FNV-1a. For telling things apart, not for keeping anyone out. */
export function shortHash(text: string): string {
  let hash = offset;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(16, '0');
}
