/** What `doctor` reports about a token: what it lacks and when it expires. Never a value of it. */
import type { Mode } from '../../contracts/decisions.ts';
import { counted, listed, plural } from '../../domain/language.ts';
import type { Secret } from '../../ports/secret-store.ts';
import type { Finding } from '../doctor.ts';
import { missingScopes } from './scopes.ts';
import { type SecretDescription, versionWith } from './secret-versions.ts';
import { clockConditions, clocksOf } from './token-clocks.ts';
import { scopesOf } from './token-secret.ts';

export interface Examined {
  /** Where the secret is, as a person knows it. */
  place: string;
  /** The command that fixes it. */
  authorize: string;
  mode: Mode;
  now: Date;
}

export function examineToken(secret: Secret | undefined, examined: Examined): Finding[] {
  const { place, authorize } = examined;
  if (!secret?.access_token) {
    const remedy = `Needed only to collect from LinkedIn: ${authorize}`;
    return [{ check: 'token', result: 'note', detail: `none in ${place}`, remedy }];
  }
  return [checkClocks(secret, examined), checkScopes(secret, examined), checkRenewal(secret, examined)];
}

function checkClocks(secret: Secret, { place, now }: Examined): Finding {
  const clocks = clocksOf(secret, now);
  const conditions = clockConditions(clocks);
  const worst = conditions.find(({ severity }) => severity === 'error') ?? conditions[0];
  const detail = `in ${place}: access token ${expiry(clocks.accessDaysLeft)}, ${clocks.refreshable ? `refresh token ${expiry(clocks.refreshDaysLeft)}` : 'no refresh token'}`;
  if (!worst) return { check: 'token', result: 'ok', detail, remedy: null };
  return { check: 'token', result: worst.severity === 'error' ? 'problem' : 'note', detail, remedy: worst.remedy };
}

function expiry(daysLeft: number | null): string {
  if (daysLeft === null) return 'with an unknown expiry date';
  return daysLeft < 0 ? 'expired' : `valid for ${counted(Math.floor(daysLeft), 'more day')}`;
}

function checkScopes(secret: Secret, { mode, authorize }: Examined): Finding {
  const granted = scopesOf(secret);
  const check = 'token scopes';
  if (granted.length === 0)
    return {
      check,
      result: 'note',
      detail: 'unknown: LinkedIn has not reported them yet',
      remedy: `To find out, sign in again: ${authorize}`,
    };
  const { needed, useful } = missingScopes(granted, mode);
  const detail = `${granted.join(', ')}${needed.length > 0 ? `; missing: ${needed.join(', ')}` : ''}`;
  if (needed.length > 0) {
    const command = needed.includes('rw_ads') ? `${authorize} --allow-writes` : authorize;
    return { check, result: 'problem', detail, remedy: `Sign in again to get them: ${command}` };
  }
  if (useful.length === 0) return { check, result: 'ok', detail, remedy: null };
  return { check, result: 'note', detail, remedy: `Without ${useful.join(', ')}, the texts of posts cannot be read.` };
}

function checkRenewal(secret: Secret, { authorize }: Examined): Finding {
  const check = 'token renewal';
  const missing = ['refresh_token', 'client_id', 'client_secret'].filter((field) => !secret[field]);
  if (missing.length === 0)
    return {
      check,
      result: 'ok',
      detail: secret.refreshed_at ? `last renewed ${secret.refreshed_at}` : 'not renewed yet',
      remedy: null,
    };
  const detail = `impossible: ${listed(missing)} ${plural(missing.length, 'is', 'are')} missing`;
  return {
    check,
    result: 'problem',
    detail,
    remedy: `The token expires 60 days after the sign-in. Sign in again: ${authorize}`,
  };
}

/** Of a deployment: whether the token is rotated by itself, and whether a rotation stands in the way of the next. */
export function examineRotation(name: string, description: SecretDescription): Finding[] {
  const [current, pending] = [versionWith(description, 'current'), versionWith(description, 'pending')];
  const schedule: Finding = description.rotationEnabled
    ? { check: 'rotation', result: 'ok', detail: 'switched on', remedy: null }
    : {
        check: 'rotation',
        result: 'problem',
        detail: 'switched off',
        remedy: 'Deploy the pipeline stack: it sets the schedule.',
      };
  if (pending === undefined || pending === current) return [schedule];
  return [
    schedule,
    {
      check: 'rotation in progress',
      result: 'note',
      detail: `version ${pending} is pending; no other rotation starts until it is done`,
      remedy: `If it stays pending for hours: aws secretsmanager update-secret-version-stage --secret-id ${name} --version-stage AWSPENDING --remove-from-version-id ${pending}, then aws secretsmanager rotate-secret --secret-id ${name}`,
    },
  ];
}

export function examineVersion(version: string, daysLeft: number | undefined, table: string): Finding {
  const check = 'LinkedIn API version';
  const remedy = `Set linkedin.apiVersion to a newer version. Supported: ${table}`;
  if (daysLeft === undefined)
    return { check, result: 'note', detail: `${version} is not in the table of this release`, remedy };
  if (daysLeft < 0) return { check, result: 'problem', detail: `LinkedIn no longer supports ${version}`, remedy };
  const detail = `LinkedIn supports ${version} for ${counted(daysLeft, 'more day')}`;
  return daysLeft > noteBelowDays
    ? { check, result: 'ok', detail, remedy: null }
    : { check, result: 'note', detail, remedy };
}

const noteBelowDays = 60;
