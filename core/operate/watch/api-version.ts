/** How long the platform serves the version of its interface that the settings name. */
import type { Condition } from '../../running/digest.ts';
import { countdown, reminderMarks } from '../tokens/token-clocks.ts';

export interface ApiVersions {
  /** Whole days until a version is switched off, negative after it; undefined for one that is not in the table. */
  daysLeft(version: string, now: Date): number | undefined;
  /** The table in one line. */
  table: string;
}

export function versionCondition(version: string, versions: ApiVersions, now: Date): Condition | undefined {
  const daysLeft = versions.daysLeft(version, now);
  const remedy = `Set linkedin.apiVersion to a newer version. Supported: ${versions.table} (adapters/linkedin/versions.ts).`;
  const subject = `version ${version} of the LinkedIn API`;
  if (daysLeft !== undefined) return countdown('api-version', daysLeft, reminderMarks, { subject, remedy });
  return {
    id: 'api-version',
    severity: 'warning',
    level: 1,
    repeats: false,
    title: `${subject} is not in the table of this release: its end date is unknown`,
    remedy,
  };
}
