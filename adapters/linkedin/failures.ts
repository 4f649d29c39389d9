/** A failed attempt, after the last one, in the words of the core. */
import {
  AccessDeniedError,
  type AdPlatformError,
  AnswerUnusableError,
  ApiVersionSunsetError,
  DailyQuotaError,
  EntityNotFoundError,
  PlatformUnavailableError,
  type Refusal,
  RequestRefusedError,
  ThrottledError,
  TokenRejectedError,
  WriteConflictError,
} from '../../core/ports/ad-platform-errors.ts';
import { type ApiCall, nameOf } from './api-call.ts';
import type { AttemptFailedError } from './http.ts';
import { ruleFor } from './retry-table.ts';
import { nextMidnightUtc } from './retry-timing.ts';
import { statusPage } from './status-page.ts';
import { newestKnownVersion, sunsetOf, sunsetTable } from './versions.ts';

export function platformError(
  call: ApiCall,
  failure: AttemptFailedError,
  apiVersion: string,
  now: Date,
): AdPlatformError {
  const { symptom, requestId } = failure;
  const refusal: Refusal = { call: nameOf(call), said: wordsOf(failure), requestId };
  const options = { cause: failure.cause };
  switch (ruleFor(symptom).kind) {
    case 'daily_quota':
      return new DailyQuotaError(refusal, nextMidnightUtc(now), options);
    case 'values_quota':
    case 'throttled':
      return new ThrottledError(refusal, 'linkedin.concurrency', options);
    case 'token_rejected':
      return new TokenRejectedError(refusal, options);
    case 'access_denied':
      return new AccessDeniedError(refusal, options);
    case 'not_found':
      return new EntityNotFoundError(refusal, options);
    case 'version_sunset':
      return sunsetError(apiVersion, refusal, options);
    case 'write_conflict':
      return new WriteConflictError(refusal, options);
    case 'refused':
      return new RequestRefusedError(symptom.code, refusal, options);
    case 'redirected':
      return new AnswerUnusableError(
        refusal,
        'Redirects are not followed, because the request carries a token. Check linkedin.apiUrl.',
        options,
      );
    case 'server_error':
    case 'timeout':
    case 'cut_off':
    case 'malformed':
    case 'unreachable':
      return new PlatformUnavailableError(refusal, { ...options, statusPage });
  }
}

function sunsetError(version: string, refusal: Refusal, options: ErrorOptions): ApiVersionSunsetError {
  const sunset = sunsetOf(version);
  return new ApiVersionSunsetError(
    version,
    sunset === undefined ? 'not in the sunset table' : `sunset ${sunset}`,
    `Set linkedin.apiVersion to ${newestKnownVersion} and run again; the cursor has not moved. Versions served: ${sunsetTable()} (adapters/linkedin/versions.ts).`,
    refusal,
    options,
  );
}

const wordsOf = ({ symptom }: AttemptFailedError): string =>
  [symptom.status, symptom.code, symptom.serviceErrorCode, symptom.message]
    .filter((part) => part !== null && part !== '')
    .join(' ');
