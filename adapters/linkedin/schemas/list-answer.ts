/** The envelope of every list. Its elements are read one by one elsewhere. */
import { z } from 'zod';
import { AnswerUnusableError } from '../../../core/ports/ad-platform-errors.ts';
import { type ApiCall, nameOf } from '../api-call.ts';

const listAnswer = z.object({ elements: z.array(z.unknown()) });
const cursorMetadata = z.object({ metadata: z.object({ nextPageToken: z.string() }) });

/** An answer without a list is not an empty list: that would look like deleted entities. */
export function elementsOf(json: unknown, call: ApiCall, requestId: string | null): unknown[] {
  const parsed = listAnswer.safeParse(json);
  if (parsed.success) return parsed.data.elements;
  throw new AnswerUnusableError(
    { call: nameOf(call), said: 'there is no list of elements in it', requestId },
    'Nothing of it was stored. Compare the response with the documentation of the API version in use.',
  );
}

export const nextPageTokenOf = (json: unknown): string | undefined =>
  cursorMetadata.safeParse(json).data?.metadata.nextPageToken;
