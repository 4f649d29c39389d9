import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { controlPlaceOf } from '../../../cli/places/find-control-place.ts';
import { keys } from '../../../core/contracts/keys.ts';
import { exampleGuardrails } from '../../support/example-guardrails.ts';
import { newFolder, runAds } from '../run-ads.ts';

interface Listed {
  decision_id: string;
  action: string;
  status: string;
  account_id: string;
  creative_id: string | null;
  change: { from: unknown; to: unknown } | null;
}

const json = async (...words: string[]) => {
  const ended = await runAds(...words, '--json');
  return { ...ended, said: JSON.parse(ended.stdout) };
};

describe('decisions on the demo', () => {
  it('are listed, explained, approved within guardrails, and undone; the world remembers', async () => {
    const folder = join(await newFolder(), 'demo');
    const here = ['--data-dir', folder] as const;
    expect((await runAds('start', '--once', '--days', '1', ...here)).code).toBe(0);

    const list = async (): Promise<Listed[]> => (await json('decisions', 'list', ...here)).said.decisions;
    const proposed = await list();
    expect(proposed.length).toBeGreaterThan(2);
    expect(new Set(proposed.map(({ status }) => status))).toEqual(new Set(['proposed']));
    const [pause, other] = proposed.filter(({ action }) => action === 'pause_creative') as [Listed, Listed];
    const target = `Target: the folder ${folder} on this machine (a simulated LinkedIn account)\n`;

    // without guardrails nothing happens
    const early = await runAds('decisions', 'approve', pause.decision_id, ...here);
    expect([early.code, early.stdout.startsWith(target)]).toEqual([1, true]);
    expect(early.stdout).toContain(
      `${pause.decision_id}: blocked. guardrail-file: There are no guardrails (control/guardrails.json), so this is a recommendation and nothing is applied.`,
    );

    await mkdir(join(folder, 'control'), { recursive: true });
    await writeFile(join(folder, keys.guardrails), JSON.stringify(wide));
    expect((await runAds('guardrails', 'check', ...here)).code).toBe(0);

    const approved = await json('decisions', 'approve', pause.decision_id, other.decision_id, '--by', 'ann', ...here);
    expect([approved.code, approved.said.applied, approved.stderr.startsWith(target)]).toEqual([0, 2, true]);
    expect(await json('decisions', 'undo', other.decision_id, '--by', 'ann', ...here)).toMatchObject({
      code: 0,
      said: { undone: 1 },
    });
    const again = await runAds('decisions', 'undo', other.decision_id, ...here);
    expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('by ann. A change is undone only once.')]);

    const why = await runAds('decisions', 'why', pause.decision_id, ...here);
    expect(why.stdout).toContain('Evidence from ');
    const show = await runAds('decisions', 'show', pause.decision_id, ...here);
    expect(show.stdout).toMatch(/intended by ann \(\w+\): pause_creative ad urn:li:sponsoredCreative:\d+ of campaign/);
    const statusOf = async (id: string) => (await list()).find(({ decision_id }) => decision_id === id)?.status;
    expect([await statusOf(pause.decision_id), await statusOf(other.decision_id)]).toEqual(['applied', 'undone']);

    // a day later what was written is what is collected
    expect((await runAds('start', '--once', '--days', '2', ...here)).code).toBe(0);
    const { said } = await json(
      'sql',
      `select status, valid_from from creative where creative_id = '${pause.creative_id}' order by valid_from`,
      ...here,
    );
    expect(said.rows.map(({ status }: { status: string }) => status)).toEqual(['ACTIVE', 'PAUSED']);
  });
});

