/**
 * Gzipped NDJSON. `CompressionStream` is a web standard that every runtime of ours has built in, and computes from its input
 * alone: so it is used directly, where a port would only have one meaning and two adapters with the same line in them.
 */
export async function gzipLines(records: readonly object[]): Promise<Uint8Array> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
