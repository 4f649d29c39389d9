import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { dayOf } from '../core/domain/calendar.ts';

const path = fileURLToPath(new URL('RESULTS.md', import.meta.url));
const head = `# Benchmarks

Each ratio compares with a floor or a peer within one run on one machine. Seconds only show what a ratio is made of.
`;

/** Replaces one benchmark's part of RESULTS.md and leaves the others as they are. */
export function renewResults(name: string, command: string, lines: readonly string[]): void {
  const old = existsSync(path) ? readFileSync(path, 'utf8') : head;
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const part = `## ${name}\n\n\`${command}\` on ${dayOf(new Date())}, ${machine}\n\n${lines.join('\n')}\n`;
  const parts = old.split(/^(?=## )/m).filter((each) => !each.startsWith(`## ${name}\n`));
  writeFileSync(path, [...parts, part].map((each) => `${each.trimEnd()}\n`).join('\n'));
}
