import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectingFromTwin } from '../cli/collecting.ts';
import { createRuntime } from '../cli/runtime.ts';
import { planFirstPull } from '../core/collect/collection/call-plan.ts';
import { collector } from '../core/stages/collector.ts';
import { startTwin } from '../twin/server.ts';
import { reportPeak } from './measure.ts';

const latencyMs = 50;
const days = 30;
const creativesPerCampaign = 15;
/** A run stops a minute before its deadline. */
const deadlineSeconds = 60 + 40;
/** The twin's limit of calls a minute, as a client would meet it. */
const callsPerMinute = 6000;

const creatives = Number(process.argv[2]);
const campaigns = Math.max(1, Math.ceil(creatives / creativesPerCampaign));
const twin = await startTwin({
  latencyMs,
  speed: 1,
  limits: { callsPerMinute },
  size: { campaigns, creativesPerCampaign: Math.min(creatives, creativesPerCampaign), accounts: 1, historyDays: days },
});
const folder = await mkdtemp(join(tmpdir(), 'bench-collect-'));
const runtime = await createRuntime({ dataDir: folder, config: undefined, json: true, kind: 'simulated' });
runtime.deps.config.collection.backfillDays = days;
const deps = collectingFromTwin(runtime.deps, twin)();
// The first answer makes the twin simulate its history, which is no work of the collector's.
const account = (await deps.platform.accounts()).records[0]?.account_id as string;
await deps.platform.analytics({
  account,
  pivot: 'ACCOUNT',
  from: '2026-08-01',
  to: '2026-08-03',
  measures: ['impressions'],
});

const counted = () => {
  const { total, by_endpoint: by } = twin.calls();
  const texts = Object.entries(by).filter(([endpoint]) => /posts|images|videos/i.test(endpoint));
  return { total, texts: texts.reduce((sum, [, calls]) => sum + calls, 0) };
};
const before = counted();
const startedAt = performance.now();
const output = await collector(
  { account },
  { ...deps, deadline: new Date(twin.now().getTime() + deadlineSeconds * 1000) },
);
const seconds = (performance.now() - startedAt) / 1000;
const { lists, analytics } = planFirstPull(
  { campaigns, creatives },
  runtime.deps.config.collection,
  deps.platform.description.limits,
);
const after = counted();
const texts = after.texts - before.texts;
const allowed = Math.min(callsPerMinute / 60, (runtime.deps.config.linkedin.concurrency * 1000) / latencyMs);
process.stdout.write(
  JSON.stringify({
    calls: after.total - before.total,
    texts,
    least: lists + analytics,
    seconds,
    allowed,
    done: !output.more,
  }),
);
await twin.close();
await runtime.close();
await rm(folder, { recursive: true, force: true });
reportPeak();
process.exit(0);
