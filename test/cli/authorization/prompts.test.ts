import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { terminalPrompts } from '../../../cli/authorization/prompts.ts';

function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk) => {
    shown += chunk;
  });
  return { input, prompts: terminalPrompts({ input, output }), shown: () => shown };
}

test.each([true, false])('a secret answer is not shown (terminal: %s)', async (isTTY) => {
  const { input, prompts, shown } = terminal(isTTY);
  const id = prompts.ask('Client id: ');
  input.write('the-client\n');
  expect(await id).toBe('the-client');
  const secret = prompts.ask('Client secret: ', { hidden: true });
  input.write('hush-hush\n');
  expect(await secret).toBe('hush-hush');
  prompts.close();
  expect(shown()).toContain('Client secret: \n');
  expect(shown()).not.toContain('hush');
});

test('answers may come from a pipe, all at once', async () => {
  const { input, prompts } = terminal(false);
  input.end('one\n two \n');
  expect([await prompts.ask('1? '), await prompts.ask('2? ', { hidden: true })]).toEqual(['one', 'two']);
  await expect(prompts.ask('3? ')).rejects.toThrow('No answer to "3?"');
  prompts.close();
});
