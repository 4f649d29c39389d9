import { describe, expect, test, vi } from 'vitest';
import type { ApiCall } from '../../../adapters/linkedin/api-call.ts';
import { campaignCall, setFieldsCall } from '../../../adapters/linkedin/endpoints.ts';
import { sender } from '../../../adapters/linkedin/sender.ts';
import type { AdsError } from '../../../core/errors.ts';
import {
  type AdPlatformError,
  ApiVersionSunsetError,
  DailyQuotaError,
  RequestRefusedError,
} from '../../../core/ports/ad-platform-errors.ts';
import { inTurn, json, scriptedLinkedIn } from './scripted-linkedin.ts';

const read: ApiCall = campaignCall('5', '10');
const write: ApiCall = setFieldsCall(read, { status: 'PAUSED' });
const ok = () => json(200, { id: 10 }, { 'x-li-request-id': 'R-ok' });
const failing =
  (status: number, body: object = {}, headers: Record<string, string> = {}) =>
  () =>
    json(status, body, { 'x-li-request-id': 'R-1', ...headers });

const dayLimit = {
  message: 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.',
  status: 429,
};

describe('a call that fails', () => {
  test('with a server error is sent again after doubling waits, and its answer is given', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(failing(500), failing(503), ok));
    expect(await sender(linkedIn.options)(read)).toEqual({ status: 200, json: { id: 10 }, requestId: 'R-ok' });
    expect(linkedIn.slept).toEqual([1, 2]);
  });

  test('on all attempts says so with the request id and what to do', async () => {
    const linkedIn = scriptedLinkedIn(failing(500, { message: 'Internal error', status: 500, code: '' }), {
      attempts: 3,
    });
    await expect(sender(linkedIn.options)(read)).rejects.toThrow(
      'The platform is not responding: GET /adAccounts/{account}/adCampaigns/{campaign}: 500 Internal error (request R-1)',
    );
    expect(linkedIn.sent).toHaveLength(3);
  });

  test('with a plain 429 backs off from five seconds', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(failing(429, { message: 'Resource level throttle limit' }), ok));
    await sender(linkedIn.options)(read);
    expect(linkedIn.slept).toEqual([5]);
  });

  test('with the 45-million-values 429 waits 330 seconds', async () => {
    const message =
      'The data request limit has been exceeded. More than 45 million metric values were requested in a 5-minute window.';
    const linkedIn = scriptedLinkedIn(inTurn(failing(429, { message }), ok));
    await sender(linkedIn.options)(read);
    expect(linkedIn.slept).toEqual([330]);
  });

  test('with Retry-After waits as long as it says', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(failing(503, {}, { 'retry-after': 'Fri, 20 Nov 2026 12:00:42 GMT' }), ok));
    await sender(linkedIn.options)(read);
    expect(linkedIn.slept).toEqual([42]);
  });

  test('with malformed JSON is sent again', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(() => new Response('{"elements":[{"id":1'), ok));
    expect((await sender(linkedIn.options)(read)).json).toEqual({ id: 10 });
    expect(linkedIn.log.map((record) => record.outcome)).toEqual(['malformed', 'ok']);
  });

  test('with a 400 or 422 is never sent again, and the message names the field', async () => {
    const body = {
      message: 'Invalid param. Please see errorDetails for more information.',
      errorDetails: {
        inputErrors: [
          { description: 'wrong type', input: { inputPath: { fieldPath: 'search' } }, code: 'PARAM_INVALID' },
        ],
      },
      status: 400,
    };
    for (const status of [400, 422]) {
      const linkedIn = scriptedLinkedIn(failing(status, body));
      const error: RequestRefusedError = await sender(linkedIn.options)(read).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(RequestRefusedError);
      expect(error.code).toBe('PARAM_INVALID');
      expect(error.message).toContain(
        `${status} PARAM_INVALID Invalid param. Please see errorDetails for more information. search: wrong type`,
      );
      expect(linkedIn.sent).toHaveLength(1);
    }
  });

  test.each([
    [403, 'Access was denied'],
    [404, 'The entity does not exist'],
    [409, 'Someone else changed the entity at the same time'],
  ])('with %i is never sent again', async (status, message) => {
    const linkedIn = scriptedLinkedIn(failing(status));
    await expect(sender(linkedIn.options)(read)).rejects.toThrow(message);
    expect(linkedIn.sent).toHaveLength(1);
  });

  test('with 426 names the version, its sunset and the version to take', async () => {
    const linkedIn = scriptedLinkedIn(
      failing(426, { code: 'NONEXISTENT_VERSION', message: 'Requested version 20251101 is not active' }),
      {
        apiVersion: '202511',
      },
    );
    const error: ApiVersionSunsetError = await sender(linkedIn.options)(read).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ApiVersionSunsetError);
    expect(error.version).toBe('202511');
    expect(error.message).toBe(
      'Version 202511 is no longer served (sunset 2026-11-16): GET /adAccounts/{account}/adCampaigns/{campaign}: 426 NONEXISTENT_VERSION Requested version 20251101 is not active (request R-1)',
    );
    expect(error.remedy).toContain('Set linkedin.apiVersion to 202607 and run again; the cursor has not moved.');
    expect(error.remedy).toContain('202607 until 2027-07-15, 202606 until 2027-06-15');
    expect(linkedIn.sent).toHaveLength(1);
  });

  test('that no repetition mends names LinkedIn’s page of outages, or the setting to lower', async () => {
    for (const [status, remedy] of [
      [
        503,
        'Run again; see https://www.linkedin-apistatus.com. Before repeating a change, check whether it was applied.',
      ],
      [429, 'Run again later, or lower linkedin.concurrency.'],
    ] as const) {
      const linkedIn = scriptedLinkedIn(failing(status));
      const error: AdPlatformError = await sender(linkedIn.options)(read).catch((thrown) => thrown);
      expect(error.remedy).toBe(remedy);
    }
  });

  test('with a redirect does not take the token there', async () => {
    const linkedIn = scriptedLinkedIn(failing(302, {}, { location: 'https://example.org/' }));
    await expect(sender(linkedIn.options)(read)).rejects.toThrow('The response cannot be used');
    expect(linkedIn.sent).toHaveLength(1);
  });
});

