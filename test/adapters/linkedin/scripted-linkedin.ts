/** A LinkedIn that answers by script, and a clock that only sleeping moves. */
import type { CallRecord } from '../../../adapters/linkedin/http.ts';
import type { SenderOptions } from '../../../adapters/linkedin/sender.ts';
import { type LinkedInConfig, linkedInConfig } from '../../../core/settings/linkedin.ts';

export interface Sent {
  method: string;
  /** Below the base URL, as sent. */
  target: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export type Answering = (sent: Sent, number: number) => Response | Promise<Response>;

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });

/** Answers in turn; the last one for ever. */
export const inTurn =
  (...answers: (() => Response)[]): Answering =>
  (_sent, number) =>
    answers[Math.min(number, answers.length) - 1]!();

export interface Scripted {
  options: SenderOptions & { sleep: (milliseconds: number) => Promise<void> };
  sent: Sent[];
  log: CallRecord[];
  /** Seconds. */
  slept: number[];
}

export const startOfTest = new Date('2026-11-20T12:00:00Z');

export function scriptedLinkedIn(
  answering: Answering,
  settings: Partial<LinkedInConfig> = {},
  secrets = ['token-1'],
): Scripted {
  const config = linkedInConfig.parse(settings);
  const sent: Sent[] = [];
  const log: CallRecord[] = [];
  const slept: number[] = [];
  let now = startOfTest.getTime();
  let readings = 0;
  const options: Scripted['options'] = {
    config,
    tokens: {
      current: async () => secrets[readings]!,
      replacementFor: async (rejected) => {
        readings = Math.min(readings + 1, secrets.length - 1);
        return secrets[readings] === rejected ? undefined : secrets[readings];
      },
    },
    log: (record) => log.push(record),
    now: () => new Date(now),
    random: () => 1,
    sleep: async (milliseconds) => {
      slept.push(milliseconds / 1000);
      now += milliseconds;
    },
    fetch: async (url, init) => {
      const request: Sent = {
        method: init?.method ?? 'GET',
        target: String(url).replace(config.apiUrl, ''),
        headers: init?.headers as Record<string, string>,
        body: init?.body as string | undefined,
      };
      sent.push(request);
      return await answering(request, sent.length);
    },
  };
  return { options, sent, log, slept };
}
