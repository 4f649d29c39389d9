import { spawn } from 'node:child_process';

export interface Measured {
  seconds: number;
  peakMegabytes: number;
  stdout: string;
}

/** Runs a script in a process of its own; it reports its own peak memory in its last line on stderr. */
export function measure(words: string[]): Promise<Measured> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      const peak = /peak-kilobytes=(\d+)\s*$/.exec(stderr)?.[1];
      if (code !== 0 || !peak) reject(new Error(`${words.join(' ')} ended with ${code}:\n${stderr}`));
      else resolve({ seconds, peakMegabytes: Number(peak) / 1024, stdout });
    });
  });
}

/** Called at the end of a measured script. */
export const reportPeak = (): void => {
  process.stderr.write(`\npeak-kilobytes=${process.resourceUsage().maxRSS}\n`);
};
