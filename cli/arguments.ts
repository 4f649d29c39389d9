import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseMapOption } from '../core/collect/imports/map-option.ts';
import { exportFormats } from '../core/contracts/data-folder.ts';
import { currencyCode, isoDate, platforms } from '../core/contracts/values.ts';
import { UsageError } from '../core/errors.ts';

const options = {
  'data-dir': { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
  once: { type: 'boolean' },
  all: { type: 'boolean' },
  aws: { type: 'boolean' },
  'allow-writes': { type: 'boolean' },
  'without-posts': { type: 'boolean' },
  'redirect-url': { type: 'string' },
  client: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  platform: { type: 'string' },
  account: { type: 'string' },
  currency: { type: 'string' },
  map: { type: 'string' },
  year: { type: 'string' },
  date: { type: 'string' },
  'date-order': { type: 'string' },
  world: { type: 'string' },
  seed: { type: 'string' },
  port: { type: 'string' },
  creatives: { type: 'string' },
  latency: { type: 'string' },
  minutes: { type: 'string' },
  campaigns: { type: 'string' },
  days: { type: 'string' },
  secrets: { type: 'string' },
  limit: { type: 'string' },
  timeout: { type: 'string' },
  format: { type: 'string' },
  relation: { type: 'string' },
  out: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  force: { type: 'boolean' },
  by: { type: 'string' },
  reason: { type: 'string' },
  spreadsheet: { type: 'boolean' },
  guardrails: { type: 'string' },
} as const;

const whole = z.coerce.number().int().min(0);
/** A day that there is: not 2026-02-30. */
export const calendarDay = isoDate.refine((day) => new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false);
const year = z.coerce.number().int().min(2000).max(2100);

/** What a command line says, checked. Absent options are absent. */
export type Arguments = ReturnType<typeof readArguments>;

export function readArguments(words: readonly string[]) {
  const { values, positionals } = parse(words);
  const [command, ...files] = positionals;
  return {
    command,
    files,
    help: values.help ?? false,
    json: values.json ?? false,
    once: values.once ?? false,
    all: values.all ?? false,
    aws: values.aws ?? false,
    allowWrites: values['allow-writes'] ?? false,
    withoutPosts: values['without-posts'] ?? false,
    redirectUrl: check(
      'redirect-url',
      values['redirect-url'],
      z.url(),
      'a complete URL, such as https://example.com/callback',
    ),
    client: values.client,
    dataDir: values['data-dir'],
    config: values.config,
    platform: check('platform', values.platform, z.enum(platforms), oneOf(platforms)),
    account: values.account,
    currency: check('currency', values.currency?.toUpperCase(), currencyCode, 'three letters, such as EUR'),
    map: values.map === undefined ? undefined : parseMapOption(values.map),
    year: check('year', values.year, year, 'a year, such as 2024'),
    date: check('date', values.date, isoDate, 'a day as YYYY-MM-DD'),
    world: values.world,
    seed: check('seed', values.seed, whole, 'a whole number'),
    port: check('port', values.port, whole.max(65_535), 'a port from 0 to 65535'),
    creatives: check('creatives', values.creatives, whole.min(1).max(15_000), 'a number from 1 to 15000'),
    campaigns: check('campaigns', values.campaigns, whole.max(5000), 'a number from 0 to 5000'),
    days: check('days', values.days, whole.min(1).max(365), 'a number of days from 1 to 365'),
    secrets: values.secrets,
    latency: check('latency', values.latency, whole.max(60_000), 'milliseconds, at most 60000'),
    minutes: check(
      'minutes',
      values.minutes,
      z.coerce
        .number()
        .positive()
        .max(24 * 60),
      'minutes, at most a day',
    ),
    limit: check('limit', values.limit, whole.min(1).max(100_000), 'a number of rows from 1 to 100000'),
    timeout: check('timeout', values.timeout, whole.min(1).max(3600), 'seconds from 1 to 3600'),
    format: check('format', values.format, z.enum(exportFormats), oneOf(exportFormats)),
    relation: values.relation,
    out: values.out,
    from: check('from', values.from, calendarDay, 'a day as YYYY-MM-DD'),
    to: check('to', values.to, calendarDay, 'a day as YYYY-MM-DD'),
    force: values.force ?? false,
    by: values.by,
    reason: values.reason,
    spreadsheet: values.spreadsheet ?? false,
    guardrails: values.guardrails,
    dateOrder: check('date-order', values['date-order'], z.enum(['dmy', 'mdy', 'ymd']), 'dmy, mdy or ymd'),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(
      (error as Error).message.split('. ')[0] ?? 'Bad options',
      'Run "npm run ads -- --help" for the options.',
    );
  }
}

function check<T>(name: string, value: string | undefined, schema: z.ZodType<T>, wanted: string): T | undefined {
  if (value === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--${name} "${value}" is not valid`, `Give ${wanted}.`);
}

const oneOf = (values: readonly string[]): string =>
  new Intl.ListFormat('en-US', { type: 'disjunction' }).format(values);
