/**
 * Gzip, and NDJSON in it. `CompressionStream` is a web standard that every runtime of ours has built in, and computes from its input
 * alone: so it is used directly, where a port would only have one meaning and two adapters with the same line in them.
 */
export async function gzipLines(records: readonly object[]): Promise<Uint8Array> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return gzip(new TextEncoder().encode(text));
}

export async function gzip(body: Uint8Array): Promise<Uint8Array> {
  const packed = new Blob([new Uint8Array(body)]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Throws a TypeError for what is no gzip, and a RangeError for more than so many bytes: a small file may hold a very large one. */
export async function gunzip(body: Uint8Array, atMostBytes: number): Promise<Uint8Array> {
  const unpacked = new Blob([new Uint8Array(body)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of unpacked) {
    bytes += part.byteLength;
    if (bytes > atMostBytes) throw new RangeError(`it unpacks to more than ${atMostBytes} bytes`);
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

/** The records of gzipped NDJSON; what is no JSON throws a SyntaxError. */
export async function linesOf(body: Uint8Array): Promise<unknown[]> {
  const unpacked = new Blob([new Uint8Array(body)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const text = await new Response(unpacked).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
