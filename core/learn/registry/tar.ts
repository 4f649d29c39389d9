/**
 * Archives as `tar` writes them (POSIX ustar), for the artifacts of training jobs. Read are also the extensions that Python and the
 * platform use for long names; links, devices and names that leave the archive are refused.
 */

const blockBytes = 512;
const end = new Uint8Array(2 * blockBytes);
const textOf = new TextDecoder();
const bytesOf = new TextEncoder();

/** Offsets and lengths of a header's fields. */
const field = {
  name: [0, 100],
  mode: [100, 8],
  owner: [108, 8],
  group: [116, 8],
  size: [124, 12],
  changed: [136, 12],
  checksum: [148, 8],
  kind: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const;

class ArchiveError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'ArchiveError';
  }
}

/** The same files make the same bytes: times and owners are left out. Names are short: at most 100 bytes. */
export function packTar(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = [...files].flatMap(([name, body]) => [header(name, body.byteLength), body, padding(body.byteLength)]);
  return joined([...parts, end]);
}

/** The regular files by name; an ArchiveError says what is wrong with an archive that is cut off or damaged. */
export function unpackTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; ; ) {
    const block = archive.subarray(at, at + blockBytes);
    if (block.byteLength < blockBytes) throw new ArchiveError('the archive ends before its end mark');
    if (block.every((byte) => byte === 0)) return files;
    const { name, size, kind } = readHeader(block);
    const body = archive.subarray(at + blockBytes, at + blockBytes + size);
    if (body.byteLength < size) throw new ArchiveError(`the archive ends in the middle of ${name}`);
    at += blockBytes + size + padding(size).byteLength;
    if (kind === 'L') longName = text(body);
    else if (kind === 'x') longName = paxPath(body) ?? longName;
    else {
      if (kind === '0') files.set(safeName(longName ?? name), body);
      else if (!'5g'.includes(kind)) throw new ArchiveError(`${name} is not a regular file`);
      longName = undefined;
    }
  }
}

const padding = (bytes: number): Uint8Array => new Uint8Array((blockBytes - (bytes % blockBytes)) % blockBytes);

function header(name: string, bytes: number): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const put = ([start, length]: readonly [number, number], value: string) => {
    const encoded = bytesOf.encode(value);
    if (encoded.byteLength > length) throw new ArchiveError(`"${value}" is too long for an archive`);
    block.set(encoded, start);
  };
  put(field.name, name);
  put(field.mode, '0000644\0');
  put(field.owner, '0000000\0');
  put(field.group, '0000000\0');
  put(field.size, `${bytes.toString(8).padStart(11, '0')}\0`);
  put(field.changed, '00000000000\0');
  put(field.kind, '0');
  put(field.magic, 'ustar\x0000');
  put(field.checksum, `${checksum(block).toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** The sum of the header's bytes, its own field counted as spaces. */
function checksum(block: Uint8Array): number {
  const [start, length] = field.checksum;
  return block.reduce((sum, byte, at) => sum + (at >= start && at < start + length ? 32 : byte), 0);
}

function readHeader(block: Uint8Array): { name: string; size: number; kind: string } {
  const read = ([start, length]: readonly [number, number]) => text(block.subarray(start, start + length));
  const name = read(field.name);
  const size = octal(read(field.size));
  if (octal(read(field.checksum)) !== checksum(block) || size === undefined)
    throw new ArchiveError('a header of the archive is damaged');
  const prefix = read(field.magic).startsWith('ustar') ? read(field.prefix) : '';
  return { name: prefix ? `${prefix}/${name}` : name, size, kind: read(field.kind) || '0' };
}

/** Up to the first zero byte. */
const text = (bytes: Uint8Array): string => textOf.decode(bytes).split('\0')[0] ?? '';

function octal(digits: string): number | undefined {
  const found = /^ *([0-7]+) *$/.exec(digits);
  return found ? Number.parseInt(found[1] as string, 8) : undefined;
}

/** Records `length key=value\n`, of which only the path matters here. */
const paxPath = (body: Uint8Array): string | undefined => /^\d+ path=(.*)$/m.exec(textOf.decode(body))?.[1];

function safeName(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..') || parts.length === 0)
    throw new ArchiveError(`"${name}" lies outside the archive`);
  return parts.join('/');
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
