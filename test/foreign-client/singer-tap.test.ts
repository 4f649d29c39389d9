import { spawn } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningTwin, startTwin } from '../../twin/server.ts';

/** Set by .ci/foreign-client, which installs the tap. */
const { TAP_PYTHON: python = '', TAP_PACKAGE: tapPackage = '', TAP_WORK: work = '' } = process.env;

const accounts = ['508100001', '508100002'];
/** The tap speaks version 202511, which LinkedIn ended on 2026-11-16: the twin's clock stands before that. */
const today = new Date('2026-10-15T12:00:00Z');
const days = 30;
const from = new Date(today.getTime() - days * 86_400_000);
const isoDay = (date: Date): string => date.toISOString().slice(0, 10);

interface Message {
  type: string;
  stream?: string;
  record?: Record<string, unknown>;
}

let twin: RunningTwin;
let messages: Message[];

beforeAll(async () => {
  twin = await startTwin({ startAt: today });
  await pointAt(twin.url);
  await writeFile(
    join(work, 'config.json'),
    JSON.stringify({
      access_token: twin.credentials.access_token,
      accounts: accounts.join(','),
      start_date: `${isoDay(from)}T00:00:00Z`,
      user_agent: 'tap',
      date_window_size: '30',
      page_size: '100',
    }),
  );
  const catalog = JSON.parse(await tap('--discover'));
  for (const stream of catalog.streams) {
    for (const each of stream.metadata) each.metadata.selected = each.metadata.inclusion !== 'unsupported';
  }
  await writeFile(join(work, 'catalog.json'), JSON.stringify(catalog));
  messages = (await tap('--catalog', 'catalog.json'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}, 200_000);

afterAll(() => twin?.close());

const records = (stream: string): Record<string, unknown>[] =>
  messages.flatMap(({ type, stream: name, record }) =>
    type === 'RECORD' && name === stream && record ? [record] : [],
  );

/** By creative and day, newest last: the tap's windows overlap, and what loads its records keeps one a key. */
function creativeDays(): Map<string, Record<string, unknown>> {
  const rows = records('ad_analytics_by_creative').map(
    (row) => [`${row.creative_id} ${String(row.start_at).slice(0, 10)}`, row] as const,
  );
  return new Map(rows.filter(([key]) => (key.split(' ')[1] ?? '') >= isoDay(from)));
}

describe('a LinkedIn client that nobody here wrote', () => {
  it('walks every stream that it knows to the end', () => {
    const streams = new Set(messages.filter(({ type }) => type === 'SCHEMA').map(({ stream }) => stream));
    expect([...streams].toSorted()).toEqual(
      expect.arrayContaining([
        'accounts',
        'ad_analytics_by_campaign',
        'ad_analytics_by_creative',
        'campaign_groups',
        'campaigns',
        'creatives',
      ]),
    );
    expect(new Set(records('ad_analytics_by_creative').map(({ creative_id }) => creative_id)).size).toBeGreaterThan(20);
  });

  it('reads the same days of the same creatives as the twin knows of', () => {
    const truth = inTheEnd().filter(({ impressions }) => impressions > 0);
    const known = new Set(truth.map(({ creative, date }) => `${creative.replace(/^.*:/, '')} ${date}`));
    const strangers = [...creativeDays().keys()].filter((key) => !known.has(key));
    expect(creativeDays().size).toBeGreaterThan(100);
    expect(strangers).toEqual([]);
  });

  it('reads nearly all the clicks that there will have been in the end', () => {
    const read = [...creativeDays().values()].reduce((sum, { clicks }) => sum + Number(clicks ?? 0), 0);
    const truth = inTheEnd().reduce((sum, { clicks }) => sum + clicks, 0);
    expect(read / truth).toBeGreaterThan(0.95);
    expect(read / truth).toBeLessThan(1.05);
  });
});

const inTheEnd = () =>
  twin.ledger(isoDay(from), isoDay(today)).filter(({ account_id }) => accounts.includes(String(account_id)));

/** A copy of the tap whose two hosts are the twin's; not a line of it is changed beside them. */
async function pointAt(url: string): Promise<void> {
  const copy = join(work, 'tap_linkedin_ads');
  await cp(tapPackage, copy, { recursive: true });
  for (const file of ['client.py', 'streams.py']) {
    const text = await readFile(join(copy, file), 'utf8');
    await writeFile(
      join(copy, file),
      text.replaceAll('https://api.linkedin.com', url).replaceAll('https://www.linkedin.com', url),
    );
  }
}

function tap(...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      python,
      ['-c', 'from tap_linkedin_ads import main; main()', '--config', 'config.json', ...words],
      {
        cwd: work,
        env: { ...process.env, PYTHONPATH: work },
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`the tap ended with ${code}:\n${stderr.slice(-4000)}`)),
    );
  });
}
