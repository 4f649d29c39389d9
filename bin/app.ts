/** The AWS deployment: `npx cdk synth`, `npx cdk deploy`. Settings come from the block "aws" of ads.config.json. */
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundledHandler } from '../lib/handler-code.ts';
import { placeholderAccount, readSettings } from '../lib/settings.ts';
import { adsSystem } from '../lib/system.ts';

const { app } = adsSystem({
  settings: readSettings(process.env.CDK_DEFAULT_ACCOUNT ?? placeholderAccount),
  code: bundledHandler,
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
