import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { findDeadLetters } from '../../adapters/aws/dead-letters.ts';
import { awsWorkflows } from '../../adapters/aws/workflows.ts';
import { type RedriveInput, redriveDeadLetters } from '../../core/deployment/dead-letters.ts';
import { resourceNames } from '../../core/deployment/names.ts';
import { counted } from '../../core/domain/language.ts';
import type { Command } from '../command.ts';
import { loadConfig } from '../runtime.ts';

/** Starts the runs again that the deployment set aside: those that failed, and those that could not start. */
export const redriveCommand: Command = async ({ config, json }) => {
  const { region, prefix } = loadConfig(config).aws;
  const queue = await findDeadLetters(new SQSClient({ region }), resourceNames(prefix, '').deadLetters);
  const [, partition, , , account = ''] = queue.arn.split(':');
  const names = resourceNames(prefix, account);
  const target = `Target: account ${account}, region ${region}, queue ${names.deadLetters}`;
  (json ? process.stderr : process.stdout).write(`${target}\n`);
  const arnOf = (workflow: string) =>
    `arn:${partition}:states:${region}:${account}:stateMachine:${names.workflowOf(workflow)}`;
  const { started, left } = await redriveDeadLetters(queue, awsWorkflows(new SFNClient({ region }), arnOf));
  return {
    json: { target: { account, region, queue: names.deadLetters }, started, left },
    lines: [
      ...started.map((input) => `Started ${input.workflow} again: ${nameOf(input)}`),
      ...left.map(({ id, reason }) => `Left message ${id} in the queue: ${reason}`),
      `${counted(started.length, 'run')} started again, ${counted(left.length, 'message')} left in the queue.`,
    ],
    exitCode: left.length === 0 ? 0 : 1,
  };
};

const nameOf = (input: RedriveInput): string =>
  'run_id' in input ? `run ${input.run_id}` : `the run of ${input.scheduled_at}`;
