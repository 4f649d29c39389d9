/** A real data folder, with the twin in LinkedIn's place: the token of the secrets file, the settings' mode, the real client. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokensFromSecret } from '../../../adapters/linkedin/access-tokens.ts';
import { linkedInClient } from '../../../adapters/linkedin/client.ts';
import { localObjectStore } from '../../../adapters/local/object-store.ts';
import { keys } from '../../../core/contracts/keys.ts';
import type { Creative } from '../../../core/ports/ad-platform.ts';
import { encodeJson, encodeText } from '../../../core/running/documents.ts';
import { linkedInConfig } from '../../../core/settings/linkedin.ts';
import { type RunningTwin, startTwin } from '../../../twin/server.ts';
import { proposal } from '../../support/decided.ts';
import { exampleGuardrails } from '../../support/example-guardrails.ts';
import { run } from '../run.ts';
import { newFolder } from '../run-ads.ts';

let twin: RunningTwin;
let folder: string;
let victim: Creative;
const id = 'run-1-1';
const usual = { scopes: 'r_ads r_ads_reporting rw_ads' };

const client = () => {
  const config = linkedInConfig.parse({ apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2` });
  return linkedInClient({ config, tokens: tokensFromSecret({ read: async () => twin.credentials }, 'twin') });
};

async function ads(words: string[], { mode = 'approve', secret = usual }: { mode?: string; secret?: object } = {}) {
  const [config, secrets] = [join(folder, 'ads.config.json'), join(folder, 'secrets.json')];
  const linkedin = { apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2`, attempts: 2 };
  const collection = { backfillDays: 45, windowDays: 10, wideWindowDays: 20, chunkDays: 45 };
  await writeFile(config, JSON.stringify({ mode, linkedin, collection }));
  await writeFile(secrets, JSON.stringify({ 'linkedin-access-token': { ...twin.credentials, ...secret } }));
  await chmod(secrets, 0o600);
  return run(...words, '--data-dir', join(folder, 'data'), '--config', config, '--secrets', secrets);
}

beforeAll(async () => {
  twin = await startTwin({
    size: { accounts: 1, campaigns: 3, creativesPerCampaign: 4, historyDays: 60 },
    startAt: new Date(),
    speed: 1,
  });
  folder = await newFolder();
  expect((await ads(['collect'])).exitCode).toBe(0);
  expect((await ads(['process'])).exitCode).toBe(0);
  const account = (await client().accounts()).records[0]!;
  const creatives = (await client().creatives(account.account_id)).records.filter(
    (each) => each.intended_status === 'ACTIVE' && each.review_status === 'APPROVED',
  );
  victim = creatives.find(
    ({ creative_id, campaign_id }) =>
      creatives.filter((each) => each.campaign_id === campaign_id && each.creative_id !== creative_id).length > 1,
  )!;
  const now = new Date();
  const objects = localObjectStore(join(folder, 'data'));
  const decided = proposal({
    id,
    more: {
      account_id: account.account_id,
      campaign_id: victim.campaign_id,
      creative_id: victim.creative_id,
      currency: account.currency,
      simulated: false,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + 86_400_000).toISOString(),
    },
    evidence: { through: new Date(now.getTime() - 40 * 86_400_000).toISOString().slice(0, 10) },
  });
  await objects.put(keys.decisions(now, 'run-1'), encodeText(`${JSON.stringify(decided)}\n`));
  await mkdir(join(folder, 'data', 'control'), { recursive: true });
  const rails = { ...exampleGuardrails, spend_share_per_day: 1, learning_phase_hours: 0 };
  await objects.put(keys.guardrails, encodeJson(rails));
});

afterAll(() => twin?.close());

const statusThere = async () => (await client().creative(victim.account_id, victim.creative_id)).intended_status;

describe('decisions on a real folder', () => {
  it('are applied only in a mode that says so, with a token that may, and undone exactly', async () => {
    const recommending = await ads(['decisions', 'approve', id], { mode: 'recommend' });
    expect([recommending.exitCode, recommending.stdout]).toEqual([
      1,
      expect.stringContaining(`${id}: blocked. The mode is "recommend", so nothing is applied.`),
    ]);
    const reading = await ads(['decisions', 'approve', id], { secret: { scopes: 'r_ads r_ads_reporting' } });
    expect([reading.exitCode, reading.stdout]).toEqual([1, expect.stringContaining('it lacks rw_ads')]);
    expect(await statusThere()).toBe('ACTIVE');

    const approved = await ads(['decisions', 'apply', id, '--json']);
    expect(approved.stderr).toMatch(/^Target: the folder .* on this machine \(real data\)\n/);
    expect(approved.json()).toMatchObject({ applied: 1, outcomes: [{ decision_id: id, result: 'applied' }] });
    expect(await statusThere()).toBe('PAUSED');
    await ads(['stop-writes']);
    const stopped = await ads(['decisions', 'undo', id]);
    expect([stopped.exitCode, stopped.stdout]).toEqual([
      1,
      expect.stringContaining(`${id}: refused. Writing was stopped by`),
    ]);
    expect((await ads(['decisions', 'undo', id, '--force'])).exitCode).toBe(0);
    expect(await statusThere()).toBe('ACTIVE');
  });
});
