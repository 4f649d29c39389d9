import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asUtf8, detectEncoding } from '../../../adapters/csv/encoding.ts';
import { temporaryFolders } from '../local/temporary-folder.ts';

const newFolder = temporaryFolders();
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('detectEncoding', () => {
  const cases: [string, Uint8Array, string][] = [
    ['plain letters', Buffer.from('Day,Cost'), 'utf-8'],
    ['UTF-8', Buffer.from('Grün'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeffDay'), 'utf-8'],
    ['UTF-8 cut off in a letter', Buffer.from('Größe').subarray(0, 4), 'utf-8'],
    ['UTF-8 with a broken byte', Buffer.concat([Buffer.from('Grün, '), Buffer.from([0xff])]), 'utf-8'],
    ['UTF-16 with a mark', Buffer.from('\ufeffDay', 'utf16le'), 'utf-16le'],
    ['big-endian UTF-16 with a mark', utf16be('\ufeffDay'), 'utf-16be'],
    ['UTF-16 without a mark', Buffer.from('Day,Cost', 'utf16le'), 'utf-16le'],
    ['big-endian UTF-16 without a mark', utf16be('Day,Cost'), 'utf-16be'],
    ['Windows letters', Buffer.from('Grün', 'latin1'), 'windows-1252'],
    ['nothing', new Uint8Array(), 'utf-8'],
  ];
  for (const [title, bytes, encoding] of cases) {
    it(`takes ${title} for ${encoding}`, () => {
      expect(detectEncoding(bytes)).toBe(encoding);
    });
  }
});

describe('asUtf8', () => {
  it('gives the text without its mark', async () => {
    const path = join(await newFolder(), 'input.csv');
    await writeFile(path, utf16be('\ufeffGrün €'));
    const chunks = [];
    for await (const chunk of asUtf8(path, 'utf-16be')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString('utf8')).toBe('Grün €');
  });
});
