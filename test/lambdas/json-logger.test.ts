import { expect, it } from 'vitest';
import { jsonLogger } from '../../lambdas/json-logger.ts';

it('writes each message as one line of JSON, whatever it holds', () => {
  const lines: string[] = [];
  const now = () => new Date('2026-11-20T06:00:00Z');
  const logger = jsonLogger({ stage: 'collector', requestId: 'r', now, write: (line) => void lines.push(line) });
  logger.info('one\ntwo', { account: '1' });
  logger.warn('over');
  const common = { timestamp: '2026-11-20T06:00:00.000Z', stage: 'collector', request_id: 'r' };
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { ...common, level: 'INFO', message: 'one\ntwo', account: '1' },
    { ...common, level: 'WARN', message: 'over' },
  ]);
});
