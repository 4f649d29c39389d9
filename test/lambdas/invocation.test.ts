import { describe, expect, it } from 'vitest';
import { collectorRequest, dataProcessorInput, stageInput } from '../../core/contracts/stages.ts';
import { UsageError } from '../../core/errors.ts';
import { parseEvent } from '../../lambdas/invocation.ts';

const url = { version: '2.0', requestContext: { http: { method: 'POST' } } };

describe('the input of a stage', () => {
  it.each([[undefined], [null], [{}], [url], [{ ...url, body: '' }], [{ ...url, body: '{}' }]])(
    'is the default for %j',
    (event) => {
      expect(parseEvent(dataProcessorInput, event)).toEqual({ publish: true, all_days: false });
      expect(parseEvent(collectorRequest, event)).toEqual({ list_accounts: false });
    },
  );

  it('is the event, or the body of a function URL’s', () => {
    const body = JSON.stringify({ run_id: 'r-1' });
    const packed = Buffer.from(body).toString('base64');
    for (const event of [{ run_id: 'r-1' }, { ...url, body }, { ...url, body: packed, isBase64Encoded: true }])
      expect(parseEvent(stageInput, event)).toEqual({ run_id: 'r-1' });
  });

  it.each([
    [{ run_id: '../x' }, 'run_id: '],
    [{ run_id: 7 }, 'run_id: '],
    [[], 'the payload: '],
    ['text', 'the payload: '],
  ])('is refused for %j, by the field that is wrong', (event, field) => {
    expect(() => parseEvent(stageInput, event)).toThrow(UsageError);
    expect(() => parseEvent(stageInput, event)).toThrow(`The payload is not what the stage takes: ${field}`);
  });

  it('is refused when the body is no JSON', () => {
    expect(() => parseEvent(stageInput, { ...url, body: 'run_id=1' })).toThrow('The body of the request is not JSON');
  });
});
