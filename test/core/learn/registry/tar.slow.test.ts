import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTar, unpackTar } from '../../../../core/learn/registry/tar.ts';
import { gunzip, gzip } from '../../../../core/running/gzip.ts';
import { temporaryFolders } from '../../../adapters/local/temporary-folder.ts';

const newFolder = temporaryFolders();
const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (files: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...files].map(([name, body]) => [name, new TextDecoder().decode(body)]));

describe('archives', () => {
  it('come back as they were packed, whatever is in them', () => {
    const file = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_.-]{0,40}$/), fc.uint8Array({ maxLength: 2000 }));
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), (files) => {
        const packed = new Map(files);
        expect(unpackTar(packTar(packed))).toEqual(packed);
      }),
    );
  });

  it('are read as tar writes them: with folders, a dot in front, and names longer than a header takes', async () => {
    const folder = await newFolder();
    const long = `${'a'.repeat(90)}/${'b'.repeat(90)}`;
    mkdirSync(join(folder, 'in', 'a'.repeat(90)), { recursive: true });
    writeFileSync(join(folder, 'in', 'model.json'), '{"kind":"forest"}');
    writeFileSync(join(folder, 'in', long), 'deep');
    for (const format of ['gnu', 'pax', 'ustar']) {
      execFileSync('tar', [`--format=${format}`, '-C', join(folder, 'in'), '-cf', join(folder, 'out.tar'), '.']);
      expect(texts(unpackTar(readFileSync(join(folder, 'out.tar'))))).toEqual({
        'model.json': '{"kind":"forest"}',
        [long]: 'deep',
      });
    }
  });

  it('are read by tar as they were packed here', async () => {
    const folder = await newFolder();
    const packed = await gzip(
      packTar(
        new Map([
          ['model.json', bytes('{}')],
          ['metrics.json', bytes('{"a":1}')],
        ]),
      ),
    );
    writeFileSync(join(folder, 'model.tar.gz'), packed);
    const listed = execFileSync('tar', ['-tzf', join(folder, 'model.tar.gz')], { encoding: 'utf8' });
    expect(listed).toBe('model.json\nmetrics.json\n');
  });

  it('that are cut off anywhere before their end are refused', () => {
    const whole = packTar(new Map([['model.json', bytes('x'.repeat(700))]]));
    const lastNeeded = whole.byteLength - 512;
    for (let length = 0; length < lastNeeded; length += 97)
      expect(() => unpackTar(whole.subarray(0, length))).toThrow(/archive ends/);
  });

  it('with a changed header, a link, or a name that leads outside are refused', () => {
    const whole = packTar(new Map([['model.json', bytes('{}')]]));
    const changed = whole.slice();
    changed[3] = 65;
    expect(() => unpackTar(changed)).toThrow('a header of the archive is damaged');
    for (const name of ['../model.json', '/etc/model.json', 'a/../../b'])
      expect(() => unpackTar(packTar(new Map([[name, bytes('{}')]])))).toThrow(`"${name}" lies outside the archive`);
  });

  it('that unpack to more than they may are not unpacked', async () => {
    const bomb = await gzip(new Uint8Array(5_000_000));
    expect(bomb.byteLength).toBeLessThan(10_000);
    await expect(gunzip(bomb, 1_000_000)).rejects.toThrow('it unpacks to more than 1000000 bytes');
    expect((await gunzip(bomb, 5_000_000)).byteLength).toBe(5_000_000);
  });
});
