import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { findDeadLetters } from '../../adapters/aws/dead-letters.ts';
import { awsWorkflows } from '../../adapters/aws/workflows.ts';
import { resourceNames } from '../../core/deployment/names.ts';
import type { Command } from '../command.ts';
import { createRuntime, loadConfig, shownPath } from '../runtime.ts';
import { runTraining, trainingLines } from '../training.ts';

/** Trains both models on mature data, and promotes those that pass the gate. With `--aws` it only starts the training of the deployment. */
export const trainCommand: Command = async (args) => {
  if (args.aws) return startOnAws(args);
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    runtime.print(`Target: ${shownPath(runtime.dataDir)}`);
    const outcome = await runTraining(runtime, { force: args.force });
    return {
      json: { ...outcome, simulated: runtime.deps.simulated },
      lines: trainingLines(outcome),
      exitCode: outcome.unavailable === null ? 0 : 1,
    };
  } finally {
    await runtime.close();
  }
};

const startOnAws: Command = async ({ config, json, force }) => {
  const { region, prefix } = loadConfig(config).aws;
  const names = resourceNames(prefix, '');
  // its ARN tells the account
  const queue = await findDeadLetters(new SQSClient({ region }), names.deadLetters);
  const [, partition, , , account] = queue.arn.split(':');
  const machine = names.workflowOf('train');
  (json ? process.stderr : process.stdout).write(`Target: account ${account}, region ${region}, workflow ${machine}\n`);
  const arnOf = () => `arn:${partition}:states:${region}:${account}:stateMachine:${machine}`;
  const name = `by-hand-${new Date().toISOString().replaceAll(/[:.]/g, '')}`;
  await awsWorkflows(new SFNClient({ region }), arnOf).start('train', name, force ? { force } : {});
  return {
    json: { target: { account, region, workflow: machine }, execution: name },
    lines: [`Started ${name}. See the result in about ten minutes: npm run ads -- models list --aws`],
    exitCode: 0,
  };
};
