import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ResourceNames, resourceNames } from '../core/deployment/names.ts';
import type { AwsConfig } from '../core/settings/aws.ts';
import { parseConfig } from '../core/settings/config.ts';
import { repositoryRoot } from './handler-bundle.ts';

/** Everything that the stacks are made from, besides the code. */
export interface Settings extends AwsConfig {
  account: string;
  names: ResourceNames;
  /** Text of the configuration for the Lambdas. */
  config: string;
  currency: string;
  /** Accounts to collect; undefined means all that the token can read. */
  adAccounts: readonly string[] | undefined;
  /** Of `collection`: the alarm goes by what the functions go by. */
  staleAfterHours: number;
}

/** Stands for an account when there are no credentials: enough to look at the templates, never to deploy. */
export const placeholderAccount = '111111111111';

/** Lambda's limit on all of a function's variables is 4 KB; the others need some of it. */
const longestConfigBytes = 3000;

/** Settings from the text of `ads.config.json`. */
export function settingsFrom(text: string, account: string): Settings {
  const config = parseConfig('ads.config.json', text);
  const { aws: _, $schema: __, ...forLambdas } = JSON.parse(text) as Record<string, unknown>;
  const compact = JSON.stringify(forLambdas);
  if (Buffer.byteLength(compact) > longestConfigBytes)
    throw new Error(`ads.config.json is longer than ${longestConfigBytes} bytes without its block "aws": shorten it`);
  return {
    ...config.aws,
    account,
    names: resourceNames(config.aws.prefix, account, config.aws.adopt),
    config: compact,
    currency: config.currency,
    adAccounts: config.linkedin.accounts,
    staleAfterHours: config.collection.staleAfterHours,
  };
}

/** The project's own configuration; defaults where there is none. */
export function readSettings(account: string): Settings {
  const path = join(repositoryRoot, 'ads.config.json');
  return settingsFrom(existsSync(path) ? readFileSync(path, 'utf8') : '{}', account);
}