describe('a daily quota', () => {
  test('ends the call at once and says when it starts again', async () => {
    const linkedIn = scriptedLinkedIn(failing(429, dayLimit));
    const error: DailyQuotaError = await sender(linkedIn.options)(read).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DailyQuotaError);
    expect(error.resetsAt.toISOString()).toBe('2026-11-21T00:00:00.000Z');
    expect(linkedIn.sent).toHaveLength(1);
    expect(linkedIn.slept).toEqual([]);
  });

  test('keeps later calls of that endpoint from being sent, and no others', async () => {
    const linkedIn = scriptedLinkedIn(({ target }) => (target.includes('adCampaigns') ? json(429, dayLimit) : ok()));
    const send = sender(linkedIn.options);
    await expect(send(read)).rejects.toThrow(DailyQuotaError);
    await expect(send(campaignCall('5', '11'))).rejects.toThrow(DailyQuotaError);
    expect(linkedIn.sent).toHaveLength(1);
    await send({ endpoint: '/adAccounts', path: '/adAccounts' });
    expect(linkedIn.sent).toHaveLength(2);
  });

  test('is over at midnight', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(failing(429, dayLimit), ok));
    const send = sender(linkedIn.options);
    await expect(send(read)).rejects.toThrow(DailyQuotaError);
    await linkedIn.options.sleep(12 * 3600 * 1000);
    expect((await send(read)).status).toBe(200);
  });
});

