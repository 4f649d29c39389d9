import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { projectRoot } from '../../cli/runtime.ts';

export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** What stdout holds when it is one JSON document and nothing else; throws otherwise. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents whose shape they assert
  json(): any;
}

/** Runs one command line in this process and catches what it prints. */
export async function run(...words: string[]): Promise<Ran> {
  const out: string[] = [];
  const errors: string[] = [];
  const catching = (into: string[]) => (text: unknown) => into.push(String(text)) > 0;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(catching(out)),
    vi.spyOn(process.stderr, 'write').mockImplementation(catching(errors)),
  ];
  try {
    const exitCode = await main(words);
    const stdout = out.join('');
    return { exitCode, stdout, stderr: errors.join(''), json: () => JSON.parse(stdout) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Folder of real and published files beside the repository; tests that need it say so where it is absent. */
export const sharedData = resolve(projectRoot, '..', 'shared', 'data');
export const hasSharedData = existsSync(sharedData);
export const lacking = hasSharedData ? '' : ' (SKIPPED: there is no folder ../shared/data beside the repository)';
