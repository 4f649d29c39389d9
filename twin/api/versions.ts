/** Which API versions are live at a moment (docs/linkedin-api.md §1). */
import type { Behaviours } from '../behaviours.ts';
import { ApiError, plainError } from './reply.ts';

/** Sunset dates as published; older versions are gone. */
const sunsets: Record<string, string> = {
  '202508': '2026-08-17',
  '202509': '2026-09-15',
  '202510': '2026-10-15',
  '202511': '2026-11-16',
  '202601': '2027-01-15',
  '202602': '2027-02-15',
  '202603': '2027-03-16',
  '202604': '2027-04-15',
  '202605': '2027-05-15',
  '202606': '2027-06-15',
  '202607': '2027-07-15',
};
const lastPublished = '202607';
/** By cadence a version appears around the middle of its month and lives for a year. */
const cadenceDay = 15;

export function checkVersion(version: string | undefined, now: number, behaviours: Behaviours): void {
  if (!version) {
    throw new ApiError({
      status: 400,
      headers: { 'X-Restli-Gateway-Error': 'true' },
      body: {
        status: 400,
        code: 'VERSION_MISSING',
        message: 'A version must be present. Please specify a version by adding the LinkedIn-Version header.',
      },
    });
  }
  const active = /^\d{6}$/.test(version) && now >= releaseOf(version) && now < sunsetOf(version, behaviours);
  // The version is echoed with the day 01.
  if (!active) throw plainError(426, `Requested version ${version}01 is not active`, { code: 'NONEXISTENT_VERSION' });
}

const releaseOf = (version: string): number => Date.UTC(Number(version.slice(0, 4)), Number(version.slice(4)) - 1, 1);

function sunsetOf(version: string, { versionsAfterTable }: Behaviours): number {
  const published = sunsets[version];
  if (published) return Date.parse(`${published}T00:00:00Z`);
  const month = Number(version.slice(4));
  if (version < lastPublished || versionsAfterTable === 'none' || month < 1 || month > 12)
    return Number.NEGATIVE_INFINITY;
  return Date.UTC(Number(version.slice(0, 4)) + 1, month - 1, cadenceDay);
}
