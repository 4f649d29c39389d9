import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { authorizationUrl, tokenIssuer } from '../../adapters/linkedin/oauth.ts';
import { tokenTrial } from '../../adapters/linkedin/token-trial.ts';
import { UsageError } from '../../core/errors.ts';
import { developerPortal } from '../../core/operate/tokens/rotation-errors.ts';
import { missingScopes, scopesFor } from '../../core/operate/tokens/scopes.ts';
import { renewedSecret, scopesOf } from '../../core/operate/tokens/token-secret.ts';
import { tryToken } from '../../core/operate/tokens/token-trial.ts';
import type { Secret } from '../../core/ports/secret-store.ts';
import type { Consent, OAuthClient } from '../../core/ports/token-issuer.ts';
import type { AdsConfig } from '../../core/settings/config.ts';
import type { Arguments } from '../arguments.ts';
import { awaitRedirect, consentIn, isLoopback } from '../authorization/loopback.ts';
import { type Prompts, terminalPrompts } from '../authorization/prompts.ts';
import type { Command, CommandResult } from '../command.ts';
import { type OpenSecretsManager, tokenPlaceOf } from '../places/find-token-place.ts';
import type { TokenPlace } from '../places/token-place.ts';
import { loadConfig } from '../runtime.ts';

/** Must be registered with the application, letter by letter. */
const defaultRedirect = 'http://localhost:8914/callback';
const defaultMinutes = 10;

/** What the command does to the world besides files and LinkedIn. */
export interface AuthorizeWorld {
  prompts: Prompts;
  /** To the person, never to stdout. */
  say(line: string): void;
  /** The address that the person's browser must open. */
  show(url: string): void;
  openSecretsManager?: OpenSecretsManager;
}

/** Walks a person through LinkedIn's sign-in, tries the token, and stores it with all that renewing it needs. */
export const authorizeCommand: Command = async (args) => {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const prompts = terminalPrompts();
  try {
    return await authorize(args, { prompts, say, show: say });
  } finally {
    prompts.close();
  }
};

type Options = Pick<
  Arguments,
  'aws' | 'allowWrites' | 'withoutPosts' | 'redirectUrl' | 'client' | 'secrets' | 'config' | 'minutes'
>;

export async function authorize(args: Options, world: AuthorizeWorld): Promise<CommandResult> {
  const config = loadConfig(args.config);
  const place = await tokenPlaceOf(args, config, world.openSecretsManager);
  world.say(`The token will be stored in ${place.name}.`);
  const client = await findClient(args, place, world);
  const scopes = scopesFor({ writes: args.allowWrites, posts: !args.withoutPosts });
  world.say(
    `It will have the scopes ${scopes.join(', ')}: it can ${args.allowWrites ? 'change campaigns' : 'change nothing'}.`,
  );
  const consent = await askConsent({ args, config, client, scopes }, world);
  const issuer = tokenIssuer({ config: config.linkedin });
  const granted = await issuer.grant(client, consent);
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  const secret = renewedSecret(credentials, granted, new Date());
  // The previous token stays in place until this one is known to work.
  await tryToken(secret, { trial: tokenTrial({ config: config.linkedin }), issuer, wait });
  await place.write(secret);
  return result(secret, place, config);
}

/** From a file, or the former secret, or the person. Not from the command line: other users of a machine see those. */
async function findClient(
  { client: file }: Options,
  place: TokenPlace,
  { prompts, say }: AuthorizeWorld,
): Promise<OAuthClient> {
  if (file !== undefined) return await readClient(file);
  const { client_id, client_secret } = (await place.read()) ?? {};
  if (client_id && client_secret) {
    say(`The application is ${client_id}, as before. To use another one: --client FILE.`);
    return { clientId: client_id, clientSecret: client_secret };
  }
  say(`The client id and secret are on the "Auth" tab of your application: ${developerPortal}`);
  const clientId = await prompts.ask('Client id: ');
  return { clientId, clientSecret: await prompts.ask('Client secret (not shown): ', { hidden: true }) };
}

const clientFile = z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) });

async function readClient(file: string): Promise<OAuthClient> {
  const wanted =
    'Write {"client_id": "…", "client_secret": "…"} into it, run chmod 600 on it, and delete it afterwards.';
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new UsageError(`There is no file ${file}`, wanted);
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new UsageError(`${file} can be read by other users of this machine`, `Run: chmod 600 '${file}'`);
  const { data } = clientFile.safeParse(jsonOrUndefined(await readFile(file, 'utf8')));
  if (!data) throw new UsageError(`${file} does not hold an application's client id and secret`, wanted);
  return { clientId: data.client_id, clientSecret: data.client_secret };
}

interface Asking {
  args: Options;
  config: AdsConfig;
  client: OAuthClient;
  scopes: readonly string[];
}

async function askConsent({ args, config, client, scopes }: Asking, world: AuthorizeWorld): Promise<Consent> {
  const state = randomBytes(32).toString('base64url');
  const { redirectUrl: redirect = defaultRedirect, minutes = defaultMinutes } = args;
  const urlFor = (redirectUrl: string) =>
    authorizationUrl(config.linkedin, { clientId: client.clientId, redirectUrl, state, scopes });
  if (!isLoopback(redirect)) {
    introduce(urlFor(redirect), redirect, world);
    return await pastedConsent(redirect, state, world);
  }
  const waiting = await awaitRedirect(redirect, state, minutes * 60);
  try {
    introduce(urlFor(waiting.redirectUrl), waiting.redirectUrl, world);
    return await waiting.consent;
  } finally {
    waiting.close();
  }
}

function introduce(url: string, redirectUrl: string, { say, show }: AuthorizeWorld): void {
  say(`"${redirectUrl}" must be among the application's authorized redirect URLs (${developerPortal}).`);
  say('Open this address in a browser and sign in as a member with a role on the ad account:');
  show(url);
}

async function pastedConsent(redirectUrl: string, state: string, { prompts }: AuthorizeWorld): Promise<Consent> {
  const pasted = await prompts.ask('The address that the browser ended on (not shown): ', { hidden: true });
  const query = URL.canParse(pasted) ? new URL(pasted).searchParams : new URLSearchParams();
  const consent = consentIn(query, redirectUrl, state);
  if (consent instanceof Error) throw consent;
  if (consent) return consent;
  throw new UsageError(
    'That is not the address that this sign-in ends on',
    'Run the command again, and paste the whole address, including everything after the "?".',
  );
}

function result(secret: Secret, place: TokenPlace, { mode }: AdsConfig): CommandResult {
  const { access_token_expires_at = null, refresh_token_expires_at = null } = secret;
  const scopes = scopesOf(secret);
  const { needed, useful } = missingScopes(scopes, mode);
  const missing = scopes.length === 0 ? [] : [...needed, ...useful];
  return {
    json: { stored_in: place.name, access_token_expires_at, refresh_token_expires_at, scopes, missing_scopes: missing },
    lines: [
      `The token works and is stored in ${place.name}.`,
      `The access token is valid until ${access_token_expires_at ?? 'an unknown date'}.`,
      secret.refresh_token
        ? `It is renewed automatically until ${refresh_token_expires_at ?? 'an unknown date'}. After that, a person must sign in again.`
        : 'This application cannot renew tokens: sign in again before then.',
      ...(missing.length > 0 ? [`LinkedIn did not grant: ${missing.join(', ')}.`] : []),
      place.rotation ? 'Next: npm run ads -- doctor --aws' : 'Next: npm run ads -- collect',
    ],
    exitCode: 0,
  };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
