import { join } from 'node:path';
import { App, type AppProps, Tags } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { type LambdaStage, lambdaStages } from '../core/deployment/names.ts';
import { DataStack } from './data-stack.ts';
import { folderHash, repositoryRoot } from './handler-bundle.ts';
import type { HandlerCode } from './handler-code.ts';
import { MonitoringStack } from './monitoring-stack.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { Settings } from './settings.ts';
import { TrainingStack } from './training-stack.ts';

/** The same with the command line tool and without it. The data stack must not go while another still refers to it. */
const flags = { ...recommendedFlags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

export interface SystemOptions {
  settings: Settings;
  code: HandlerCode;
  /** Those of the one list, unless a test tries another. */
  stages?: readonly LambdaStage[];
  app?: AppProps;
}

/** The whole deployment: what keeps, what computes, what learns, what watches. References go from right to left only. */
export function adsSystem({ settings, code, stages = lambdaStages, app: props }: SystemOptions) {
  const app = new App({ ...props, postCliContext: flags });
  const { prefix } = settings;
  const data = new DataStack(app, `${prefix}-data`, settings);
  const pipeline = new PipelineStack(app, `${prefix}-pipeline`, {
    settings,
    stages,
    data,
    code,
    sqlHash: folderHash(join(repositoryRoot, 'athena')),
  });
  const training = new TrainingStack(app, `${prefix}-training`, { settings, stages, data, pipeline, code });
  const monitoring = new MonitoringStack(app, `${prefix}-monitoring`, { settings, stages, data });
  Tags.of(app).add('project', prefix);
  return { app, data, pipeline, training, monitoring };
}
