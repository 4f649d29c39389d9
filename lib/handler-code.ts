import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { LambdaStageName } from '../core/deployment.ts';
import { bundleHandler } from './handler-bundle.ts';

/** Where the code of a stage's Lambda comes from. Tests that only look at templates give something shorter. */
export type HandlerCode = (stage: LambdaStageName) => Code;

/** Bundles the handler now. The folder is the same for the same sources, so nothing is uploaded that did not change. */
export const bundledHandler: HandlerCode = (stage) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'linkedin-ads-bundle-')), stage);
  bundleHandler(stage, folder);
  return Code.fromAsset(folder);
};

/** For looking at templates without waiting for a bundler. */
export const noHandlerYet: HandlerCode = () => Code.fromInline('// bundled at deployment');
