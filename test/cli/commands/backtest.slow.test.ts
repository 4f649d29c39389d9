import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleGuardrails } from '../../support/example-guardrails.ts';
import { run } from '../run.ts';
import { newFolder } from '../run-ads.ts';

const msPerDay = 86_400_000;
const daysFromNow = (days: number): string => new Date(Date.now() + days * msPerDay).toISOString().slice(0, 10);
/** The first morning that knows what is imported now. */
const tomorrow = daysFromNow(1);

let folder: string;
let guardrails: string;

beforeAll(async () => {
  folder = await newFolder();
  const file = join(folder, 'export.csv');
  const lines = Array.from({ length: 40 }, (_, index) => daysFromNow(index - 45)).flatMap((day, index) =>
    [
      ['Blue', 20 + (index % 3)],
      ['Red', 18 + (index % 4)],
      ['Grey', 2 + (index % 2)],
    ].map(([ad, clicks]) => `${day},Spring,${ad},4000,${clicks},120`),
  );
  await writeFile(file, `Date,Campaign,Ad name,Impressions,Clicks,Spend\n${lines.join('\n')}\n`);
  guardrails = join(folder, 'guardrails.json');
  await writeFile(guardrails, JSON.stringify(exampleGuardrails));
  await run('import', file, '--data-dir', folder, '--currency', 'EUR');
  await run('process', '--data-dir', folder);
});

const backtest = (...words: string[]) => run('backtest', ...words, '--data-dir', folder);

describe('backtest', () => {
  it('tells what would have been decided, and that there is no platform behind imported files', async () => {
    const { exitCode, stdout } = await backtest('--from', tomorrow, '--to', tomorrow, '--guardrails', guardrails);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      `${tomorrow}  0 changes applied, 1 held back`,
      '  − pause creative Spring/Grey: Imported files contain figures only; there is no platform to write to.',
      '',
      expect.stringMatching(/^1 morning, \d decisions: 0 changes would have been applied$/),
      'Held back by:',
      '  no-platform: 1',
      'Figures stay as history had them: how the market would have responded to these changes is unknown.',
      'All days count as reconciled: history records reconciliation for the newest snapshot only.',
      '',
    ]);
  });

  it('knows nothing on a morning before the import', async () => {
    const past = daysFromNow(-3);
    const { stdout } = await backtest('--from', past, '--to', past, '--guardrails', guardrails);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      `${past}  nothing was known yet to decide on`,
      '',
      '1 morning, 0 decisions: 0 changes would have been applied',
      'Data counts from the moment it was collected or imported, not from the days that it is about. Choose mornings after that.',
    ]);
  });

  it('gives the same as JSON, with the rules and every decision', async () => {
    const ran = await backtest('--from', tomorrow, '--to', tomorrow, '--guardrails', guardrails, '--json');
    expect(ran.json()).toMatchObject({
      simulated: false,
      from: tomorrow,
      guardrails: { actions_per_run: 5 },
      totals: { mornings: 1, bound: { 'no-platform': 1 }, done: {} },
      days: [{ date: tomorrow, bound: [{ decision: { creative_id: 'Spring/Grey', propensity: 1 } }] }],
    });
  });

  it('writes nothing', async () => {
    const state = async () =>
      Promise.all(
        (await readdir(folder, { recursive: true })).sort().map(async (name) => {
          const { size, mtimeMs } = await stat(join(folder, name));
          return `${name} ${size} ${mtimeMs}`;
        }),
      );
    const before = await state();
    await backtest('--from', tomorrow, '--to', tomorrow, '--guardrails', guardrails);
    expect(await state()).toEqual(before);
  });

  it.each([
    [['--from', '2026-01-01'], 'backtest needs --from, --to and --guardrails'],
    [
      ['--from', '2026-02-01', '--to', '2026-01-01', '--guardrails', 'x'],
      '2026-02-01 to 2026-01-01 cannot be backtested',
    ],
    [['--from', '2026-01-01', '--to', '2026-01-02', '--guardrails', '/nowhere.json'], 'There is no file /nowhere.json'],
  ])('says what is missing: %s', async (words, message) => {
    const { exitCode, stderr } = await backtest(...words);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Error: ${message}`);
  });

  it('refuses guardrails that are not valid, naming the key', async () => {
    const bad = join(folder, 'bad.json');
    await writeFile(bad, JSON.stringify({ ...exampleGuardrails, actions_per_rum: 3 }));
    const { exitCode, stderr } = await backtest('--from', tomorrow, '--to', tomorrow, '--guardrails', bad);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('actions_per_rum');
  });
});
