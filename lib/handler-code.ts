import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { bundleHandler } from './handler-bundle.ts';

/** Where the code of a stage's Lambda comes from. Tests that only look at templates give something shorter. */
export type HandlerCode = (scope: Construct, stage: string) => Code;

/** Bundles the handler now, unless the command at hand needs no code, as `cdk list` does not. */
export const bundledHandler: HandlerCode = (scope, stage) => {
  if (!Stack.of(scope).bundlingRequired) return noHandlerYet(scope, stage);
  const folder = join(mkdtempSync(join(tmpdir(), 'linkedin-ads-bundle-')), stage);
  bundleHandler(stage, folder);
  return Code.fromAsset(folder);
};

/** For looking at templates without waiting for a bundler. */
export const noHandlerYet: HandlerCode = () => Code.fromInline('// bundled at deployment');
