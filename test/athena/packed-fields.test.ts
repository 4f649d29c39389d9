import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import { dayFields, spanFields } from '../../core/optimize/state/packed-rows.ts';

const athena = loadSqlFiles(join(projectRoot, 'athena'));

/** The columns that a query packs into a text, in their order. */
function packedColumns(file: string): string[] {
  const [, columns = ''] = /concat_ws\(\s*':',([^()]*)\) \|\| ';'/.exec(athena.get(file) ?? '') ?? [];
  return columns.split(',').map((column) => column.trim());
}

describe('texts that pack the days of an optimizer state', () => {
  it.each([
    ['queries/optimize/creative_spans', spanFields],
    ['queries/optimize/campaign_weeks', dayFields],
  ])('of %s have the fields that the parser takes them for, in the same order', (file, fields) => {
    expect(packedColumns(file)).toEqual(fields);
  });
});
