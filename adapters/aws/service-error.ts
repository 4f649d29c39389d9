import { AdsError, NotPermittedError, ServiceError } from '../../core/errors.ts';

/** What the SDK throws, as far as it matters here. `name` is the service's error code. */
interface SdkError extends Error {
  $metadata?: { httpStatusCode?: number; attempts?: number; requestId?: string };
}

const spentCredentials =
  /^(CredentialsProviderError|ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|TokenRefreshRequired)$/;
const refused =
  /^(AccessDenied(Exception)?|AuthorizationError(Exception)?|UnauthorizedOperation|KMSAccessDenied(Exception)?)$/;
const throttled = /Throttl|TooManyRequests|SlowDown|RequestLimitExceeded|LimitExceeded/;
const absent = /^(NoSuchBucket|NotFound(Exception)?|ResourceNotFound(Exception)?|EntityNotFoundException)$/;

/** The service's code for an error, such as `PreconditionFailed`; empty for anything else. */
export const codeOf = (error: unknown): string => (isSdkError(error) ? error.name : '');

export const httpStatusOf = (error: unknown): number | undefined =>
  isSdkError(error) ? error.$metadata?.httpStatusCode : undefined;

/** Waits for a call of the SDK; what it throws comes out as an error that says what to do. `doing` reads "put s3://b/k". */
export async function serviceCall<T>(doing: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw asServiceError(doing, error);
  }
}

/** Ours stay as they are. The original is the cause: SDK errors hold a code, a message and a request id, never what was sent. */
export function asServiceError(doing: string, error: unknown): AdsError {
  if (error instanceof AdsError) return error;
  const { name, message } = error as Error;
  const problem = `Could not ${doing}: ${name}: ${message}`;
  const options = { cause: error };
  if (spentCredentials.test(name))
    return new NotPermittedError(problem, 'Sign in to AWS again; a Lambda renews its credentials by itself.', options);
  if (refused.test(name) || httpStatusOf(error) === 403)
    return new NotPermittedError(
      problem,
      'Compare the role’s permissions with docs/security.md; the policy of the bucket or key may deny it too.',
      options,
    );
  return new ServiceError(problem, remedyFor(name, httpStatusOf(error)), options);
}

function remedyFor(name: string, status: number | undefined): string {
  if (absent.test(name)) return 'Deploy the data stack, and compare the name in the message with what it created.';
  if (throttled.test(name) || status === 429)
    return 'The service throttled the call, even after retries. Run the stage again; if it happens again, raise the quota.';
  if (status === undefined || status >= 500)
    return 'The service did not answer, even after retries. Run the stage again later.';
  return 'See the message. Nothing is left half done, so the stage can be run again.';
}

const isSdkError = (error: unknown): error is SdkError => error instanceof Error && '$metadata' in error;
