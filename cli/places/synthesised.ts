import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../core/deployment/cost/inventory.ts';
import { AdsError } from '../../core/errors.ts';
import { childEnvironment, projectRoot } from '../runtime.ts';

/** The stacks could not be made into templates. */
class SynthesisError extends AdsError {}

/** The templates of the deployment, made now by its own program, without bundling code. Needs no credentials. */
export async function synthesised(): Promise<Template[]> {
  const folder = await mkdtemp(join(tmpdir(), 'linkedin-ads-synth-'));
  try {
    await synthesise(folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.template.json')).toSorted();
    return await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As the cdk command would set it: where to write, and that no stack needs its code. */
const synthesise = (folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const env = childEnvironment({
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
    });
    const child = spawn(process.execPath, ['--import', 'tsx', join('bin', 'app.ts')], {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new SynthesisError(
            `The stacks cannot be synthesised: ${said.trim().split('\n').slice(-12).join('\n')}`,
            'Fix what is named above; npx cdk synth shows the same.',
          ),
        );
    });
  });
