/**
 * Gzipped NDJSON. `CompressionStream` is a web standard that every runtime of ours has built in, and computes from its input
 * alone: so it is used directly, where a port would only have one meaning and two adapters with the same line in them.
 */
export async function gzipLines(records: readonly object[]): Promise<Uint8Array> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
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
