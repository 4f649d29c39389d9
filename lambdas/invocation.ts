/** What Lambda hands to a handler, however it was called. */
import { z } from 'zod';
import { UsageError } from '../core/errors.ts';

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A function URL wraps the payload: `requestContext` is its sign, and the payload is the body's JSON. */
const urlCall = z.object({
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** The stage's input from the event: nothing and `{}` mean the default. UsageError names the fields that are wrong. */
export function parseEvent<T>(schema: z.ZodType<T>, event: unknown): T {
  const parsed = schema.safeParse(payloadOf(event) ?? undefined);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the payload'}: ${message}`);
  throw new UsageError(
    `The payload is not what the stage takes: ${problems.join('; ')}`,
    'Fix the fields named above.',
  );
}

function payloadOf(event: unknown): unknown {
  const url = urlCall.safeParse(event);
  if (!url.success) return event;
  const { body = '', isBase64Encoded } = url.data;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('The body of the request is not JSON', 'Send a JSON object, or no body for the default.');
  }
}
