/** What can go wrong with an advertising platform, as the stages must tell apart. Adapters translate into these. */
import { AdsError } from '../errors.ts';

export interface Refusal {
  /** The call with placeholders for its ids: `POST /adAccounts/{account}/adCampaigns/{campaign}`. */
  call: string;
  /** What the platform said, without tokens and persons. */
  said: string;
  /** The platform's number of the request, to quote to its support. */
  requestId: string | null;
}

const told = ({ call, said, requestId }: Refusal): string =>
  `${call}: ${said}${requestId ? ` (request ${requestId})` : ''}`;

/** Base of everything that a platform's answer, or the lack of one, can mean. */
export class AdPlatformError extends AdsError {
  readonly requestId: string | null;

  constructor(what: string, refusal: Refusal, remedy: string, options?: ErrorOptions) {
    super(`${what}: ${told(refusal)}`, remedy, options);
    this.requestId = refusal.requestId;
  }
}

/** The day's calls are used up. More calls only burn more; the cursor stays where it is. */
export class DailyQuotaError extends AdPlatformError {
  /** When the platform counts from zero again. */
  readonly resetsAt: Date;

  constructor(refusal: Refusal, resetsAt: Date, options?: ErrorOptions) {
    super(
      'The daily quota is used up',
      refusal,
      `Nothing is lost: the next run after ${resetsAt.toISOString()} continues where this one stopped. If this keeps happening, run less often or ask for a higher quota.`,
      options,
    );
    this.resetsAt = resetsAt;
  }
}

/** Too many calls or values in a short time, and waiting did not help, or would have taken longer than the run may. */
export class ThrottledError extends AdPlatformError {
  /** `setting`: what a person may lower. */
  constructor(refusal: Refusal, setting: string, options?: ErrorOptions) {
    super('The platform limits the rate of calls', refusal, `Run again later, or lower ${setting}.`, options);
  }
}

/** The configured version of the interface is no longer served. */
export class ApiVersionSunsetError extends AdPlatformError {
  readonly version: string;

  constructor(version: string, sunset: string, remedy: string, refusal: Refusal, options?: ErrorOptions) {
    super(`Version ${version} is no longer served (${sunset})`, refusal, remedy, options);
    this.version = version;
  }
}

/** The access token is expired, revoked or wrong, also after the secret was read again. */
export class TokenRejectedError extends AdPlatformError {
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(
      'The access token was rejected',
      refusal,
      'Rotate the token, or sign in again if the refresh token has expired too.',
      options,
    );
  }
}

export class AccessDeniedError extends AdPlatformError {
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(
      'Access was denied',
      refusal,
      'Grant the token the scope (r_ads, r_ads_reporting; rw_ads for changes; r_organization_social for post texts) and its member a role on the ad account.',
      options,
    );
  }
}

export class EntityNotFoundError extends AdPlatformError {
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(
      'The entity does not exist',
      refusal,
      'It was deleted, or the token cannot read it. What is stored about it is kept.',
      options,
    );
  }
}

/** The request itself is wrong; sending it again cannot help. */
export class RequestRefusedError extends AdPlatformError {
  readonly code: string | null;

  constructor(code: string | null, refusal: Refusal, options?: ErrorOptions) {
    super(
      'The request was refused',
      refusal,
      'Fix the value that the message names. Nothing was changed, and the request is not retried.',
      options,
    );
    this.code = code;
  }
}

/** Someone else changed the entity at the same time at the same moment (409, 412). */
export class WriteConflictError extends AdPlatformError {
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(
      'Someone else changed the entity at the same time',
      refusal,
      'Read it again and decide on its current values.',
      options,
    );
  }
}

/** No usable answer after all attempts. A change may or may not have happened. */
export class PlatformUnavailableError extends AdPlatformError {
  /** `statusPage`: where the platform tells of its troubles. */
  constructor(refusal: Refusal, { statusPage, ...options }: ErrorOptions & { statusPage?: string } = {}) {
    super(
      'The platform is not responding',
      refusal,
      `Run again${statusPage === undefined ? '' : `; see ${statusPage}`}. Before repeating a change, check whether it was applied.`,
      options,
    );
  }
}

/** An answer that came whole but must not be used: a page that repeats, too many elements, another shape. */
export class AnswerUnusableError extends AdPlatformError {
  constructor(refusal: Refusal, remedy: string, options?: ErrorOptions) {
    super('The response cannot be used', refusal, remedy, options);
  }
}

/** The token endpoint said no. `error` is its short code. */
export class TokenRefusedError extends AdPlatformError {
  readonly error: string;

  constructor(error: string, refusal: Refusal, options?: ErrorOptions) {
    super(
      'No token was issued',
      refusal,
      'If the refresh token has expired (365 days) or was revoked, sign in again. Otherwise compare client_id and client_secret with the developer portal.',
      options,
    );
    this.error = error;
  }
}

/** The consent or refresh token itself is expired, revoked or unknown: only a person can grant another. */
export class GrantRefusedError extends TokenRefusedError {}
