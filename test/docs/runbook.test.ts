import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What the program, and the twin in LinkedIn's place, can say; in lower case. */
const said = ['core', 'adapters', 'cli', 'twin']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(root, path), 'utf8').toLowerCase())
  .join('\n');

/** What changes from case to case in a message: left out, or counted. */
const varying = /…|\bN (?:unusual )?rows\b/;

describe('the runbook', () => {
  const symptoms = [...readFileSync(join(root, 'docs/runbook.md'), 'utf8').matchAll(/^\| *"([^"]+)"/gm)].map(
    ([, symptom = '']) => symptom,
  );

  it('quotes messages as the program says them', () => {
    const unknown = symptoms.filter((symptom) =>
      symptom.split(varying).some((part) => !said.includes(part.trim().toLowerCase())),
    );
    expect(symptoms.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });
});
