import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localSecrets } from '../../../adapters/local/secrets.ts';
import { secretStoreConformance } from '../../conformance/secrets.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const newFile = async (): Promise<string> => join(await newFolder(), 'secrets.json');
const modeOf = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);

secretStoreConformance('localSecrets', async () => localSecrets(await newFile()));

test('only the owner can read the file and a folder made for it', async () => {
  const folder = join(await newFolder(), 'new');
  const file = join(folder, 'secrets.json');
  await localSecrets(file).write('linkedin-access-token', { access_token: 'abc' });
  expect([await modeOf(file), await modeOf(folder)]).toEqual(['600', '700']);
  expect(await readFile(file, 'utf8')).toBe('{\n  "linkedin-access-token": {\n    "access_token": "abc"\n  }\n}\n');
  expect(await readdir(folder)).toEqual(['secrets.json']);
});

test('no umask lets others read the file', async () => {
  const file = await newFile();
  const former = process.umask(0);
  try {
    await localSecrets(file).write('s', { token: 'abc' });
  } finally {
    process.umask(former);
  }
  expect(await modeOf(file)).toBe('600');
});

test.each([0o640, 0o604, 0o644, 0o660])('refuses a file of mode %o, to read and to write', async (mode) => {
  const file = await newFile();
  await localSecrets(file).write('s', { token: 'hush' });
  await chmod(file, mode);
  const refusal = {
    message: `The secrets file ${file} can be read by other users of this machine (mode ${mode.toString(8)})`,
    remedy: `Run: chmod 600 '${file}'  If others use this machine, replace the secrets too.`,
  };
  await expect(localSecrets(file).read('s')).rejects.toMatchObject(refusal);
  await expect(localSecrets(file).write('s', { token: 'new' })).rejects.toMatchObject(refusal);
  expect(await readFile(file, 'utf8')).toContain('hush');
});

test.each(['', 'hush', '{"s": {"token": "hush"', '["hush"]', '{"s": "hush"}', '{"s": {"token": ["hush"]}}', 'null'])(
  'says that %j is not valid, without quoting it, and does not write over it',
  async (text) => {
    const file = await newFile();
    await writeFile(file, text, { mode: 0o600 });
    for (const attempt of [localSecrets(file).read('s'), localSecrets(file).write('s', { token: 'hush' })]) {
      const error: unknown = await attempt.catch((each: unknown) => each);
      expect(error).toMatchObject({
        message: `The secrets file ${file} is not valid: it must be a JSON object of objects of strings`,
        remedy: `Fix ${file}, or delete it and enter the secrets again.`,
      });
      expect(error).not.toHaveProperty('cause');
    }
    expect(await readFile(file, 'utf8')).toBe(text);
  },
);
