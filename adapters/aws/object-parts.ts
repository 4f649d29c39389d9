/** A body of unknown length in pieces of exactly `bytes`, the last one shorter; an empty body is one empty piece. */
export async function* inParts(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(bytes);
  let filled = 0;
  let any = false;
  for await (const chunk of body) {
    for (let taken = 0; taken < chunk.length; ) {
      const piece = chunk.subarray(taken, taken + bytes - filled);
      part.set(piece, filled);
      taken += piece.length;
      filled += piece.length;
      if (filled < bytes) continue;
      yield part;
      any = true;
      part = new Uint8Array(bytes);
      filled = 0;
    }
  }
  if (filled > 0 || !any) yield part.subarray(0, filled);
}
