import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lambdaStages } from '../../core/deployment/names.ts';
import { repositoryRoot } from '../../lib/handler-bundle.ts';
import { placeholderAccount } from '../../lib/settings.ts';

const out = mkdtempSync(join(tmpdir(), 'cdk-out-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** The tool as a person runs it, in an environment that knows of no account. */
const cdk = (...words: string[]) =>
  spawnSync(process.execPath, [join('node_modules', 'aws-cdk', 'bin', 'cdk'), ...words], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: out, AWS_EC2_METADATA_DISABLED: 'true', CI: 'true' },
  });

describe('the cdk command', () => {
  it('synthesises every stack without credentials, with every handler bundled', () => {
    const { status, stderr } = cdk('synth', '--quiet', '--no-notices', '--output', out);
    expect(`${status} ${stderr.replaceAll(/\s+/g, ' ')}`).toMatch(/^0 /);
    expect(
      readdirSync(out)
        .filter((name) => name.endsWith('.template.json'))
        .toSorted(),
    ).toEqual([
      'linkedin-ads-data.template.json',
      'linkedin-ads-monitoring.template.json',
      'linkedin-ads-pipeline.template.json',
      'linkedin-ads-training.template.json',
    ]);
    const bundled = readdirSync(out).filter((name) => existsSync(join(out, name, 'index.mjs')));
    expect(bundled).toHaveLength(lambdaStages.length);
    const { Resources } = JSON.parse(readFileSync(join(out, 'linkedin-ads-data.template.json'), 'utf8'));
    expect(JSON.stringify(Resources)).toContain(`linkedin-ads-data-${placeholderAccount}`);
  });

  it('lists the stacks without bundling anything', () => {
    const { stdout } = cdk('list', '--no-notices', '--output', join(out, 'listed'));
    expect(stdout.trim().split('\n').toSorted()).toEqual([
      'linkedin-ads-data',
      'linkedin-ads-monitoring',
      'linkedin-ads-pipeline',
      'linkedin-ads-training',
    ]);
    expect(
      readdirSync(join(out, 'listed')).filter((name) => existsSync(join(out, 'listed', name, 'index.mjs'))),
    ).toEqual([]);
  });
});