describe('a rejected token', () => {
  const rejected = failing(401, { message: 'Expired access token', serviceErrorCode: 65602, status: 401 });

  test('is replaced by the one that the secret holds now', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(rejected, ok), {}, ['token-1', 'token-2']);
    await sender(linkedIn.options)(read);
    expect(linkedIn.sent.map((sent) => sent.headers.Authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('is replaced once only', async () => {
    const linkedIn = scriptedLinkedIn(rejected, {}, ['token-1', 'token-2', 'token-3']);
    await expect(sender(linkedIn.options)(read)).rejects.toThrow('The access token was rejected');
    expect(linkedIn.sent).toHaveLength(2);
  });

  test('is not sent a second time when the secret is the same', async () => {
    const linkedIn = scriptedLinkedIn(rejected);
    await expect(sender(linkedIn.options)(read)).rejects.toThrow('The access token was rejected');
    expect(linkedIn.sent).toHaveLength(1);
  });
});

describe('a write', () => {
  test('is sent once when nobody knows whether it happened', async () => {
    const linkedIn = scriptedLinkedIn(failing(502));
    await expect(sender(linkedIn.options)(write)).rejects.toThrow('The platform is not responding: POST /adAccounts');
    expect(linkedIn.sent).toHaveLength(1);
  });

  test('is sent again when it was throttled', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(failing(429), () => json(204, null, { 'x-li-request-id': 'R-2' })));
    expect(await sender(linkedIn.options)(write)).toEqual({ status: 204, json: {}, requestId: 'R-2' });
  });
});

describe('the record of a call', () => {
  test('holds the template, status, time, attempt, size and request id of every attempt', async () => {
    const linkedIn = scriptedLinkedIn(inTurn(failing(500), ok));
    await sender(linkedIn.options)(read);
    const common = { endpoint: '/adAccounts/{account}/adCampaigns/{campaign}', method: 'GET', latency_ms: 0 };
    expect(linkedIn.log).toEqual([
      {
        ...common,
        at: '2026-11-20T12:00:00.000Z',
        attempt: 1,
        status: 500,
        outcome: 'server_error',
        bytes: 2,
        request_id: 'R-1',
      },
      {
        ...common,
        at: '2026-11-20T12:00:01.000Z',
        attempt: 2,
        status: 200,
        outcome: 'ok',
        bytes: 9,
        request_id: 'R-ok',
      },
    ]);
  });

  test('and the errors never hold a token, even when LinkedIn repeats it', async () => {
    const linkedIn = scriptedLinkedIn(failing(400, { message: 'Bad header Bearer token-1 of urn:li:person:abc' }));
    const error: AdsError = await sender(linkedIn.options)(read).catch((thrown) => thrown);
    expect(error.message).toContain('Bad header Bearer [token] of urn:li:person:removed');
    expect(JSON.stringify([linkedIn.log, error.message, error.stack, String(error.cause)])).not.toContain('token-1');
  });
});

describe('all calls together', () => {
  test('are at most as many at a time as the setting says', async () => {
    let flying = 0;
    let most = 0;
    const linkedIn = scriptedLinkedIn(
      async () => {
        flying += 1;
        most = Math.max(most, flying);
        await new Promise(setImmediate);
        flying -= 1;
        return ok();
      },
      { concurrency: 3 },
    );
    const send = sender(linkedIn.options);
    await Promise.all(Array.from({ length: 20 }, () => send(read)));
    expect(most).toBe(3);
    expect(linkedIn.sent).toHaveLength(20);
  });

  test('leave LinkedIn alone for a minute after twenty failures in a row', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T12:00:00Z') });
    try {
      const linkedIn = scriptedLinkedIn((_sent, number) => (number <= 20 ? failing(500)() : ok()));
      const send = sender(linkedIn.options);
      for (let call = 1; call <= 4; call += 1) await expect(send(read)).rejects.toThrow('500 {}');
      await expect(send(read)).rejects.toThrow('not sent after 20 failures in a row; next attempt in 60 s');
      expect(linkedIn.sent).toHaveLength(20);
      vi.setSystemTime(new Date('2026-11-20T12:01:00Z'));
      expect((await send(read)).status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });

  test('do not wait beyond the deadline', async () => {
    const linkedIn = scriptedLinkedIn(failing(429, { message: '45 million metric values' }));
    const deadline = new Date('2026-11-20T12:03:00Z');
    await expect(sender({ ...linkedIn.options, deadline })(read)).rejects.toThrow(
      'The platform limits the rate of calls',
    );
    expect(linkedIn.slept).toEqual([]);
  });
});