describe('steering', () => {
  it('refuses what it does not know, and names what there is', async () => {
    const folder = await newFolder();
    const { code, stderr } = await runAds('decisions', 'delete', 'x', '--data-dir', folder);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('Use one of: list, show, why, effects, approve, reject, apply, undo.'),
    ]);
    const none = await runAds('decisions', 'show', 'x', '--data-dir', folder);
    expect(none.stderr).toContain('There is no decision x');
    const nothing = await runAds('decisions', 'undo', '--data-dir', folder);
    expect(nothing.stderr).toContain('"decisions undo" needs the ids of decisions');
  });

  it('writes an example of guardrails once, and names each bad key of those that people wrote', async () => {
    const folder = await newFolder();
    const here = ['--data-dir', folder] as const;
    expect(await runAds('guardrails', 'check', ...here)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('There are no guardrails (control/guardrails.json)'),
    });
    expect((await runAds('guardrails', 'init', '--currency', 'EUR', ...here)).code).toBe(0);
    const file = join(folder, keys.guardrails);
    const example = await readFile(file, 'utf8');
    expect(JSON.parse(example).daily_spend_cap).toEqual({ EUR: 1000 });
    const again = await runAds('guardrails', 'init', ...here);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('Nothing was overwritten.')]);
    expect(await readFile(file, 'utf8')).toBe(example);
    expect((await runAds('guardrails', 'show', ...here)).stdout).toContain('daily_spend_cap.EUR                1000');
    await writeFile(file, JSON.stringify({ ...exampleGuardrails, actions_per_dya: 1 }));
    const { code, stdout } = await runAds('guardrails', 'check', ...here);
    expect([code, stdout]).toEqual([1, expect.stringContaining('actions_per_dya')]);
  });

  it('stops writing when everything else is broken', async () => {
    const folder = await newFolder();
    const config = join(folder, 'broken.json');
    await writeFile(config, '{"mode": "whatever"');
    await mkdir(join(folder, 'state'));
    await writeFile(join(folder, keys.dataFolder), 'not json');
    await mkdir(join(folder, 'warehouse'));
    await writeFile(join(folder, 'warehouse', 'ads.duckdb'), 'not a database');
    const here = ['--data-dir', folder, '--config', config] as const;
    const stopped = await runAds('stop-writes', '--by', 'ann', '--reason', 'spend runs away', ...here);
    expect(stopped.code).toBe(0);
    expect(stopped.stdout).toMatch(
      /^Target: the folder .* on this machine \(contents unknown\)\nWriting was stopped by ann at \S+: spend runs away\n/,
    );
    expect(JSON.parse(await readFile(join(folder, keys.stopWrites), 'utf8'))).toMatchObject({
      stopped: true,
      by: 'ann',
    });
    const allowed = await json('allow-writes', '--by', 'ann', ...here);
    expect([allowed.code, allowed.said.stopped]).toEqual([0, false]);
  });

  it('of a deployment finds it by the name of its optimizer, also when another setting is wrong', async () => {
    const config = join(await newFolder(), 'ads.config.json');
    await writeFile(config, JSON.stringify({ mode: 'whatever', aws: { region: 'eu-west-1', prefix: 'acme-ads' } }));
    const asked: string[] = [];
    const lambda = new LambdaClient({ region: 'eu-west-1' });
    lambda.send = async (command: { input: { FunctionName?: string } }) => {
      asked.push(String(command.input.FunctionName));
      return {
        FunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:acme-ads-optimizer',
        Environment: { Variables: { DATA_BUCKET: 'acme-data' } },
      };
    };
    const place = await controlPlaceOf({ aws: true, dataDir: undefined, config }, (region) => {
      asked.push(region);
      return { lambda, s3: {} as S3Client };
    });
    expect(asked).toEqual(['eu-west-1', 'acme-ads-optimizer']);
    expect(place.name).toBe('the deployment acme-ads in account 111111111111, region eu-west-1, bucket acme-data');
  });
});

/** In all currencies of the demo, and nothing binds. */
const amounts = (amount: number) => ({ USD: amount, EUR: amount, GBP: amount });
const wide = {
  ...exampleGuardrails,
  spend_share_per_day: 1,
  daily_spend_cap: amounts(1_000_000),
  bid: { floor: amounts(0.1), ceiling: amounts(1000) },
  daily_budget: { floor: amounts(1), ceiling: amounts(100_000) },
  minimum_evidence: { impressions: 0, results: 0, probability: 0.5 },
};
