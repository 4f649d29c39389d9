import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { WorkflowStarter } from '../../core/deployment/dead-letters.ts';

/** State machines by the ARN that their workflow's name makes. */
export const awsWorkflows = (client: SFNClient, arnOf: (workflow: string) => string): WorkflowStarter => ({
  async start(workflow, name, input) {
    const command = new StartExecutionCommand({ stateMachineArn: arnOf(workflow), name, input: JSON.stringify(input) });
    await client.send(command).catch((error) => {
      // it was started before, and only the letter was left behind
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    });
  },
});
