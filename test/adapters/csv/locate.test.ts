import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locate } from '../../../adapters/csv/locate.ts';
import { temporaryFolders } from '../local/temporary-folder.ts';

const newFolder = temporaryFolders();

async function fileOf(text: string): Promise<string> {
  const path = join(await newFolder(), 'input.csv');
  await writeFile(path, text);
  return path;
}

describe('locate', () => {
  const wanted = { headerLine: 1, delimiter: ',', offsets: [], ordinals: new Set<number>() };

  it('counts records, not lines, and knows the line on which each begins', async () => {
    const path = await fileOf('a,b\n"x\ny",1\n\n"q""r\n",2\nlast,3');
    expect(await locate(path, { ...wanted, ordinals: new Set([1, 2]) })).toEqual({
      records: 3,
      located: [
        { line: 5, text: '"q""r\n",2', ordinal: 1 },
        { line: 7, text: 'last,3', ordinal: 2 },
      ],
    });
  });

  it('finds a record by an offset in the line end before it', async () => {
    const text = 'a,b\r\n1,2\r\n\r\nbad\r\n3,4\r\n';
    const path = await fileOf(text);
    const start = text.indexOf('bad');
    for (const offset of [start, start - 1, start - 3]) {
      const { located } = await locate(path, { ...wanted, offsets: [offset], ordinals: new Set([1]) });
      expect(located).toEqual([
        { line: 4, text: 'bad', offset },
        { line: 5, text: '3,4', ordinal: 1 },
      ]);
    }
  });

  it('finds nothing for an offset inside of a record', async () => {
    const { located } = await locate(await fileOf('a,b\n1,2\n3,4\n'), { ...wanted, offsets: [5] });
    expect(located).toEqual([]);
  });

  it('takes the preamble for lines, and marks inside of a bare cell for text', async () => {
    const path = await fileOf('My "report\na,b\n6" banner,1\nx,2\n');
    expect((await locate(path, { ...wanted, headerLine: 2 })).records).toBe(2);
  });
});
