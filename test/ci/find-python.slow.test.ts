import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';

/** As a version manager leaves it on the path: there, but it runs no version. */
const inactiveStub = 'echo "python3.12: command not found" >&2; exit 127';
const ofVersion = (version: string) => `echo ${version}`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-python-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the shell says with these commands first on a path that has no other Python. */
function shell(commands: Record<string, string>, line: string) {
  for (const program of ['dirname', 'basename', 'mktemp', 'rm', 'cat', 'sha256sum', 'head']) borrow(program);
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync('/bin/bash', ['-c', `source .ci/lib.sh; ${line}`, 'a-suite'], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { PATH: folder, HOME: folder },
  });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

function borrow(program: string): void {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((place) => join(place, program))
    .find((file) => spawnSync(file, ['--version']).status === 0);
  symlinkSync(found ?? program, join(folder, program));
}

describe('the Python that the suites of .ci take', () => {
  it('is the first wanted that runs, past the stub of a version manager', () => {
    const commands = { 'python3.12': inactiveStub, 'python3.11': ofVersion('3.11'), python3: ofVersion('3.10') };
    expect(shell(commands, 'find_python 3.12 3.11 3.10')).toEqual({ status: 0, stdout: 'python3.11', stderr: '' });
  });

  it('is python3 where that is of a wanted version', () => {
    const commands = { 'python3.12': inactiveStub, python3: ofVersion('3.10') };
    expect(shell(commands, 'find_python 3.12 3.10')).toEqual({ status: 0, stdout: 'python3', stderr: '' });
  });

  it('is none where only others run, and the suite says which it needs', () => {
    const commands = { 'python3.12': inactiveStub, python3: ofVersion('3.9'), python: ofVersion('2.7') };
    expect(shell(commands, "python_environment moto '3.12 3.11' 5 moto")).toEqual({
      status: 1,
      stdout: '',
      stderr: 'a-suite: none of Python 3.12, 3.11 runs here; install one, with its venv module',
    });
  });
});
