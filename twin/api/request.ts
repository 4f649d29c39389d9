/** An HTTP request as the API understands it: tunnelled queries are unpacked, the path is split and decoded. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { paramInvalid, plainError } from './reply.ts';

export interface ApiRequest {
  /** As meant: GET when tunnelled in a POST. */
  method: string;
  /** Decoded parts of the path. */
  segments: string[];
  /** Path and query as sent, for the log. */
  target: string;
  rawQuery: string;
  /** Of Rest.li; 1.0.0 is meant when the header is absent, and its queries are written otherwise. */
  protocol: string;
  headers: IncomingHttpHeaders;
  body: string;
  tunnelled: boolean;
  /** A fault that the next page suffers from. */
  pageFault: 'duplicate-page' | 'missing-page' | null;
}

/** Beyond these the platform answers 414 (docs/linkedin-api.md §3). */
const limits = { url: 8 * 1024, query: 4 * 1024, segment: 4 * 1024 } as const;
const largestBody = 4 * 1024 * 1024;

export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const body = await readBody(incoming);
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const plain: ApiRequest = {
    method: incoming.method ?? 'GET',
    segments: path.split('/').filter(Boolean).map(decodedSegment),
    target,
    rawQuery: mark < 0 ? '' : target.slice(mark + 1),
    protocol: incoming.headers['x-restli-protocol-version']?.toString() ?? '1.0.0',
    headers: incoming.headers,
    body,
    tunnelled: false,
    pageFault: null,
  };
  return incoming.headers['x-http-method-override'] ? untunnelled(plain) : plain;
}

/** Refuses what is not encoded or too long, and a POST that does not say how long; a tunnelled query may be as long as it likes. */
export function checkForm({ target, rawQuery, segments, tunnelled, method, headers, protocol }: ApiRequest): void {
  if (method === 'POST' && headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    throw plainError(411, 'Length Required');
  }
  // A URN as a path key is encoded whole.
  if (protocol === '2.0.0' && /[(),:']/.test(target.split('?')[0] ?? '')) throw paramInvalid('id');
  const tooLong =
    target.length > limits.url ||
    (!tunnelled && rawQuery.length > limits.query) ||
    segments.some((part) => part.length > limits.segment);
  if (tooLong) throw plainError(414, 'Request URI Too Long');
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes > largestBody) throw plainError(413, 'Request Entity Too Large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw paramInvalid('path');
  }
}

/** The query travels in the body, alone or as the first part of multipart/mixed with the JSON body as the second. */
function untunnelled(request: ApiRequest): ApiRequest {
  const method = String(request.headers['x-http-method-override']).toUpperCase();
  if (request.method !== 'POST') throw plainError(400, 'X-HTTP-Method-Override is only allowed on POST');
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { ...request, method, rawQuery: request.body, body: '', tunnelled: true };
  }
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (!type.startsWith('multipart/mixed') || !boundary) {
    throw plainError(415, 'A tunnelled query needs application/x-www-form-urlencoded or multipart/mixed');
  }
  const [query = '', body = ''] = request.body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.slice(part.search(/\r?\n\r?\n/)).trim());
  return { ...request, method, rawQuery: query, body, tunnelled: true };
}
