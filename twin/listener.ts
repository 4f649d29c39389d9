/** The HTTP side: reads requests, sends replies with the platform's headers, and carries out the faults of the wire. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './answer.ts';
import { ApiError, type Reply } from './api/reply.ts';
import { readRequest } from './api/request.ts';
import type { FaultRule } from './control/fault-rules.ts';
import { strikes } from './control/strike.ts';
import { mix } from './random.ts';
import type { Twin } from './twin.ts';

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/** Nothing but this machine may reach the twin. */
const loopback = '127.0.0.1';

export async function listen(twin: Twin, port: number, latencyMs: number): Promise<Listener> {
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    respond({ incoming, outgoing, twin, latencyMs, number: requests }).catch((error: unknown) => {
      // A bug of the twin: said plainly, never dressed up as an answer of the platform.
      if (!outgoing.headersSent) outgoing.writeHead(599, { 'content-type': 'text/plain' });
      outgoing.end(`The twin failed: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  return { port: portOf(server), close: () => closed(server) };
}

interface Exchange {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  twin: Twin;
  latencyMs: number;
  number: number;
}

async function respond({ incoming, outgoing, twin, latencyMs, number }: Exchange): Promise<void> {
  const { reply, faults } = await answerOf(incoming, twin);
  const slow = strikes(faults, 'slow')?.delayMs ?? 0;
  if (latencyMs + slow > 0 && !incoming.url?.startsWith('/_twin')) await sleep(latencyMs + slow);
  send(outgoing, reply, { ...platformHeaders(twin, number), ...reply.headers }, faults);
}

async function answerOf(incoming: IncomingMessage, twin: Twin): Promise<{ reply: Reply; faults: FaultRule[] }> {
  try {
    return answer(await readRequest(incoming), twin);
  } catch (error) {
    if (error instanceof ApiError) return { reply: error.reply, faults: [] };
    throw error;
  }
}

/** Seen on the platform's answers (docs/linkedin-api.md §2). */
function platformHeaders({ seed, clock, faults }: Twin, number: number): Record<string, string> {
  const id = Buffer.alloc(16);
  for (let part = 0; part < 4; part += 1) id.writeInt32BE(mix(mix(seed, number), part), part * 4);
  return {
    date: new Date(clock.now() + faults.skewMs()).toUTCString(),
    'x-li-fabric': 'prod-twin',
    'x-li-request-id': id.toString('hex').toUpperCase(),
    'x-li-uuid': `${id.toString('base64url')}==`,
  };
}

function send(outgoing: ServerResponse, reply: Reply, headers: Record<string, string>, faults: FaultRule[]): void {
  const whole = reply.bytes ?? (reply.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.body)));
  const type = reply.body === undefined ? {} : { 'content-type': 'application/json' };
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  if (strikes(faults, 'cut-off')) {
    outgoing.writeHead(reply.status, { ...type, ...headers, 'content-length': whole.length });
    outgoing.write(half, () => outgoing.destroy());
    return;
  }
  const sent = strikes(faults, 'malformed-json') ? half : whole;
  outgoing.writeHead(reply.status, {
    ...type,
    ...headers,
    ...(reply.status === 204 ? {} : { 'content-length': sent.length }),
  });
  outgoing.end(sent);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
