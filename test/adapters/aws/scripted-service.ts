/** A service of AWS that answers what the test says, and remembers what it was asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedAnswer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

export interface SeenRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface ScriptedService {
  /** What every client of it is given. One attempt: what the SDK repeats is not what is tested. */
  settings: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  seen: SeenRequest[];
  /** Added to what is answered next, one a request; then 500. */
  answers: ScriptedAnswer[];
  close(): Promise<void>;
}

export async function startService(): Promise<ScriptedService> {
  const seen: SeenRequest[] = [];
  const answers: ScriptedAnswer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
    const { status, body = '', headers: own = {} } = answers.shift() ?? { status: 500 };
    response.writeHead(status, own).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    settings: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-2',
      credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
      maxAttempts: 1,
    },
    seen,
    answers,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** S3's way to say no. */
export const s3Error = (status: number, code: string): ScriptedAnswer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>said S3</Message></Error>`,
  headers: { 'content-type': 'application/xml' },
});

/** The way of the services that speak JSON. */
export const jsonError = (status: number, code: string): ScriptedAnswer => ({
  status,
  body: JSON.stringify({ __type: code, message: 'said the service' }),
  headers: { 'content-type': 'application/x-amz-json-1.1' },
});
