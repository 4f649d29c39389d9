import { InvokeCommand, type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { findDeployedStage, stageClient } from '../../../adapters/aws/deployed-stage.ts';

const configuration = {
  FunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:linkedin-ads-optimizer',
  Environment: { Variables: { DATA_BUCKET: 'old-data' } },
};

/** A client that answers by the name of the command, and remembers what it was sent. */
function clientOf(answers: Record<string, unknown>) {
  const sent: { name: string; input: Record<string, unknown> }[] = [];
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    sent.push({ name: command.constructor.name, input: command.input });
    const answer = answers[command.constructor.name];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  return { client: { send } as unknown as LambdaClient, sent };
}

const payload = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('a stage of a deployment', () => {
  it('is found by its name, with the account and the bucket that it works on', async () => {
    const { client, sent } = clientOf({ GetFunctionConfigurationCommand: configuration });
    expect(await findDeployedStage(client, 'linkedin-ads-optimizer')).toMatchObject({
      account: '111111111111',
      region: 'eu-west-1',
      bucket: 'old-data',
    });
    expect(sent).toEqual([
      { name: 'GetFunctionConfigurationCommand', input: { FunctionName: 'linkedin-ads-optimizer' } },
    ]);
  });

  it('is called and answers', async () => {
    const { client, sent } = clientOf({
      GetFunctionConfigurationCommand: configuration,
      InvokeCommand: { Payload: payload({ applied: 1 }) },
    });
    const stage = await findDeployedStage(client, 'linkedin-ads-optimizer');
    expect(await stage.invoke({ apply: ['a-1'] })).toEqual({ applied: 1 });
    expect(new TextDecoder().decode(sent.at(-1)?.input.Payload as Uint8Array)).toBe('{"apply":["a-1"]}');
  });

  it('is called once, also when the connection breaks while it works', async () => {
    const client = stageClient('eu-west-1');
    let calls = 0;
    client.config.credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
    client.config.requestHandler.handle = async () => {
      calls += 1;
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    };
    await expect(client.send(new InvokeCommand({ FunctionName: 'f' }))).rejects.toThrow('socket hang up');
    expect(calls).toBe(1);
  });

  it('that threw says what', async () => {
    const { client } = clientOf({
      GetFunctionConfigurationCommand: configuration,
      InvokeCommand: {
        FunctionError: 'Unhandled',
        Payload: payload({ errorType: 'LeaseBusyError', errorMessage: 'Ads are being changed by run a' }),
      },
    });
    const stage = await findDeployedStage(client, 'linkedin-ads-optimizer');
    await expect(stage.invoke({})).rejects.toThrow(
      'linkedin-ads-optimizer failed: LeaseBusyError: Ads are being changed by run a',
    );
  });

  it('that is not there is said to be so', async () => {
    const error = new ResourceNotFoundException({ message: 'no', $metadata: {}, Type: 'User' });
    const { client } = clientOf({ GetFunctionConfigurationCommand: error });
    await expect(findDeployedStage(client, 'linkedin-ads-optimizer')).rejects.toThrow(
      'There is no function linkedin-ads-optimizer in this account and region',
    );
  });
});
