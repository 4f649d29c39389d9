import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../cli/runtime.ts';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a user would, in a process of its own. */
export function runAds(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'bin', 'ads.ts'), ...words], {
      cwd: projectRoot,
    });
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      ended.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      ended.stderr += chunk;
    });
    child.on('close', (code) => resolve({ ...ended, code }));
  });
}

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'ads-cli-'));
