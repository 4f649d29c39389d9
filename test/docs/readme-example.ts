/** The example of the README: what its command prints about the decisions, between two marks. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../cli/runtime.ts';

export const readmeFile = join(projectRoot, 'README.md');
const exampleFile = 'examples/linkedin-campaign-manager.csv';
const marks = /(<!-- example: npm run readme renews it -->\n```\n).*?(```\n<!-- end of the example -->)/s;

export const readme = (): string => readFileSync(readmeFile, 'utf8');

/** The README with the example in its place. */
export function readmeWith(example: string): string {
  const text = readme();
  if (!marks.test(text)) throw new Error('README.md has no marks around its example');
  return text.replace(marks, (_, before: string, after: string) => `${before}${example}\n${after}`);
}

/** What `npm start -- examples/…` says about decisions: a summary, and the indented lines below it. */
export function printedExample(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ads-readme-'));
  try {
    const words = ['--import', 'tsx', 'bin/ads.ts', 'start', exampleFile, '--data-dir', folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: projectRoot, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${exampleFile} ended with ${status}:\n${stderr}`);
    return decisionsIn(stdout.split('\n')).join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function decisionsIn(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => /^(Recommended|Decided)\b/.test(line));
  if (from < 0) throw new Error(`No decisions in:\n${lines.join('\n')}`);
  const after = lines.findIndex((line, at) => at > from && !line.startsWith('  '));
  return lines.slice(from, after);
}
