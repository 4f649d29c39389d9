import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  seconds: number;
  peakMegabytes: number;
  /** Through the file system, its cache included; null where the operating system does not say. */
  readMegabytes: number | null;
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
      const [, peak, read] = /peak-kilobytes=(\d+) read-bytes=(\d*)\s*$/.exec(stderr) ?? [];
      if (code !== 0 || !peak) reject(new Error(`${words.join(' ')} ended with ${code}:\n${stderr}`));
      else
        resolve({
          seconds,
          peakMegabytes: Number(peak) / 1024,
          readMegabytes: read ? Number(read) / 1e6 : null,
          stdout,
        });
    });
  });
}

/** Called at the end of a measured script. */
export const reportPeak = (): void => {
  process.stderr.write(`\npeak-kilobytes=${process.resourceUsage().maxRSS} read-bytes=${bytesRead() ?? ''}\n`);
};

/** Linux counts what a process has read; other systems do not say. */
function bytesRead(): number | undefined {
  try {
    return Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}
