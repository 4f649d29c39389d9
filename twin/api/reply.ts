/** What a handler answers, and the platform's error bodies (docs/linkedin-api.md §11). */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** JSON, unless `bytes` are given. Neither is an empty answer. */
  body?: unknown;
  bytes?: Buffer;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** An error the platform would answer with. */
export class ApiError extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`HTTP ${reply.status}: ${JSON.stringify(reply.body)}`);
    this.name = 'ApiError';
    this.reply = reply;
  }
}

/** The older body: message, status and at times a code or serviceErrorCode. */
export const plainError = (status: number, message: string, more: Record<string, unknown> = {}): ApiError =>
  new ApiError({ status, body: { message, status, ...more } });

interface InputError {
  code: string;
  description: string;
  fieldPath: string;
}

/** The newer body with the errors of each input. */
const detailedError = (
  message: string,
  inputErrors: InputError[],
  more: Record<string, unknown> = {},
  status = 400,
): ApiError =>
  new ApiError({
    status,
    body: {
      errorDetailType: 'com.linkedin.common.error.BadRequest',
      message,
      errorDetails: {
        inputErrors: inputErrors.map(({ code, description, fieldPath }) => ({
          description,
          input: { inputPath: { fieldPath } },
          code,
        })),
      },
      status,
      ...more,
    },
  });

const seeDetails = 'Invalid param. Please see errorDetails for more information.';

export const paramInvalid = (
  name: string,
  description = 'Invalid value for param; wrong type or other syntax error',
): ApiError => detailedError(seeDetails, [{ code: 'PARAM_INVALID', description, fieldPath: name }]);

export const paramNotAllowed = (name: string): ApiError =>
  detailedError('Invalid query parameters passed to request', [
    { code: 'QUERY_PARAM_NOT_ALLOWED', description: 'Query param not allowed', fieldPath: name },
  ]);

/** A validation of the error registry that a written field has failed. */
export const fieldError = (code: string, description: string, fieldPath: string): ApiError =>
  detailedError(description, [{ code, description, fieldPath }], { code });

export const notFound = (message = 'Not Found'): ApiError => plainError(404, message, { code: 'NOT_FOUND' });

/** serviceErrorCode 100 as in the platform's documented body. */
export const notPermitted = (action: string): ApiError =>
  plainError(403, `Not enough permissions to access: ${action}`, { serviceErrorCode: 100 });

export const noPermissionOnEntity = (permission: string, entity: string): ApiError =>
  plainError(403, `Viewer may not have permission ${permission} on entity ${entity}`, {
    code: 'NO_PERMISSION_ON_ENTITY',
  });
