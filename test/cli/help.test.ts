import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { run } from './run.ts';

/** Names of the options, from the list that the parser is given. */
const [, list = ''] =
  /^const options = \{\n(.*?)^\}/ms.exec(readFileSync(join(projectRoot, 'cli/arguments.ts'), 'utf8')) ?? [];
const options = [...list.matchAll(/^ {2}'?([a-z-]+)'?: \{/gm)].map(([, name]) => `--${name}`);

describe('the help', () => {
  it('names every option', async () => {
    const { stdout } = await run('--help');
    const named = new Set(stdout.match(/--[a-z][a-z-]*/g));
    expect(options.length).toBeGreaterThan(35);
    expect(options.filter((option) => !named.has(option))).toEqual([]);
  });

  it('names no option that does not exist', async () => {
    const { stdout } = await run('--help');
    expect([...new Set(stdout.match(/--[a-z][a-z-]*/g))].filter((option) => !options.includes(option))).toEqual([]);
  });

  it('fits into lines of 122 characters, with explanations in one column', async () => {
    const { stdout } = await run();
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > 122)).toEqual([]);
    expect(lines.filter((line) => line.startsWith('  ') && !/^( {2}\S.{26} {2}| {31})\S/.test(line))).toEqual([]);
  });

  it('names every command', async () => {
    const { stdout } = await run('--help');
    const [, commands = ''] = /The commands are (.+?)\. See/.exec((await run('no-such-command')).stderr) ?? [];
    const names = commands.split(', ').filter((name) => name !== 'start');
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => !new RegExp(`^  (stop-writes, )?${name}\\b`, 'm').test(stdout))).toEqual([]);
  });
});
