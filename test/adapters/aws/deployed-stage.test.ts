import { type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { DeploymentNotFoundError } from '../../../adapters/aws/dead-letters.ts';
import { findStage, StageFailedError } from '../../../adapters/aws/deployed-stage.ts';

const arn = 'arn:aws:lambda:us-east-2:111111111111:function:linkedin-ads-model-registrar';

/** A client that answers by the name of the command, and remembers what it was sent. */
function clientOf(answers: Record<string, unknown>) {
  const sent: unknown[] = [];
  const send = async (command: { constructor: { name: string }; input: { Payload?: Uint8Array } }) => {
    const { Payload } = command.input;
    if (Payload) sent.push(JSON.parse(new TextDecoder().decode(Payload)));
    const answer = answers[command.constructor.name];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { client: { send } as unknown as LambdaClient, sent };
}
const payload = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const found = { GetFunctionConfigurationCommand: { FunctionArn: arn } };

describe('a stage of a deployment', () => {
  it('is found by its name and answers', async () => {
    const { client, sent } = clientOf({ ...found, InvokeCommand: { Payload: payload({ changed: true }) } });
    const stage = await findStage(client, 'linkedin-ads-model-registrar');
    expect(stage.arn).toBe(arn);
    expect(await stage.call({ action: 'list' })).toEqual({ changed: true });
    expect(sent).toEqual([{ action: 'list' }]);
  });

  it('that throws fails with its own words', async () => {
    const thrown = { errorType: 'PromotionError', errorMessage: 'creative_scorer v2 was rejected' };
    const { client } = clientOf({ ...found, InvokeCommand: { Payload: payload(thrown), FunctionError: 'Unhandled' } });
    const call = (await findStage(client, 'linkedin-ads-model-registrar')).call({});
    await expect(call).rejects.toThrow(StageFailedError);
    await expect(call).rejects.toThrow('linkedin-ads-model-registrar failed: creative_scorer v2 was rejected');
  });

  it('that is not deployed is named, with what to do', async () => {
    const missing = new ResourceNotFoundException({ message: 'no', Type: 'User', $metadata: {} });
    const { client } = clientOf({ GetFunctionConfigurationCommand: missing });
    await expect(findStage(client, 'linkedin-ads-model-registrar')).rejects.toThrow(DeploymentNotFoundError);
  });
});
