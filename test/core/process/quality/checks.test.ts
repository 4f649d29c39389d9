import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../../cli/runtime.ts';
import { checks } from '../../../../core/process/quality/checks.ts';
import { scheduleHours } from '../../../../core/process/quality/score-parts.ts';

const documented = readFileSync(join(projectRoot, 'docs', 'data-quality.md'), 'utf8');

describe('the list of checks', () => {
  it('is documented, with severities, in its order', () => {
    const rows = [...documented.matchAll(/^\| `(\w+)` \| (error|warning)(, before publishing)? \|/gm)];
    expect(rows.map(([, name, severity, before]) => [`checks/${name}`, severity, before !== undefined])).toEqual(
      checks.map(({ file, severity, beforePublishing }) => [file, severity, beforePublishing]),
    );
  });

  it('stops publishing for errors only, and lets only the odd be measured elsewhere', () => {
    expect(checks.filter(({ severity, beforePublishing }) => severity === 'warning' && beforePublishing)).toEqual([]);
    expect(checks.filter(({ severity, costs }) => severity === 'error' && costs !== 'checks')).toEqual([]);
  });

  it('says of each what it means and what to do, in sentences', () => {
    for (const { title, explanation, remedy } of checks)
      expect([title, explanation, remedy]).toEqual([
        expect.stringMatching(/^[A-Z].*[^.]$/),
        expect.stringMatching(/^[A-Z].*\.$/),
        expect.stringMatching(/^[A-Z].*\.$/),
      ]);
  });

  it('knows the schedule of the pulls', () => {
    expect(scheduleHours).toBe(6);
  });
});
