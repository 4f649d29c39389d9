/** Bodies of the real platform. Their licences vary, so they are read from beside the repository and not kept in it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../shared/fixtures/linkedin/', import.meta.url));

export const fixturesAbsent: boolean = !existsSync(folder);
export const absentTitle: string = fixturesAbsent ? ' (SKIPPED: ../shared/fixtures/linkedin is not there)' : '';

// Unknown on purpose: a test says what it reads.
export const fixture = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}`, 'utf8'));
