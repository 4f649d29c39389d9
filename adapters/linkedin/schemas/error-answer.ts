/** LinkedIn's error bodies: the legacy one, and the newer one that names the fields that are wrong. Never throws. */
import { z } from 'zod';
import { answerText, lenient, number } from './leaves.ts';

const inputError = z.object({
  code: lenient(answerText),
  description: lenient(answerText),
  input: lenient(z.object({ inputPath: lenient(z.object({ fieldPath: lenient(answerText) })) })),
});

const errorBody = z.object({
  message: lenient(answerText),
  code: lenient(answerText),
  serviceErrorCode: lenient(number),
  errorDetails: lenient(
    z.object({
      inputErrors: lenient(z.array(inputError)),
      conditionalInputErrors: lenient(z.array(z.unknown())),
    }),
  ),
});

export interface SaidError {
  /** The message, then each wrong field with its reason. Undefined when the body has none. */
  message: string | undefined;
  code: string | null;
  serviceErrorCode: number | null;
}

export function errorAnswer(json: unknown): SaidError {
  const body = errorBody.safeParse(json).data;
  const wrong = body?.errorDetails?.inputErrors ?? [];
  const details = wrong.map(
    (error) => `${error.input?.inputPath?.fieldPath ?? '?'}: ${error.description ?? error.code ?? '?'}`,
  );
  return {
    message:
      body?.message === undefined && details.length === 0 ? undefined : [body?.message ?? '', ...details].join(' '),
    code: body?.code || wrong[0]?.code || null,
    serviceErrorCode: body?.serviceErrorCode ?? null,
  };
}
