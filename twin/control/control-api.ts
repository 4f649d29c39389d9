/**
 * The tester's side, under /_twin/: clock, faults, tokens, ledger, calls, world. The real platform has nothing like it.
 *
 *   GET    /_twin/clock                          { "now": "2026-08-03T00:00:00.000Z" }
 *   POST   /_twin/clock                          { "advance": "6h" } or { "set": "2026-08-04T00:00:00Z" }
 *   GET    /_twin/faults                         standing rules and how often each has struck
 *   POST   /_twin/faults                         one rule or a list, see fault-rules.ts
 *   DELETE /_twin/faults                         lifts all (what was deleted stays deleted)
 *   POST   /_twin/tokens                         { "revoke": "<token>" } or { "revoke": "all" }
 *   GET    /_twin/ledger?from=…&to=…             true values per creative and day
 *   GET    /_twin/calls[?recent=20]              counts, and the newest calls
 *   DELETE /_twin/calls                          starts counting anew
 *   GET    /_twin/world                          seed, size, accounts: what is simulated
 */
import { z } from 'zod';
import { isoDate } from '../../core/contracts/values.ts';
import { ApiError, ok, type Reply } from '../api/reply.ts';
import type { ApiRequest } from '../api/request.ts';
import { dayOfDate, parseSpan } from '../clock.ts';
import type { Twin } from '../twin.ts';
import { addFaults } from './add-faults.ts';
import { faultRule, faultRules } from './fault-rules.ts';

export function handleControl(request: ApiRequest, twin: Twin): Reply {
  const handler = handlers[`${request.method} ${request.segments[1] ?? ''}`];
  if (!handler)
    throw refused(
      404,
      `There is no ${request.method} /_twin/${request.segments[1] ?? ''}. See twin/control/control-api.ts.`,
    );
  return handler(request, twin);
}

const handlers: Record<string, (request: ApiRequest, twin: Twin) => Reply> = {
  'GET clock': (_, twin) => clockReply(twin),
  'POST clock': moveClock,
  'GET faults': (_, { faults }) => ok({ rules: faults.list() }),
  'POST faults': takeFaults,
  'DELETE faults': (_, { faults }) => {
    faults.clear();
    return ok({ rules: [] });
  },
  'POST tokens': revokeTokens,
  'GET ledger': readLedger,
  'GET calls': readCalls,
  'DELETE calls': (_, { calls }) => {
    calls.clear();
    return ok(calls.counts());
  },
  'GET world': readWorldSummary,
};

const clockReply = ({ clock }: Twin): Reply => ok({ now: new Date(clock.now()).toISOString() });

const clockBody = z.union([z.strictObject({ advance: z.string() }), z.strictObject({ set: z.iso.datetime() })]);

function moveClock(request: ApiRequest, twin: Twin): Reply {
  const body = read(clockBody, request, '{"advance":"6h"} or {"set":"2026-08-04T00:00:00Z"}');
  const span = 'advance' in body ? parseSpan(body.advance) : null;
  if ('advance' in body && span === null)
    throw refused(400, `"${body.advance}" is not a duration. Write 90s, 15m, 6h or 1d.`);
  try {
    if ('set' in body) twin.clock.set(Date.parse(body.set));
    else twin.clock.advance(span ?? 0);
  } catch (error) {
    if (error instanceof RangeError) throw refused(400, error.message);
    throw error;
  }
  return clockReply(twin);
}

function takeFaults(request: ApiRequest, twin: Twin): Reply {
  const rules = read(
    z.union([faultRules, faultRule.transform((rule) => [rule])]),
    request,
    'a fault rule or a list of them',
  );
  addFaults(twin, rules);
  return ok({ rules: twin.faults.list() });
}

const revokeBody = z.strictObject({ revoke: z.string().min(1) });

function revokeTokens(request: ApiRequest, { tokens }: Twin): Reply {
  const { revoke } = read(revokeBody, request, '{"revoke":"all"}');
  return ok({ revoked: tokens.revoke(revoke === 'all' ? null : revoke) });
}

function readLedger(request: ApiRequest, { ledger }: Twin): Reply {
  const query = new URLSearchParams(request.rawQuery);
  const [from, to] = [isoDate.safeParse(query.get('from')), isoDate.safeParse(query.get('to'))];
  if (!from.success || !to.success) throw refused(400, 'Ask for ?from=YYYY-MM-DD&to=YYYY-MM-DD.');
  return ok({ from: from.data, to: to.data, rows: ledger.rows(dayOfDate(from.data), dayOfDate(to.data)) });
}

function readCalls(request: ApiRequest, { calls }: Twin): Reply {
  const recent = Number(new URLSearchParams(request.rawQuery).get('recent') ?? 0);
  return ok({ ...calls.counts(), ...(recent > 0 && { recent: calls.recent(recent) }) });
}

function readWorldSummary(_: ApiRequest, { world, seed, entities, clock }: Twin): Reply {
  return ok({
    seed,
    about: world.about,
    started_at: world.startAt,
    now: new Date(clock.now()).toISOString(),
    campaigns: entities.campaigns.size,
    creatives: entities.creatives.size,
    accounts: [...entities.accounts.values()].map(({ id, name, currency, plan }) => ({
      id,
      name,
      currency,
      role: plan.role,
    })),
    client: { client_id: world.app.clientId, authorization_code: world.app.authorizationCode },
  });
}

function read<T extends z.ZodType>(schema: T, request: ApiRequest, expected: string): z.output<T> {
  const parsed = schema.safeParse(jsonOrNull(request.body));
  if (!parsed.success) throw refused(400, `Expected ${expected}. ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const refused = (status: number, message: string): ApiError => new ApiError({ status, body: { status, message } });
