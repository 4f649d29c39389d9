import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseMapOption } from '../../../core/collect/imports/map-option.ts';
import { ImportRefusedError } from '../../../core/errors.ts';
import { temporaryFolders } from '../local/temporary-folder.ts';
import { type Options, readFileAt } from './reading.ts';

const newFolder = temporaryFolders();
const fixtures = fileURLToPath(new URL('../../fixtures/csv', import.meta.url));

/** Each folder is an export as a person would have it, and what becomes of it. */
describe('reading an export', () => {
  const cases = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of cases) {
    it(name.replaceAll('-', ' '), async () => {
      const folder = join(fixtures, name);
      const result = await outcome(join(folder, 'input.csv'), optionsIn(folder));
      const expected = join(folder, 'expected.json');
      if (process.env.UPDATE_FIXTURES && !existsSync(expected))
        writeFileSync(expected, `${JSON.stringify(result, null, 2)}\n`);
      expect(result).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
    });
  }
});

function optionsIn(folder: string): Options {
  const file = join(folder, 'options.json');
  if (!existsSync(file)) return {};
  const { map, ...options } = JSON.parse(readFileSync(file, 'utf8'));
  return map ? { ...options, map: parseMapOption(map) } : options;
}

async function outcome(path: string, options: Options): Promise<unknown> {
  try {
    const { rows, counts, bad, dates, currency, accounts } = await readFileAt(await newFolder(), path, options);
    return { counts, dates, currency, accounts, rows, bad };
  } catch (error) {
    if (!(error instanceof ImportRefusedError)) throw error;
    return { refused: error.message, remedy: error.remedy };
  }
}
