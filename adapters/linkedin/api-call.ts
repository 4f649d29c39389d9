/** A call before it has a token: what the endpoints make and the sender sends. */
import type { JsonObject } from '../../core/ports/ad-platform.ts';
import { httpMessage } from './tunnelling.ts';

export interface ApiCall {
  /** With placeholders for ids, for logs and messages. */
  endpoint: string;
  /** Below the base URL, with encoded segments. */
  path: string;
  /** Encoded already. */
  query?: string;
  restliMethod?: 'FINDER' | 'PARTIAL_UPDATE';
  /** Present on writes. */
  body?: JsonObject;
}

export interface WireRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  /** Empty on 204. */
  json: JsonObject;
  requestId: string | null;
}

/** Sends a call with whatever retrying it needs; throws an AdPlatformError when no use came of it. */
export type Send = (call: ApiCall) => Promise<Answer>;

export const isRead = (call: ApiCall): boolean => call.body === undefined;
export const nameOf = (call: ApiCall): string => `${isRead(call) ? 'GET' : 'POST'} ${call.endpoint}`;

/** The bytes that go out. Without X-Restli-Protocol-Version LinkedIn assumes protocol 1.0, whose encoding differs. */
export function wireRequest(call: ApiCall, apiUrl: string, apiVersion: string, accessToken: string): WireRequest {
  const json = call.body === undefined ? undefined : JSON.stringify(call.body);
  const { target, headers, ...message } = httpMessage(call.path, call.query ?? '', json);
  return {
    url: apiUrl.replace(/\/$/, '') + target,
    ...message,
    headers: {
      Authorization: `Bearer ${accessToken}`,
      'LinkedIn-Version': apiVersion,
      'X-Restli-Protocol-Version': '2.0.0',
      ...(call.restliMethod ? { 'X-RestLi-Method': call.restliMethod } : {}),
      ...headers,
    },
  };
}
