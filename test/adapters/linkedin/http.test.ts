import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { sender } from '../../../adapters/linkedin/sender.ts';
import { UntrustedHostError } from '../../../adapters/linkedin/token-hosts.ts';
import { linkedInConfig } from '../../../core/settings/linkedin.ts';
import { scriptedLinkedIn } from './scripted-linkedin.ts';

const call = { endpoint: '/adAccounts', path: '/adAccounts' };
const running: Server[] = [];

afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function loopback(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  running.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Real fetch, no real waiting between attempts. */
function clientOf(apiUrl: string, timeoutSeconds = 5) {
  const scripted = scriptedLinkedIn(() => new Response('{}'), { attempts: 2 });
  const config = linkedInConfig.parse({ apiUrl, timeoutSeconds, attempts: 2 });
  return { send: sender({ ...scripted.options, fetch: globalThis.fetch, config }), log: scripted.log };
}

describe('over a real connection', () => {
  test('a server that never answers is a timeout on every attempt', async () => {
    const { send, log } = clientOf(await loopback(() => {}), 0.1);
    await expect(send(call)).rejects.toThrow(
      'The platform is not responding: GET /adAccounts: no complete response within the time limit',
    );
    expect(log.map(({ outcome, status }) => ({ outcome, status }))).toEqual([
      { outcome: 'timeout', status: null },
      { outcome: 'timeout', status: null },
    ]);
  });

  test('a body that never ends is a timeout too', async () => {
    const { send, log } = clientOf(await loopback((_request, response) => void response.write('{"elements":[')), 0.1);
    await expect(send(call)).rejects.toThrow('no complete response within the time limit');
    expect(log.map((record) => record.outcome)).toEqual(['timeout', 'timeout']);
  });

  test('an answer that breaks off is asked for again', async () => {
    let requests = 0;
    const { send, log } = clientOf(
      await loopback((_request, response) => {
        requests += 1;
        if (requests > 1) response.end('{"elements":[]}');
        else response.writeHead(200, { 'content-length': '1000' }).write('{"elements":[', () => response.destroy());
      }),
    );
    expect((await send(call)).json).toEqual({ elements: [] });
    expect(log.map(({ outcome, status }) => ({ outcome, status }))).toEqual([
      { outcome: 'cut_off', status: 200 },
      { outcome: 'ok', status: 200 },
    ]);
  });

  test('nobody listening is unreachable', async () => {
    const address = await loopback(() => {});
    await new Promise((closed) => running.pop()!.close(closed));
    const { send, log } = clientOf(address);
    await expect(send(call)).rejects.toThrow('no connection');
    expect(log.map((record) => record.outcome)).toEqual(['unreachable', 'unreachable']);
  });

  test('a redirect is not followed', async () => {
    const seen: string[] = [];
    const { send } = clientOf(
      await loopback((request, response) => {
        seen.push(request.url!);
        response.writeHead(307, { location: '/elsewhere' }).end();
      }),
    );
    await expect(send(call)).rejects.toThrow('The response cannot be used: GET /adAccounts: 307 no message');
    expect(seen).toEqual(['/adAccounts']);
  });

  test('a long query arrives as a form', async () => {
    let seen: unknown;
    const { send } = clientOf(
      await loopback((request, response) => {
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => {
          const { method, url, headers } = request;
          seen = {
            method,
            url,
            override: headers['x-http-method-override'],
            type: headers['content-type'],
            length: body.length,
          };
          response.end('{}');
        });
      }),
    );
    await send({ ...call, query: `q=${'x'.repeat(5000)}` });
    expect(seen).toEqual({
      method: 'POST',
      url: '/adAccounts',
      override: 'GET',
      type: 'application/x-www-form-urlencoded',
      length: 5002,
    });
  });

  test('no request leaves for a host that must not have the token', async () => {
    const scripted = scriptedLinkedIn(() => new Response('{}'), { apiUrl: 'https://api.linkedin.example.org/rest' });
    await expect(sender(scripted.options)(call)).rejects.toThrow(UntrustedHostError);
    expect(scripted.sent).toEqual([]);
  });
});
