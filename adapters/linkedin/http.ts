/** One attempt at one request: headers, time limit, request id, a record of the call. No retries here. */
import type { JsonObject } from '../../core/ports/ad-platform.ts';
import { type Answer, type ApiCall, nameOf, type WireRequest } from './api-call.ts';
import { redacted } from './person-data.ts';
import { type FailureKind, ruleFor, type Symptom, type Transport } from './retry-table.ts';
import { retryAfterSeconds } from './retry-timing.ts';
import { errorAnswer } from './schemas/error-answer.ts';
import { assertTokenMayGoTo } from './token-hosts.ts';

/** What is kept of every attempt. No token, no id of an entity, nothing of the content. */
export interface CallRecord {
  at: string;
  /** With placeholders for ids. */
  endpoint: string;
  method: string;
  attempt: number;
  /** Null when no answer came. */
  status: number | null;
  outcome: 'ok' | FailureKind;
  latency_ms: number;
  /** Of the answer's text in UTF-8. */
  bytes: number;
  request_id: string | null;
}

export interface HttpDeps {
  fetch: typeof fetch;
  now: () => Date;
  log: (record: CallRecord) => void;
  timeoutSeconds: number;
}

/** An attempt that did not give an answer. Internal: becomes an AdPlatformError when no attempt is left. */
export class AttemptFailedError extends Error {
  readonly symptom: Symptom;
  readonly requestId: string | null;

  constructor(call: ApiCall, symptom: Symptom, requestId: string | null, options?: ErrorOptions) {
    super(`${nameOf(call)}: ${symptom.transport ?? symptom.status}`, options);
    this.name = 'AttemptFailedError';
    this.symptom = symptom;
    this.requestId = requestId;
  }
}

/** Messages of errors are shown to people: longer ones are cut. */
const longestMessage = 500;

interface Received {
  response?: Response;
  text: string;
  transport?: Transport;
  cause?: unknown;
}

/** Throws AttemptFailedError for everything but a 2xx with a JSON object or no body. */
export async function sendOnce(call: ApiCall, request: WireRequest, attempt: number, deps: HttpDeps): Promise<Answer> {
  assertTokenMayGoTo(request.url);
  const startedAt = deps.now();
  const received = await receive(request, deps);
  const requestId = requestIdOf(received.response);
  const json = received.transport ? undefined : jsonObject(received.text);
  const symptom = symptomOf(received, json, deps.now());
  deps.log({
    at: startedAt.toISOString(),
    endpoint: call.endpoint,
    method: request.method,
    attempt,
    status: received.response?.status ?? null,
    outcome: symptom ? ruleFor(symptom).kind : 'ok',
    latency_ms: deps.now().getTime() - startedAt.getTime(),
    bytes: Buffer.byteLength(received.text),
    request_id: requestId,
  });
  if (symptom) throw new AttemptFailedError(call, withoutToken(symptom, request), requestId, { cause: received.cause });
  return { status: received.response!.status, json: json!, requestId };
}

async function receive(request: WireRequest, { fetch, timeoutSeconds }: HttpDeps): Promise<Received> {
  const { url, ...init } = request;
  // One limit for the connection, the headers and the body together.
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  let response: Response | undefined;
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal });
    return { response, text: await response.text() };
  } catch (cause) {
    const silent: Transport = response ? 'cut_off' : 'unreachable';
    return { ...(response ? { response } : {}), text: '', transport: signal.aborted ? 'timeout' : silent, cause };
  }
}

function symptomOf(
  { response, transport, text }: Received,
  json: JsonObject | undefined,
  now: Date,
): Symptom | undefined {
  if (transport)
    return { transport, status: null, code: null, serviceErrorCode: null, message: transportText[transport] };
  const ok = response!.ok;
  if (ok && json) return undefined;
  if (ok)
    return {
      transport: 'malformed',
      status: null,
      code: null,
      serviceErrorCode: null,
      message: transportText.malformed,
    };
  const said = errorAnswer(json);
  return {
    status: response!.status,
    code: said.code,
    serviceErrorCode: said.serviceErrorCode,
    message: redacted(said.message ?? text.trim()).slice(0, longestMessage) || 'no message',
    retryAfterSeconds: retryAfterSeconds(response!.headers.get('retry-after'), now),
  };
}

const transportText: Record<Transport, string> = {
  timeout: 'no complete response within the time limit',
  cut_off: 'the response was cut off',
  malformed: 'the response is not a JSON object',
  unreachable: 'no connection',
};

/** An empty body stands for an empty object: writes answer 204. */
function jsonObject(text: string): JsonObject | undefined {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** A gateway may echo headers into its message. */
function withoutToken(symptom: Symptom, request: WireRequest): Symptom {
  const token = request.headers.Authorization?.replace('Bearer ', '');
  return token ? { ...symptom, message: symptom.message.replaceAll(token, '[token]') } : symptom;
}

const requestIdOf = (response: Response | undefined): string | null =>
  response?.headers.get('x-li-request-id') ?? response?.headers.get('x-li-uuid') ?? null;
