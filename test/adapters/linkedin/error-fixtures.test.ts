import { describe, expect, test } from 'vitest';
import { ruleFor } from '../../../adapters/linkedin/retry-table.ts';
import { errorAnswer } from '../../../adapters/linkedin/schemas/error-answer.ts';
import { absentTitle, fixture, fixturesAbsent } from './platform-fixtures.ts';

describe.skipIf(fixturesAbsent)(`error bodies of the platform${absentTitle}`, () => {
  test.each([
    ['err_400_param_invalid.json', 400, 'refused', 'PARAM_INVALID', null],
    ['err_401_empty_token.json', 401, 'token_rejected', null, 401],
    ['err_401_revoked.json', 401, 'token_rejected', 'REVOKED_ACCESS_TOKEN', 65601],
    ['err_403_not_enough_permissions.json', 403, 'access_denied', null, 100],
    ['err_426_nonexistent_version.json', 426, 'version_sunset', 'NONEXISTENT_VERSION', null],
    ['err_429_app_day.json', 429, 'daily_quota', null, null],
    ['err_version_missing.json', 400, 'refused', 'VERSION_MISSING', null],
    ['err_500_singer_test.json', 500, 'server_error', null, null],
  ])('%s', (file, status, kind, code, serviceErrorCode) => {
    const said = errorAnswer(fixture(file));
    expect(said).toMatchObject({ code, serviceErrorCode });
    const { message = '' } = said;
    expect(ruleFor({ status, code: said.code, serviceErrorCode: said.serviceErrorCode, message }).kind).toBe(kind);
  });

  test('error_code_registry.json: no registered refusal is tried again, every registered outage is', () => {
    const registry = fixture('error_code_registry.json') as {
      code: string;
      status: number;
      message_template: string;
    }[];
    for (const { code, status, message_template: message } of registry) {
      const { action } = ruleFor({ status, code, serviceErrorCode: null, message });
      const expected = status === 408 || status >= 500 ? 'back-off-reads' : 'never';
      if (status !== 401 && status !== 429) expect({ code, action }).toEqual({ code, action: expected });
    }
    expect(registry.length).toBe(88);
  });
});
