import type { Logger } from '../core/ports/stage-deps.ts';

export interface JsonLoggerOptions {
  stage: string;
  requestId: string;
  now(): Date;
  write(line: string): void;
}

/** One line of JSON a message, `timestamp level stage request_id message …fields`: what CloudWatch's Logs Insights reads as fields. */
export function jsonLogger({ stage, requestId, now, write }: JsonLoggerOptions): Logger {
  const log =
    (level: 'INFO' | 'WARN') =>
    (message: string, fields: Record<string, unknown> = {}) =>
      write(
        `${JSON.stringify({ timestamp: now().toISOString(), level, stage, request_id: requestId, message, ...fields })}\n`,
      );
  return { info: log('INFO'), warn: log('WARN') };
}
