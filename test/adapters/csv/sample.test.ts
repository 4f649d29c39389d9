import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRows, takeSample } from '../../../adapters/csv/sample.ts';
import { temporaryFolders } from '../local/temporary-folder.ts';

const newFolder = temporaryFolders();

async function sampleOf(text: string) {
  const path = join(await newFolder(), 'input.csv');
  await writeFile(path, text);
  return takeSample(path, {});
}

describe('takeSample', () => {
  it('finds the header below a preamble, and the separator', async () => {
    expect(await sampleOf('Report, daily\n\nDay;Campaign;Impressions\n2024-01-01;"a;b";1\n')).toMatchObject({
      delimiter: ';',
      headerLine: 3,
      preambleLines: 1,
      isWhole: true,
      header: { columns: ['Day', 'Campaign', 'Impressions'], filled: [true, true, true] },
      rows: [['2024-01-01', 'a;b', '1']],
    });
  });

  it('knows which columns are empty', async () => {
    expect((await sampleOf('Day,Campaign,Impressions\n2024-01-01,,1\n'))?.header.filled).toEqual([true, false, true]);
  });

  it('looks at both ends of a large file', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `2024-01-01,c,${at}`);
    const sample = await sampleOf(`Day,Campaign,Impressions\n${rows.join('\n')}\n`);
    expect(sample?.isWhole).toBe(false);
    expect(sample?.rows[0]).toEqual(['2024-01-01', 'c', '0']);
    expect(sample?.rows.at(-1)).toEqual(['2024-01-01', 'c', '59999']);
  });

  it('gives nothing for a file without a header that it knows', async () => {
    expect(await sampleOf('id,name\n1,x\n')).toBeUndefined();
    expect(await sampleOf('')).toBeUndefined();
  });
});

describe('parseRows', () => {
  it('reads what can be read when a quotation mark is never closed', () => {
    expect(parseRows('a,b\n1,"2\n', ',')).toEqual([['a', 'b']]);
    expect(parseRows('1,"2', ',')).toEqual([['1', '2']]);
  });
});
