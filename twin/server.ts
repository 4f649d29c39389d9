/** The LinkedIn API twin: one call starts a whole simulated platform on this machine. */
import { createQuotas } from './api/quotas.ts';
import { createTokenOffice } from './api/tokens.ts';
import { type Behaviours, defaultBehaviours } from './behaviours.ts';
import { createClock, dayOfDate, parseSpan } from './clock.ts';
import { addFaults } from './control/add-faults.ts';
import { type CallCounts, createCallLog } from './control/call-log.ts';
import { type FaultRuleInput, faultRules } from './control/fault-rules.ts';
import { createFaults } from './control/faults.ts';
import { listen } from './listener.ts';
import { createLedger, type LedgerRow } from './market/ledger.ts';
import { createMarket } from './market/market.ts';
import { createVisibility } from './market/visibility.ts';
import type { Twin } from './twin.ts';
import { buildWorld } from './world/build-world.ts';
import { readWorld, type WorldSize } from './world/read-world.ts';
import type { World, WorldFile } from './world/schema.ts';

export interface TwinOptions {
  /** Path of a world file or its parsed content; the default world when absent. */
  world?: WorldFile | string;
  size?: WorldSize;
  seed?: number;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Real milliseconds that every API answer takes at least. */
  latencyMs?: number;
  /** Replaces the world's own start. */
  startAt?: Date;
  /** Virtual milliseconds per real millisecond; 0, the default, stands still until advanced. */
  speed?: number;
  behaviours?: Partial<Behaviours>;
  /** Replaces single limits of the world, such as the calls of a minute. */
  limits?: Partial<World['limits']>;
}

export interface RunningTwin {
  /** `http://127.0.0.1:<port>`: stands for both api.linkedin.com and www.linkedin.com. */
  url: string;
  /** What a client signs in with. */
  credentials: { client_id: string; client_secret: string; access_token: string; refresh_token: string };
  now(): Date;
  /** Milliseconds, or a span such as "6h". */
  advance(span: number | string): void;
  /** True values per creative and day, both ends included, as YYYY-MM-DD. */
  ledger(from: string, to: string): LedgerRow[];
  /** Adds fault rules. */
  fault(...rules: FaultRuleInput[]): void;
  clearFaults(): void;
  calls(): CallCounts;
  close(): Promise<void>;
}

export async function startTwin(options: TwinOptions = {}): Promise<RunningTwin> {
  const twin = buildTwin(options);
  const listener = await listen(twin, options.port ?? 0, options.latencyMs ?? 0);
  twin.url = `http://127.0.0.1:${listener.port}`;
  const { app } = twin.world;
  return {
    url: twin.url,
    credentials: {
      client_id: app.clientId,
      client_secret: app.clientSecret,
      access_token: app.accessToken,
      refresh_token: app.refreshToken,
    },
    now: () => new Date(twin.clock.now()),
    advance: (span) => twin.clock.advance(millisecondsOf(span)),
    ledger: (from, to) => twin.ledger.rows(dayOfDate(from), dayOfDate(to)),
    fault: (...input) => addFaults(twin, faultRules.parse(input)),
    clearFaults: () => twin.faults.clear(),
    calls: () => twin.calls.counts(),
    close: () => listener.close(),
  };
}

/** Wires the parts; nothing runs yet. */
function buildTwin({
  world: source,
  size,
  seed = 1,
  startAt,
  speed = 0,
  behaviours: switches,
  limits,
}: TwinOptions): Twin {
  const read = readWorld(source, size);
  const world = { ...read, limits: { ...read.limits, ...limits } };
  const behaviours = { ...defaultBehaviours, ...switches };
  const start = startAt?.getTime() ?? Date.parse(world.startAt);
  const clock = createClock(start, speed);
  const entities = buildWorld(world, seed, start);
  const market = createMarket(world, seed, clock);
  const faults = createFaults(seed, clock);
  const platformClock = { ...clock, now: () => clock.now() + faults.skewMs() };
  return {
    world,
    seed,
    behaviours,
    clock,
    entities,
    market,
    visibility: createVisibility({ world, seed, clock, market, storm: faults.storm }),
    ledger: createLedger(world, entities, market, clock),
    tokens: createTokenOffice(world, seed, platformClock, behaviours),
    quotas: createQuotas(world, clock),
    faults,
    calls: createCallLog(),
    url: '',
  };
}

function millisecondsOf(span: number | string): number {
  const milliseconds = typeof span === 'number' ? span : parseSpan(span);
  if (milliseconds === null) throw new RangeError(`"${span}" is not a duration. Write 90s, 15m, 6h or 1d.`);
  return milliseconds;
}
