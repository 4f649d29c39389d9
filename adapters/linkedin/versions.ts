/**
 * How long LinkedIn serves each version of its Marketing API. Source: the version table of the Marketing API's life-cycle page,
 * as of August 2026. LinkedIn sends no Sunset header, so this table is all the warning there is; add a line with every release.
 */
import { msPerDay } from '../../core/domain/calendar.ts';

const sunsets: Readonly<Record<string, string>> = {
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

export const newestKnownVersion: string = Object.keys(sunsets).sort().at(-1)!;

/** `YYYY-MM-DD`, or undefined for a version that the table does not hold. */
export const sunsetOf = (version: string): string | undefined => sunsets[version];

/** Whole days until the version is switched off, negative after it; undefined for a version that the table does not hold. */
export function versionDaysLeft(version: string, now: Date): number | undefined {
  const sunset = sunsets[version];
  return sunset === undefined ? undefined : Math.floor((Date.parse(sunset) - now.getTime()) / msPerDay);
}

/** The table in one line, newest first, for the person who must choose. */
export const sunsetTable = (): string =>
  Object.entries(sunsets)
    .sort(([one], [other]) => other.localeCompare(one))
    .map(([version, sunset]) => `${version} until ${sunset}`)
    .join(', ');
