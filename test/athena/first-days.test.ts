import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';

const athena = loadSqlFiles(join(projectRoot, 'athena'));
const from = (file: string, first: RegExp) => {
  const text = athena.get(`merges/${file}`)!;
  return text.slice(text.search(first));
};

describe('creative_daily_first', () => {
  it('inserts every column that creative_daily inserts, of the same values', () => {
    const inserted = /^when not matched then insert/m;
    expect(from('creative_daily_first', inserted)).toBe(from('creative_daily', inserted));
  });

  it('looks for the same keys in the same days', () => {
    const key = (file: string) => from(file, /^on target/m).split(/^(?:--|when) /m)[0];
    expect(key('creative_daily_first')).toBe(key('creative_daily'));
  });
});
