/** What the client says of its calls. */

/** One attempt at one call, as the client logs it: never a token, never an id of an entity. */
export interface ApiCallRecord {
  at: string;
  endpoint: string;
  method: string;
  attempt: number;
  /** Null when no answer came. */
  status: number | null;
  outcome: string;
  latency_ms: number;
  bytes: number;
  request_id: string | null;
}

export interface ApiCallLog {
  /** Everything since it was last asked. */
  take(): readonly ApiCallRecord[];
}
