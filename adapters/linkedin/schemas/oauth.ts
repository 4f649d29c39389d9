/** Answers of the token endpoints. */
import { z } from 'zod';
import { answerText, lenient, number } from './leaves.ts';

const positive = number.pipe(z.number().positive());

/** `refresh_token_*` come only for applications that may refresh. */
export const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: lenient(positive),
  refresh_token: lenient(z.string().min(1)),
  refresh_token_expires_in: lenient(positive),
  scope: lenient(z.string()),
});

/** A token of another application is `{"active": false}` and nothing else. Instants in seconds. */
export const introspectAnswer = z.object({
  active: z.boolean(),
  status: lenient(z.enum(['active', 'expired', 'revoked'])),
  expires_at: lenient(positive),
  scope: lenient(z.string()),
});

export const oauthError = z.object({ error: lenient(answerText), error_description: lenient(answerText) });
