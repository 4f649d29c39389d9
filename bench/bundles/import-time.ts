import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environmentNames } from '../../core/deployment/names.ts';

export interface Imported {
  /** Of the import alone, in a process that has loaded nothing else. */
  milliseconds: number;
  /** Of all threads, the compiler's too. */
  cpuMilliseconds: number;
  exports: string[];
}

const child = fileURLToPath(new URL('import-once.mjs', import.meta.url));

/** Imports a bundle in a process of its own, with the variables that a Lambda has. */
export function importTime(file: string): Promise<Imported> {
  const names = Object.fromEntries(
    environmentNames.map((name) => [name, name === 'CONFIG' ? '{}' : `some-${name.toLowerCase()}`]),
  );
  const env = { ...names, PATH: '', AWS_REGION: 'us-east-2' };
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [child, file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    started.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    started.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    started.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(stdout));
      else reject(new Error(`${file} does not load:\n${stderr}`));
    });
  });
}
